// plotly.js for pages. Not among what draws figures: a notebook would load it in vain.

import { readFileSync } from "node:fs";

/**
 * The source of plotly.js, for a page that shows figures and needs no network:
 * the project's minified copy or, in the npm package, that of plotly.js-dist.
 *
 * @throws Error when plotly.js-dist is not installed
 */
export function plotlySource(): string {
  const { plotlyFile } = require("./svg/plotly");
  return readFileSync(plotlyFile(), "utf8");
}
