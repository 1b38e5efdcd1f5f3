// Figures and weight images, shown in the notebook.

import type { AbstractMatrix } from "ml-matrix";
import { display } from "./display";
import { accuracyPanel, type Figure, gradMagnitudePanel, lossPanel, panelFigure } from "./figures";
import type { TrainHistory, TwoLayerMLP } from "./mlp";
import { encodePng, visualizeGrid } from "./weight-grid";

export { visualizeGrid } from "./weight-grid";

interface PlotOptions {
  title?: string;
}

/**
 * Shows the loss and the norm of the W1 gradient over the iterations, the
 * norm's axis from 0 to 1.
 *
 * @throws RangeError when the history is empty or holds a value that is not finite
 */
export function plotHistory(history: TrainHistory, { title = "Training" }: PlotOptions = {}): void {
  showFigure(title, panelFigure(title, [lossPanel(history), gradMagnitudePanel(history, [0, 1])]));
}

/**
 * Shows the norm of the W1 gradient and the loss over the iterations, both
 * axes from 0 to 100, and the accuracies over the epochs.
 *
 * @throws RangeError when the history is empty or holds a value that is not finite
 */
export function plotStats(history: TrainHistory, { title = "Training" }: PlotOptions = {}): void {
  const panels = [
    gradMagnitudePanel(history, [0, 100]),
    lossPanel(history, [0, 100]),
    accuracyPanel(history),
  ];
  showFigure(title, panelFigure(title, panels));
}

/**
 * Shows the first layer's weights, an image for each hidden unit, in a grid.
 *
 * @param model its inputs must be the pixels of a square image
 * @throws RangeError when they are not
 */
export function showNetWeights(model: TwoLayerMLP): void {
  const images: AbstractMatrix = model.params.W1.transpose(); // H×D
  display({
    "image/png": Buffer.from(encodePng(visualizeGrid(images), 3)).toString("base64"),
    "text/plain": `First-layer weights of ${images.rows} hidden units as images`,
  });
}

function showFigure(title: string, figure: Figure): void {
  display({ "application/vnd.plotly.v1+json": figure, "text/plain": `Figure: ${title}` });
}
