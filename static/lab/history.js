// What this tab's responses said of the session, in their Server-Timing headers. The lab loads
// this first; from then on site.js does, for as long as the tab is open.
const most = 16;
sessionStorage.history = import.meta.url;

const kept = () => JSON.parse(sessionStorage.requests ?? "[]");

const note = ({ name, serverTiming }) => {
  const [time, ...more] = serverTiming;
  if (time?.name !== "session" || more.at(-1)?.description === "nothing") return;
  const said = Object.fromEntries(more.map(({ name, description }) => [name.slice(8), description]));
  const one = { page: new URL(name).pathname, engine: time.description, time: time.duration, ...said };
  sessionStorage.requests = JSON.stringify([...kept(), one].slice(-most));
};

const made = (name, attributes, ...inside) => {
  const space = ["svg", "polyline"].includes(name) ? "http://www.w3.org/2000/svg" : "http://www.w3.org/1999/xhtml";
  const element = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
};

// The times as a line, the newest on the right; the table under it says the same.
const line = (requests) => {
  const highest = Math.max(...requests.map(({ time }) => time), 0.01);
  const points = requests.map(({ time }, at) => `${(100 * at) / Math.max(requests.length - 1, 1)},${38 - (36 * time) / highest}`);
  return made("svg", { class: "spark", viewBox: "0 0 100 40", preserveAspectRatio: "none", "aria-hidden": "true" },
    made("polyline", { points: points.join(" "), "vector-effect": "non-scaling-stroke" }));
};

const row = ({ page, engine, reads, writes, stored, time }) =>
  made("tr", { "data-engine": engine }, made("th", { scope: "row" }, page),
    ...[engine, reads, writes, stored, `${time.toFixed(2)} ms`].map((text) => made("td", {}, text)));

const table = (requests) =>
  made("div", { class: "scroll", tabindex: "0" },
    made("table", { class: "requests" },
      made("thead", {}, made("tr", {}, ...["Page", "Engine", "Reads", "Writes", "Stored", "Store time"].map((text) => made("th", { scope: "col" }, text)))),
      made("tbody", {}, ...requests.toReversed().map(row))));

const show = () => {
  const place = document.getElementById("history");
  const requests = kept();
  if (place && requests.length) place.replaceChildren(line(requests), table(requests));
};

const observer = new PerformanceObserver((list) => {
  list.getEntries().forEach(note);
  show();
});
observer.observe({ type: "navigation", buffered: true });
observer.observe({ type: "resource", buffered: true });
show();
