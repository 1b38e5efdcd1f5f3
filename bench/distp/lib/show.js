"use strict";
// A figure as one output: interactive, static, and in words.
Object.defineProperty(exports, "__esModule", { value: true });
exports.bundleOf = exports.replaceByFigure = exports.showFigure = void 0;
const display_1 = require("./display");
const static_svg_1 = require("./static-svg");
/**
 * Shows a figure: Plotly's JSON, a static SVG for readers without JavaScript,
 * and a text that says what is to be seen. Where the SVG cannot be drawn, a line
 * under the figure says so.
 */
function showFigure(figure) {
    if (!(0, display_1.inNotebook)() || !display_1.WATCHED)
        (0, display_1.display)(bundleOf(figure));
    else
        showWithSvg(figure, (0, static_svg_1.startSvg)(figure).take, display_1.display);
}
exports.showFigure = showFigure;
/** The same in the place of another output, which `take`'s SVG is for. */
function replaceByFigure(output, figure, take) {
    showWithSvg(figure, take, (bundle, metadata) => output.show(bundle, metadata));
}
exports.replaceByFigure = replaceByFigure;
/** The figure as long as it has no SVG. */
function bundleOf(figure) {
    const { alt } = figure.layout.meta;
    return { "application/vnd.plotly.v1+json": figure, "text/plain": alt };
}
exports.bundleOf = bundleOf;
function showWithSvg(figure, take, show) {
    const bundle = bundleOf(figure);
    try {
        const alt = { alt: bundle["text/plain"] };
        show({ ...bundle, "image/svg+xml": take() }, { "image/svg+xml": alt });
    }
    catch (error) {
        const [reason] = String(error.message).split("\n");
        show(bundle);
        console.log(`The static picture of this figure is missing: ${reason}`);
    }
}
