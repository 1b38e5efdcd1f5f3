// The examples that a network gets wrong and is surest about.

import { type AbstractMatrix, Matrix } from "ml-matrix";
import { assertLabels, type Labels } from "../checks";
import { baseLayout, type Figure } from "./figure";
import { type Network, softmax } from "./saturation";
import { imageTrace, pngSource } from "./weight-figure";
import { visualizeGrid } from "./weight-grid";

/** A wrong prediction. */
export interface Mistake {
  /** The example's row in X. */
  row: number;
  /** Its class. */
  label: number;
  /** What the network says. */
  predicted: number;
  /** The softmax probability it gives to what it says, 0 to 1. */
  probability: number;
  /** The one it gives to the right class. */
  ofLabel: number;
}

const ACROSS = 6;

/**
 * The wrong predictions, the most confident first.
 *
 * @param X N×D
 * @param y N class indices
 * @param count at most so many
 * @throws RangeError when there is not one label for each row, a class index, or a score is NaN
 */
export function mostConfidentMistakes(
  model: Pick<Network, "scores">,
  X: AbstractMatrix,
  y: Labels,
  count = 12,
): Mistake[] {
  const scores = model.scores(X);
  assertLabels("y", y, X.rows, scores.columns);
  const mistakes = scores
    .to2DArray()
    .map((rowScores, row): Mistake => {
      const probs = softmax(rowScores);
      if (probs.some(Number.isNaN)) {
        throw new RangeError(
          `the scores of row ${row} are ${rowScores.join(", ")}: no probabilities`,
        );
      }
      const predicted = probs.indexOf(Math.max(...probs));
      const [probability, ofLabel] = [probs[predicted], probs[y[row]]];
      return { row, label: y[row], predicted, probability, ofLabel };
    })
    .filter(({ label, predicted }) => label !== predicted);
  return mistakes.sort((a, b) => b.probability - a.probability).slice(0, count);
}

/**
 * The most confidently wrong examples as images, each with what the network
 * takes it for and what it is, and the probabilities it gives to both.
 *
 * @param X N×D, the D inputs being the pixels of a square image
 * @param mean what was subtracted from every image; added again for showing
 * @throws RangeError when D is no square number, there is not one label for each
 *   row, a class index, or the mean is not D numbers
 */
export function mistakesFigure(
  model: Pick<Network, "scores">,
  X: AbstractMatrix,
  y: Labels,
  mean: ArrayLike<number> = new Float64Array(X.columns),
  title = "Most confidently wrong",
): Figure {
  if (mean.length !== X.columns) {
    throw new RangeError(
      `mean has ${mean.length} numbers, but must have ${X.columns}: one a pixel`,
    );
  }
  const mistakes = mostConfidentMistakes(model, X, y);
  const side = Math.sqrt(X.columns);
  const places = mistakes.map((_, i) => ({
    x: (i % ACROSS) * side * 1.35,
    y: Math.floor(i / ACROSS) * side * 1.6,
  }));
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const bare = { showticklabels: false, showgrid: false, zeroline: false, ticks: "" };
  const rows = Math.max(1, Math.ceil(mistakes.length / ACROSS));
  const said = mistakes.map(
    ({ label, predicted, probability, ofLabel }) =>
      `a ${label} (${percent(ofLabel)}) taken for ${predicted} (${percent(probability)})`,
  );
  const none = "none of the predictions is wrong";
  return {
    data: mistakes.map(({ row }, i) => {
      const image = X.getRow(row).map((value, pixel) => value + mean[pixel]);
      return imageTrace(pngSource(visualizeGrid(new Matrix([image]))), "", places[i]);
    }),
    layout: {
      ...baseLayout(title, 90 + 205 * rows),
      margin: { l: 10, r: 10, t: 60, b: 10 },
      xaxis: { ...bare, range: [-0.5 - 0.175 * side, ACROSS * 1.35 * side - 0.175 * side - 0.5] },
      yaxis: {
        ...bare,
        range: [rows * side * 1.6 - 1, -1],
        scaleanchor: "x",
        constrain: "domain",
      },
      annotations: mistakes.map(({ label, predicted, probability, ofLabel }, i) => ({
        x: places[i].x + side / 2,
        y: places[i].y + side,
        yanchor: "top",
        showarrow: false,
        text: `says <b>${predicted}</b>: ${percent(probability)}<br>is <b>${label}</b>: ${percent(ofLabel)}`,
      })),
      meta: { alt: `${title}: ${said.length > 0 ? said.join(", ") : none}.`, width: 900 },
      ...(mistakes.length === 0 && {
        annotations: [
          { text: none, showarrow: false, xref: "paper", yref: "paper", x: 0.5, y: 0.5 },
        ],
      }),
    },
  };
}
