// A window with Plotly in it, which jsdom plays: nothing is laid out or shown.

const { context } = require("./canvas");
const { loadJsdom } = require("./jsdom");
const { pointAtLength, totalLength } = require("./path");
const { plotlyScript } = require("./plotly");
const { box } = require("./text");

/** The window. */
function openPlotly() {
  const { JSDOM } = loadJsdom();
  const page = new JSDOM("<!doctype html>", { runScripts: "outside-only" });
  const { window } = page;
  Object.assign(window, { TextDecoder, CSS: { supports: () => true } });
  window.URL.createObjectURL = () => "";
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
  plotlyScript().runInContext(page.getInternalVMContext());
  return window;
}

module.exports = { openPlotly };
