// Web vitals of this page. https://web.dev/articles/vitals; a browser without a kind skips it.
const LIMITS = { TTFB: [800, 1800], LCP: [2500, 4000], CLS: [0.1, 0.25], INP: [200, 500] };

function show(name, value) {
  const cell = document.querySelector(`[data-vital="${name}"]`);
  const [good, poor] = LIMITS[name];
  const verdict = value <= good ? "good" : value <= poor ? "fair" : "poor";
  const figure = name === "CLS" ? value.toFixed(3) : `${Math.round(value)} ms`;
  cell.textContent = `${figure}, ${verdict}`;
}

function observe(type, take, options = {}) {
  if (!PerformanceObserver.supportedEntryTypes.includes(type)) return;
  new PerformanceObserver(list => list.getEntries().forEach(take))
    .observe({ type, buffered: true, ...options });
}

for (const cell of document.querySelectorAll("[data-vital]")) cell.textContent = "–";
document.querySelector('[data-vital="INP"]').textContent = "click or press a key";

let shift = 0;
const interactions = new Map();

observe("navigation", entry => show("TTFB", entry.responseStart));
observe("largest-contentful-paint", entry => show("LCP", entry.startTime));
show("CLS", shift);
observe("layout-shift", entry => {
  if (entry.hadRecentInput) return;
  shift += entry.value;
  show("CLS", shift);
});
// The slowest of few interactions, as it is here, is the page's INP. Quick ones, under 16 ms, are
// told only of the first.
function interaction(entry) {
  if (!entry.interactionId) return;
  const before = interactions.get(entry.interactionId) ?? 0;
  interactions.set(entry.interactionId, Math.max(before, entry.duration));
  show("INP", Math.max(...interactions.values()));
}
observe("event", interaction, { durationThreshold: 16 });
observe("first-input", interaction);
