// The countdown of a challenge. The server keeps the time; this shows it, and asks the server
// for the page when it is up.
const GRACE = 2; // seconds that the server waits for an answer on its way
let place, ends, asked;

const show = () => {
  if (!place?.isConnected) return;
  const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  const shown = place.querySelector("[data-clock]");
  if (shown.textContent === text && left) return;
  shown.textContent = text;
  place.classList.toggle("short", left <= 10);
  // A timer is not read out; two words in time are.
  if (left === 30 || left === 10) {
    document.querySelector("[data-clock-said]").textContent = `${left} seconds left`;
  }
  const now = performance.now();
  if (now > ends + GRACE * 1000 && now > asked + 3000) {
    asked = now;
    place.dispatchEvent(new Event("time-up"));
  }
};

const begin = () => {
  const found = document.getElementById("clock");
  if (!found || found === place) return;
  [place, asked] = [found, 0];
  ends = performance.now() + Number(found.dataset.left) * 1000;
  show();
};

document.addEventListener("htmx:afterSettle", begin);
// A page from the back button's memory has stood still meanwhile.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
setInterval(show, 250);
begin();
