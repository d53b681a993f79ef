// The arrow keys go through the steps of a recorded request, wherever they have no other meaning.
const taken = "input, select, textarea, [contenteditable], pre, .scroll";
const ways = { ArrowLeft: "back", ArrowRight: "forward" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (!(event.key in ways) || event.target.closest(taken)) return;
  const link = document.querySelector(`[data-walk="${ways[event.key]}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});

// Without JavaScript a link leads back to this place. Here the page stands still, unless the link is
// in the table, below what it changes.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.target.id === "trace" && !detail.elt.closest("table")) {
    detail.path = detail.path.split("#")[0];
  }
});

// The focus stays on the link that was followed; what the step is, is said.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "trace") return;
  const now = document.querySelector("[data-now]") ?? document.querySelector("#trace .note");
  document.querySelector("[data-said]").textContent = now.innerText;
});
