// A figure as one output: interactive, static, and in words.

import type { Figure } from "../figures/figure";
import { type AnyFigure, plainFigure } from "../figures/plain";
import { DRAWS_SVG, display, inNotebook, type Output } from "./output";
import { startSvg } from "./static-svg";

/**
 * Shows a figure: Plotly's JSON, a static SVG for readers without JavaScript,
 * and a text that says what is to be seen. Where the SVG cannot be drawn, a line
 * under the figure says so.
 *
 * @param any a Plotly figure; its numbers may be in typed arrays and matrices, too
 * @throws TypeError or RangeError, as `plainFigure` does
 */
export function showFigure(any: AnyFigure): void {
  const figure = plainFigure(any);
  if (!inNotebook() || !DRAWS_SVG) display(bundleOf(figure));
  else showWithSvg(figure, startSvg(figure).take, display);
}

/** The same in the place of another output, which `take`'s SVG is for. */
export function replaceByFigure(output: Output, figure: Figure, take: () => string): void {
  showWithSvg(figure, take, (bundle, metadata) => output.show(bundle, metadata));
}

/** The figure as long as it has no SVG. */
export function bundleOf(figure: Figure) {
  const { alt } = figure.layout.meta;
  return { "application/vnd.plotly.v1+json": figure, "text/plain": alt };
}

function showWithSvg(figure: Figure, take: () => string, show: typeof display): void {
  const bundle = bundleOf(figure);
  try {
    const alt = { alt: bundle["text/plain"] };
    show({ ...bundle, "image/svg+xml": take() }, { "image/svg+xml": alt });
  } catch (error) {
    const [reason] = String((error as Error).message).split("\n");
    show(bundle);
    console.log(`The static picture of this figure is missing: ${reason}`);
  }
}
