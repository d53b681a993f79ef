// After htmx has put something on the page, the focus goes to what appeared, so that the
// keyboard goes on from there and a screen reader says it.
document.addEventListener("htmx:afterSettle", (event) => {
  const root = document.getElementById(event.detail.target.id) ?? event.detail.target;
  root.querySelector("[data-focus]")?.focus();
});
