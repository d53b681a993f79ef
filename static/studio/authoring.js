// The preview of a question or a text follows what is typed, and what the linter says stands at its field.
const panel = document.querySelector("[data-preview]");
const form = panel.closest("form");
const frame = panel.querySelector("iframe");
const summary = panel.querySelector("#findings");
let running = new AbortController();
let waiting;

const SIGNED_OUT = "You are signed out, so nothing was saved. Sign in in another tab and go on here: what you wrote is still here.";
const SILENT = "The server does not answer. What you wrote is still here.";
const TOKEN = "[name=csrfmiddlewaretoken]";

const parsed = async (reply) => new DOMParser().parseFromString(await reply.text(), "text/html");

const ask = (signal) =>
  fetch(panel.dataset.preview, { method: "POST", body: new FormData(form), signal, redirect: "manual" });

// Whoever signed in again meanwhile, in another tab, has another token: this page takes it over.
const asked = async (signal) => {
  const reply = await ask(signal);
  if (reply.status !== 403) return reply;
  const page = await fetch(location.href, { signal, redirect: "manual" });
  if (!page.ok) return page;
  form.querySelector(TOKEN).value = (await parsed(page)).querySelector(`#${form.id} ${TOKEN}`).value;
  return ask(signal);
};

// The status and the page, or nothing where it was said why there is none.
const answered = async (signal) => {
  try {
    const reply = await asked(signal);
    if (reply.type !== "opaqueredirect") return { status: reply.status, page: await parsed(reply) };
    tell(SIGNED_OUT); // it leads to the page to sign in
  } catch (error) {
    if (error.name !== "AbortError") tell(SILENT);
  }
};

// Every change of the form, its rows that come and go among them.
const show = async () => {
  running.abort();
  running = new AbortController();
  const answer = await answered(running.signal);
  if (!answer) return;
  if (answer.status !== 200) return tell(`The preview could not be made (${answer.status}). Nothing is lost.`);
  place(answer.page);
};

// A form that is sent by someone signed out would be lost on the way to signing in.
let asking = false;
let signedIn = false;
form.addEventListener("submit", async (event) => {
  if (signedIn) return;
  event.preventDefault();
  if (asking) return;
  asking = true;
  signedIn = Boolean(await answered());
  if (signedIn) form.requestSubmit(event.submitter);
  else summary.scrollIntoView({ block: "center" });
  asking = signedIn = false;
});

const tell = (words) => {
  summary.textContent = words;
};

const place = (page) => {
  const found = page.getElementById("findings");
  found.remove();
  sayAtFields(found);
  const shown = frame.contentDocument;
  shown.getElementById("main").replaceWith(shown.adoptNode(page.getElementById("main")));
  shown.dispatchEvent(new Event("htmx:afterSwap"));
};

const sayAtFields = (found) => {
  for (const old of form.querySelectorAll(".finding")) old.remove();
  const items = [...found.querySelectorAll("li")];
  for (const item of items) {
    const field = form.elements.namedItem(item.dataset.field);
    const target = field instanceof Element ? field : field?.[0];
    if (!target) continue;
    const said = document.createElement("p");
    said.className = `finding ${item.className}`;
    said.append(...item.cloneNode(true).childNodes);
    (target.closest(".form-row > div, .fieldBox, td") ?? target.parentElement).append(said);
  }
  const blocking = found.querySelectorAll(".blocks").length;
  const rest = items.filter((item) => !item.dataset.field);
  tell(
    items.length
      ? `The linter: ${blocking} to mend before it is published, ${items.length - blocking} that could be better.`
      : found.textContent.trim(),
  );
  if (rest.length) {
    const list = document.createElement("ul");
    list.append(...rest.map((item) => item.cloneNode(true)));
    summary.append(list);
  }
};

const soon = () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, 400);
};

form.addEventListener("input", soon);
form.addEventListener("change", soon);
for (const name of ["formset:added", "formset:removed"]) document.addEventListener(name, soon);
panel.querySelector("button").addEventListener("click", (event) => {
  event.preventDefault();
  show();
});
const begin = () => frame.contentDocument?.getElementById("main") && show();
frame.addEventListener("load", begin, { once: true });
if (frame.contentDocument?.readyState === "complete") begin();

// What only gaps or pairs need is seen only where there are some.
const kind = form.elements.namedItem("kind");
const nameKind = () => {
  form.dataset.kind = kind.value;
};
if (kind) {
  kind.addEventListener("change", nameKind);
  nameKind();
}

// Rows that have a position can be moved by buttons; the numbers stay what is saved.
const rowsOf = (group) =>
  [...group.querySelectorAll(".inline-related:not(.empty-form), tr.form-row:not(.empty-form)")]
    .filter((row) => row.querySelector('input[name$="-position"]'));

const move = (row, by) => {
  const group = row.closest(".inline-group");
  const rows = rowsOf(group);
  const other = rows[rows.indexOf(row) + by];
  if (!other) return;
  by < 0 ? other.before(row) : other.after(row);
  rowsOf(group).forEach((one, number) => {
    one.querySelector('input[name$="-position"]').value = number;
  });
  soon();
};

const withButtons = (row) => {
  const position = row.querySelector('input[name$="-position"]');
  if (!position || row.querySelector(".move")) return;
  const together = document.createElement("span");
  together.className = "moves";
  position.replaceWith(together);
  together.append(position);
  for (const [by, words] of [[-1, "Move up"], [1, "Move down"]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "move";
    button.textContent = by < 0 ? "↑" : "↓";
    button.setAttribute("aria-label", words);
    button.addEventListener("click", () => {
      move(row, by);
      button.focus();
    });
    together.append(button);
  }
};
const everyRow = () => document.querySelectorAll(".inline-group").forEach((group) => rowsOf(group).forEach(withButtons));
document.addEventListener("formset:added", everyRow);
everyRow();
