// The keys that the buttons show: A to D choose, H asks for a hint, S reveals a step, N goes on.
// One key alone can be switched off (WCAG 2.1.4), and the choice is remembered in this browser.
const root = document.documentElement;
root.dataset.keys = localStorage.getItem("keys") ?? "on";

const showSwitch = () => {
  for (const button of document.querySelectorAll("[data-keys-switch]")) {
    button.hidden = false;
    button.textContent = root.dataset.keys === "on" ? "Keys: on" : "Keys: off";
  }
};

const typing = (element) =>
  element.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");

document.addEventListener("keydown", (event) => {
  if (root.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.repeat || typing(event.target)) return;
  const place = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!place) return;
  event.preventDefault();
  place.focus();
  place.click();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-keys-switch]")) return;
  root.dataset.keys = root.dataset.keys === "on" ? "off" : "on";
  localStorage.setItem("keys", root.dataset.keys);
  showSwitch();
});

document.addEventListener("htmx:afterSettle", showSwitch);
showSwitch();
