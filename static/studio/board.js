// The board asks for news every two seconds. When none comes it says so: what stands on a wall
// must not look newer than it is. It goes on asking, and the words go when an answer comes.
const told = document.getElementById("stale");
let last = new Date();

const fresh = () => {
  last = new Date();
  told.hidden = true;
};

const stale = () => {
  if (!told.hidden) return;
  told.querySelector("time").textContent = last.toLocaleTimeString();
  told.hidden = false;
};

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful) fresh();
});
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"])
  document.addEventListener(failure, stale);

// Nobody looks: nothing is asked.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.detail.elt.id === "live") event.preventDefault();
});
