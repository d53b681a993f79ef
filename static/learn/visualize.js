// The arrow keys go through the steps, where they have no other meaning.
const ways = { ArrowLeft: "back", ArrowRight: "forward" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target.closest("input, select, textarea, pre, .scroll")) return;
  document.getElementById(ways[event.key])?.click();
});

document.addEventListener("htmx:configRequest", ({ detail }) => {
  // The page stands still, unless the link is in the table, below what it changes.
  if (detail.target.id === "trace" && !detail.elt.closest("table")) {
    detail.path = detail.path.split("#")[0];
  }
});

// The focus stays on the link; the new step is said.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target.id !== "trace") return;
  document.querySelector("[data-said]").textContent = document.querySelector("[data-now]").innerText;
});
