// A window with Plotly in it, which jsdom plays: nothing is laid out or shown.

const { context } = require("./canvas");
const { loadJsdom } = require("./jsdom");
const { pointAtLength, totalLength } = require("./path");
const { plotlyScript } = require("./plotly");
const { selectQuickly } = require("./select");
const { box } = require("./text");

/** Where there is an element of this name and class Plotly adds no style sheet. */
const PAGE = '<!doctype html><meta id="plotly.js-style-global" class="no-inline-styles">';

/** The window; `script` gives another plotly.js than what draws SVGs. */
function openPlotly(script = plotlyScript) {
  const { JSDOM } = loadJsdom();
  const page = new JSDOM(PAGE, { runScripts: "outside-only" });
  const { window } = page;
  Object.assign(window, { TextDecoder, CSS: { supports: () => true } });
  // What style sheets say is for the interactive figure, and takes long to be looked up.
  window.getComputedStyle = (/** @type {any} */ element) => element.style;
  window.URL.createObjectURL = () => "";
  selectQuickly(window);
  const { prototype } = window.Element;
  Object.assign(prototype, {
    getBBox: /** @this {any} */ function () {
      return box(this);
    },
    getBoundingClientRect: /** @this {any} */ function () {
      return box(this);
    },
    getComputedTextLength: /** @this {any} */ function () {
      return box(this).width;
    },
    getTotalLength: /** @this {any} */ function () {
      return totalLength(this);
    },
    getPointAtLength: /** @this {any} */ function (/** @type {number} */ length) {
      return pointAtLength(this, length);
    },
  });
  window.HTMLCanvasElement.prototype.getContext = /** @this {any} */ function (
    /** @type {string} */ kind,
  ) {
    return kind === "2d" ? context(this) : null;
  };
  // Plotly waits for an image to load before it draws it; here its address is all it takes.
  window.HTMLImageElement.prototype.setAttribute = /** @this {any} */ function (
    /** @type {string} */ name,
    /** @type {string} */ value,
  ) {
    prototype.setAttribute.call(this, name, value);
    if (name === "src") queueMicrotask(() => this.onload?.());
  };
  script().runInContext(page.getInternalVMContext());
  return window;
}

module.exports = { openPlotly };
