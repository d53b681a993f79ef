// The panel shows the figures of the newest response: they are that response's own
// Server-Timing header, the one that DevTools shows.
const figures = (header) =>
  Object.fromEntries(
    [...header.matchAll(/session-(\w+);desc="([^"]*)"|session;desc="[^"]*";dur=([\d.]+)/g)].map(
      ([, name, text, time]) => (name ? [name, text] : ["time", `${Number(time).toFixed(2)} ms`]),
    ),
  );

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const found = figures(detail.xhr.getResponseHeader("Server-Timing") ?? "");
  for (const [name, text] of Object.entries(found)) {
    const place = document.querySelector(`[data-figure="${name}"]`);
    if (place) place.textContent = text;
  }
  // The page wears the colour of the engine that holds the session now.
  const panel = document.getElementById("engine");
  if (panel) document.documentElement.dataset.engine = panel.dataset.engine;
});
