const root = document.documentElement;
const told = () => document.getElementById("unsent");

// After htmx has put something on the page, the focus goes to what appeared, so that the
// keyboard goes on from there and a screen reader says it.
document.addEventListener("htmx:afterSettle", ({ detail: { target } }) => {
  told()?.remove();
  (document.getElementById(target.id) ?? target).querySelector("[data-focus]")?.focus();
});

// The panel shows the figures of the newest response: they are that response's own
// Server-Timing header, the one that DevTools shows. Another tab may have moved the session: the
// page wears the colour of the engine that holds it now.
const show = (figure, text) => {
  for (const place of document.querySelectorAll(`[data-figure="${figure}"]`)) place.textContent = text;
};

document.addEventListener("htmx:afterSettle", ({ detail: { xhr } }) => {
  const header = xhr.getResponseHeader("Server-Timing") ?? "";
  for (const [, figure, text, time] of header.matchAll(/session-?(\w*);desc="([^"]*)"(?:;dur=([\d.]+))?/g)) {
    show(figure || "engine", text);
    if (!time) continue;
    show("time", `${Number(time).toFixed(2)} ms`);
    root.dataset.engine = text;
    for (const button of document.querySelectorAll(".switch button")) button.ariaPressed = button.value === text;
  }
});

// Nothing came of what was sent. That is said beside it, and the page stays as it is, with all that
// was entered. Where only the form's token was old, the answer brings a new one.
const why = ({ status }) =>
  status === 404
    ? "This is no longer here. Load the page again."
    : `No answer from the site (${status || "offline"}). What you entered is still here. Send it again; it counts once.`;

const tell = ({ detail: { elt, target, xhr } }) => {
  const token = xhr.getResponseHeader("X-CSRFToken");
  if (token) for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
  // A clock asks again and again; that is said once.
  if (told() && elt.id === "clock") return;
  told()?.remove();
  (elt.closest("form") ?? target).insertAdjacentHTML("beforeend", '<p id="unsent" class="errors" role="alert">');
  told().textContent = token ? xhr.responseText : why(xhr);
  told().scrollIntoView({ block: "nearest" });
};

document.addEventListener("htmx:responseError", tell);
document.addEventListener("htmx:sendError", tell);

// The keys that the buttons show: A to Z choose, H asks for a hint, S reveals a step, N goes on.
// One key alone can be switched off (WCAG 2.1.4), and the choice is remembered in this browser.
root.dataset.keys = localStorage.getItem("keys") ?? "on";

const showSwitch = () => {
  for (const button of document.querySelectorAll("[data-keys-switch]")) {
    button.hidden = false;
    button.textContent = `Keys: ${root.dataset.keys}`;
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

// What a question needs beyond this comes with it: the kind's own script, run once on its place.
const enhance = () => {
  for (const place of document.querySelectorAll("[data-script]")) {
    const address = place.dataset.script;
    delete place.dataset.script;
    import(address).then((script) => script.default(place));
  }
};
document.addEventListener("htmx:afterSwap", enhance);
enhance();

// The lab's, where it was open in this tab.
if (sessionStorage.history) import(sessionStorage.history).catch(() => {});
