// @ts-nocheck
// In the page: makes its figures interactive, each when it comes near the window.

/* global Plotly */
const watcher = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      draw(target);
    }
  },
  { rootMargin: "400px" },
);
for (const figure of document.querySelectorAll("figure")) watcher.observe(figure);

/** The static picture stays where Plotly fails, and is what is printed. */
function draw(figure) {
  const { data, layout } = JSON.parse(figure.querySelector("script").textContent);
  const plot = document.createElement("div");
  plot.className = "plot";
  plot.setAttribute("role", "group");
  plot.setAttribute("aria-label", layout.meta.alt);
  // As wide as the window lets it be.
  plot.style.maxWidth = `${layout.meta.width}px`;
  figure.append(plot);
  const config = { responsive: true, displaylogo: false };
  Plotly.newPlot(plot, data, layout, config).then(
    () => figure.classList.add("interactive"),
    () => plot.remove(),
  );
}
