// Kinds of traces that cannot be drawn without a browser: by WebGL, or on maps from
// the network. SVG has some of them as well; of the others the picture says so.

/** Drawn by WebGL because that is quicker for many points; SVG draws the same. */
const AS_SVG = new Map([
  ["scattergl", "scatter"],
  ["scatterpolargl", "scatterpolar"],
]);
/** The others, and where their axes are set; "" if in the trace itself. */
const MISSING = new Map([
  .../** @type {[string, string][]} */ (
    ["cone", "isosurface", "mesh3d", "scatter3d", "streamtube", "surface", "volume"].map((type) => [
      type,
      "scene",
    ])
  ),
  ["choroplethmap", "map"],
  ["densitymap", "map"],
  ["scattermap", "map"],
  ["choropleth", "geo"],
  ["scattergeo", "geo"],
  ["parcoords", ""],
  ["splom", ""],
]);
/** Not drawn; the traces after it keep their colours, and there are no axes for want of others. */
const PLACEHOLDER = { type: "table", visible: "legendonly" };
const FRAME = { type: "rect", xref: "paper", yref: "paper", line: { color: "#bbbbbb", width: 1 } };

/**
 * The figure as SVG can show it, with a note in the place of what it cannot.
 *
 * @param {{ data: any[], layout: any }} figure
 * @returns {{ data: any[], layout: any }}
 */
function withoutWebgl({ data, layout }) {
  /** @type {Map<string, { domain: any, types: Set<string>, why: string }>} */
  const missing = new Map();
  const kept = data.flatMap((trace) => {
    if (AS_SVG.has(trace.type)) return [{ ...trace, type: AS_SVG.get(trace.type) }];
    const axes = MISSING.get(trace.type);
    if (axes === undefined) return [trace];
    const domain = domainOf(trace, axes, layout);
    const place = JSON.stringify(domain);
    const why = axes === "geo" ? "takes its map from the network" : "is drawn by WebGL";
    const note = missing.get(place) ?? { domain, types: new Set(), why };
    note.types.add(trace.type);
    missing.set(place, note);
    return [PLACEHOLDER];
  });
  if (missing.size === 0) return { data: kept, layout };
  const notes = [...missing.values()];
  return {
    data: kept,
    layout: {
      ...layout,
      annotations: [...(layout.annotations ?? []), ...notes.map(annotation)],
      shapes: [...(layout.shapes ?? []), ...notes.map(frame)],
    },
  };
}

/**
 * The part of the figure that a trace is drawn in, as shares of its width and height.
 *
 * @param {any} trace
 * @param {string} axes
 * @param {any} layout
 */
function domainOf(trace, axes, layout) {
  const name = trace[axes === "map" ? "subplot" : axes] ?? axes; // such as scene2
  const { x, y } = (axes ? layout[name] : trace)?.domain ?? {};
  return { x: isRange(x) ? x : [0, 1], y: isRange(y) ? y : [0, 1] };
}

/** @param {unknown} value */
function isRange(value) {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
}

/** @param {{ domain: any, types: Set<string>, why: string }} note */
function annotation({ domain: { x, y }, types, why }) {
  return {
    text: `No static picture of this part:<br>${[...types].join(", ")} ${why}.<br>The interactive figure shows it.`,
    showarrow: false,
    xref: "paper",
    yref: "paper",
    x: (x[0] + x[1]) / 2,
    y: (y[0] + y[1]) / 2,
    xanchor: "center",
    yanchor: "middle",
  };
}

/** @param {{ domain: any }} note */
function frame({ domain: { x, y } }) {
  return { ...FRAME, x0: x[0], x1: x[1], y0: y[0], y1: y[1] };
}

module.exports = { AS_SVG, MISSING, withoutWebgl };
