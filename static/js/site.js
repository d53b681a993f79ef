const told = () => document.getElementById("unsent");

// After htmx has put something on the page, the focus goes to what appeared, so that the
// keyboard goes on from there and a screen reader says it.
document.addEventListener("htmx:afterSettle", (event) => {
  told()?.remove();
  const root = document.getElementById(event.detail.target.id) ?? event.detail.target;
  root.querySelector("[data-focus]")?.focus();
});

// The panel shows the figures of the newest response: they are that response's own
// Server-Timing header, the one that DevTools shows.
const figures = (header) =>
  Object.fromEntries(
    [...header.matchAll(/session-(\w+);desc="([^"]*)"|session;desc="([^"]*)";dur=([\d.]+)/g)].flatMap(
      ([, name, text, engine, time]) =>
        name ? [[name, text]] : [["engine", engine], ["time", `${Number(time).toFixed(2)} ms`]],
    ),
  );

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const found = figures(detail.xhr.getResponseHeader("Server-Timing") ?? "");
  for (const [name, text] of Object.entries(found)) {
    const place = document.querySelector(`[data-figure="${name}"]`);
    if (place) place.textContent = text;
  }
  // The page wears the colour of the engine that holds the session now: the site may have moved it.
  const panel = document.getElementById("engine");
  if (!panel || !found.engine) return;
  document.documentElement.dataset.engine = panel.dataset.engine = found.engine;
  for (const button of panel.querySelectorAll("button[data-engine]")) {
    button.setAttribute("aria-pressed", button.dataset.engine === found.engine);
  }
});

// Nothing came of what was sent. That is said beside it, and the page stays as it is, with all that
// was entered. Where only the form's token was old, the answer brings a new one.
const why = (xhr) => {
  if (xhr.status === 404) return "This is no longer here. Load the page again.";
  const what = xhr.status ? `The site answered with an error (${xhr.status}).` : "The site could not be reached.";
  return `${what} What you entered is still here. Try again: what is sent twice counts once.`;
};

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
