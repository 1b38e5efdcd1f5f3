// Figures, shown in the notebook.

import "./display/ahead";
import type { AbstractMatrix } from "ml-matrix";
import type { Labels } from "./checks";
import { showFigure } from "./display/show";
import { comparisonFigure } from "./figures/comparison";
import { confusionFigure } from "./figures/confusion";
import { mistakesFigure } from "./figures/mistakes";
import { accuracyPanel, gradMagnitudePanel, lossPanel, panelFigure } from "./figures/panels";
import { type Network, type Saturation, saturationFigure } from "./figures/saturation";
import { weightsFigure } from "./figures/weight-figure";
import type { TrainHistory } from "./training";

export { liveTraining } from "./display/live";
export { showFigure } from "./display/show";
export { type Saturation, unitSaturation } from "./figures/saturation";
export { visualizeGrid } from "./figures/weight-grid";

interface PlotOptions {
  title?: string;
}

/**
 * Shows the loss and the norm of the W1 gradient over the iterations, the
 * norm's axis from 0 to 1.
 *
 * @throws RangeError when the history is empty
 */
export function plotHistory(history: TrainHistory, { title = "Training" }: PlotOptions = {}): void {
  showFigure(panelFigure(title, [lossPanel(history), gradMagnitudePanel(history, [0, 1])]));
}

/**
 * Shows the norm of the W1 gradient and the loss over the iterations, both
 * axes from 0 to 100, and the accuracies over the epochs.
 *
 * @throws RangeError when the history is empty
 */
export function plotStats(history: TrainHistory, { title = "Training" }: PlotOptions = {}): void {
  const panels = [
    gradMagnitudePanel(history, [0, 100]),
    lossPanel(history, [0, 100]),
    accuracyPanel(history),
  ];
  showFigure(panelFigure(title, panels));
}

/**
 * Shows the first layer's weights, an image for each hidden unit, in a grid:
 * in greys, and on a scale of colours that all units share.
 *
 * @param model its inputs must be the pixels of a square image
 * @throws RangeError when they are not
 */
export function showNetWeights(
  model: { params: { W1: AbstractMatrix } },
  { title = "First-layer weights" }: PlotOptions = {},
): void {
  showFigure(weightsFigure(model.params.W1, title));
}

/**
 * Shows several trainings in one figure: gradient norm and loss, means of each
 * epoch on axes of powers of ten, and validation accuracy.
 *
 * @param histories by the names that the legend gives them
 * @throws RangeError when there is none, or one has not finished an epoch
 */
export function plotComparison(
  histories: Record<string, TrainHistory>,
  { title = "Comparison" }: PlotOptions = {},
): void {
  showFigure(comparisonFigure(histories, title));
}

/**
 * Shows how saturated the hidden and the output units are by epoch, what
 * `unitSaturation` gave before the training and after each epoch.
 *
 * @param trainings by the names that the legend gives them
 * @throws RangeError when there is nothing to draw
 */
export function plotSaturation(
  trainings: Record<string, Saturation[]>,
  { title = "Saturated units" }: PlotOptions = {},
): void {
  showFigure(saturationFigure(trainings, title));
}

/**
 * Shows which classes are taken for which.
 *
 * @param y N class indices, integers from 0 to 99
 * @param predictions as many
 * @throws RangeError when there is none, not as many of both, or one is no such index
 */
export function plotConfusion(
  y: Labels,
  predictions: Labels,
  { title = "Confusion matrix" }: PlotOptions = {},
): void {
  showFigure(confusionFigure(y, predictions, title));
}

/**
 * Shows the images that the network gets wrong and is surest about, with what
 * it says, what they are, and the probabilities of both.
 *
 * @param X N×D, images in rows
 * @param y N class indices
 * @param options mean: what was subtracted from the images, D numbers
 * @throws RangeError when the rows are no square images, there is not one label for
 *   each, a class index, or the mean is not D numbers
 */
export function showMistakes(
  model: Pick<Network, "scores">,
  X: AbstractMatrix,
  y: Labels,
  { mean, title = "Most confidently wrong" }: PlotOptions & { mean?: ArrayLike<number> } = {},
): void {
  showFigure(mistakesFigure(model, X, y, mean, title));
}
