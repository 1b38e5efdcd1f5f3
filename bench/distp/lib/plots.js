"use strict";
// Figures, shown in the notebook.
Object.defineProperty(exports, "__esModule", { value: true });
exports.showMistakes = exports.plotConfusion = exports.plotSaturation = exports.plotComparison = exports.showNetWeights = exports.plotStats = exports.plotHistory = exports.visualizeGrid = exports.showFigure = exports.liveTraining = void 0;
const comparison_1 = require("./comparison");
const confusion_1 = require("./confusion");
const display_1 = require("./display");
const figures_1 = require("./figures");
const mistakes_1 = require("./mistakes");
const saturation_1 = require("./saturation");
const show_1 = require("./show");
const static_svg_1 = require("./static-svg");
const weight_figure_1 = require("./weight-figure");
var live_1 = require("./live");
Object.defineProperty(exports, "liveTraining", { enumerable: true, get: function () { return live_1.liveTraining; } });
var show_2 = require("./show");
Object.defineProperty(exports, "showFigure", { enumerable: true, get: function () { return show_2.showFigure; } });
var weight_grid_1 = require("./weight-grid");
Object.defineProperty(exports, "visualizeGrid", { enumerable: true, get: function () { return weight_grid_1.visualizeGrid; } });
// Beside the cells that come first, instead of while a figure is waited for.
if ((0, display_1.inNotebook)() && display_1.WATCHED)
    (0, static_svg_1.prepareSvg)();
/**
 * Shows the loss and the norm of the W1 gradient over the iterations, the
 * norm's axis from 0 to 1.
 *
 * @throws RangeError when the history is empty
 */
function plotHistory(history, { title = "Training" } = {}) {
    (0, show_1.showFigure)((0, figures_1.panelFigure)(title, [(0, figures_1.lossPanel)(history), (0, figures_1.gradMagnitudePanel)(history, [0, 1])]));
}
exports.plotHistory = plotHistory;
/**
 * Shows the norm of the W1 gradient and the loss over the iterations, both
 * axes from 0 to 100, and the accuracies over the epochs.
 *
 * @throws RangeError when the history is empty
 */
function plotStats(history, { title = "Training" } = {}) {
    const panels = [
        (0, figures_1.gradMagnitudePanel)(history, [0, 100]),
        (0, figures_1.lossPanel)(history, [0, 100]),
        (0, figures_1.accuracyPanel)(history),
    ];
    (0, show_1.showFigure)((0, figures_1.panelFigure)(title, panels));
}
exports.plotStats = plotStats;
/**
 * Shows the first layer's weights, an image for each hidden unit, in a grid:
 * in greys, and on a scale of colours that all units share.
 *
 * @param model its inputs must be the pixels of a square image
 * @throws RangeError when they are not
 */
function showNetWeights(model, { title = "First-layer weights" } = {}) {
    (0, show_1.showFigure)((0, weight_figure_1.weightsFigure)(model.params.W1, title));
}
exports.showNetWeights = showNetWeights;
/**
 * Shows several trainings in one figure: gradient norm and loss, means of each
 * epoch on axes of powers of ten, and validation accuracy.
 *
 * @param histories by the names that the legend gives them
 * @throws RangeError when there is none, or one has not finished an epoch
 */
function plotComparison(histories, { title = "Comparison" } = {}) {
    (0, show_1.showFigure)((0, comparison_1.comparisonFigure)(histories, title));
}
exports.plotComparison = plotComparison;
/**
 * Shows how saturated the hidden and the output units are by epoch, what
 * `unitSaturation` gave before the training and after each epoch.
 *
 * @param trainings by the names that the legend gives them
 * @throws RangeError when there is nothing to draw
 */
function plotSaturation(trainings, { title = "Saturated units" } = {}) {
    (0, show_1.showFigure)((0, saturation_1.saturationFigure)(trainings, title));
}
exports.plotSaturation = plotSaturation;
/**
 * Shows which classes are taken for which.
 *
 * @param y N class indices
 * @param predictions as many
 * @throws RangeError when there is none, or not as many of both
 */
function plotConfusion(y, predictions, { title = "Confusion matrix" } = {}) {
    (0, show_1.showFigure)((0, confusion_1.confusionFigure)(y, predictions, title));
}
exports.plotConfusion = plotConfusion;
/**
 * Shows the images that the network gets wrong and is surest about, with what
 * it says, what they are, and the probabilities of both.
 *
 * @param X N×D, images in rows
 * @param y N class indices
 * @param options mean: what was subtracted from the images, D numbers
 * @throws RangeError when the rows are no square images
 */
function showMistakes(model, X, y, { mean, title = "Most confidently wrong" } = {}) {
    (0, show_1.showFigure)((0, mistakes_1.mistakesFigure)(model, X, y, mean, title));
}
exports.showMistakes = showMistakes;
