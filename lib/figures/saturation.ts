// How many of each layer's units pass hardly any gradient on.

import type { AbstractMatrix } from "ml-matrix";
import { exp, selectRows, tidy } from "../matrix";
import { STYLES } from "./comparison";
import type { Line, Panel } from "./curves";
import type { Figure } from "./figure";
import { panelFigure } from "./panels";

/** A unit whose derivative is below this share of the greatest possible is saturated. */
const SATURATED = 0.05;
/** More examples would hardly change the shares, and take time after each epoch. */
const ENOUGH = 200;

/** The network as it is looked at here: its parameters, and the scores they give. */
export interface Network {
  /** Weights and biases. */
  params: {
    /** D×H */
    W1: AbstractMatrix;
    /** 1×H */
    b1: AbstractMatrix;
  };
  /** The class scores of N×D examples, N×C. */
  scores(X: AbstractMatrix): AbstractMatrix;
}

/** For each unit the share of examples on which it is saturated, 0 to 1; NaN of a broken one. */
export interface Saturation {
  /** H shares. */
  hidden: number[];
  /** C shares. */
  output: number[];
}

/**
 * How saturated each unit is: the share of examples on which its derivative is
 * below 5 % of the greatest it can be. A hidden unit's derivative is f'(z1),
 * h1 (1 - h1) for the sigmoid, 0 or 1 for ReLU; an output unit's is that of its
 * softmax probability by its own score, p (1 - p).
 *
 * @param model as it is now
 * @param X N×D, N at least 1; of more than 200 examples the first 200 are taken
 * @param activation f of the model's hidden layer
 *
 * @example
 * ```ts
 * import { RandomState, TwoLayerMLP, unitSaturation } from "gradbook";
 *
 * const model = new TwoLayerMLP(4, 10, 3);
 * const X = new RandomState(1).randn(5, 4);
 * console.log(unitSaturation(model, X, "sigmoid").output); // [ 0, 0, 0 ]
 * ```
 */
export function unitSaturation(
  model: Network,
  X: AbstractMatrix,
  activation: "sigmoid" | "relu",
): Saturation {
  return tidy(() => {
    const { W1, b1 } = model.params;
    const rows = Array.from({ length: Math.min(X.rows, ENOUGH) }, (_, n) => n);
    const sample = selectRows(X, rows);
    const z1 = sample.mmul(W1).addRowVector(b1); // N×H
    const scores = model.scores(sample).to2DArray(); // N×C
    const logistic = (z: number) => (1 / (1 + exp(-z))) * (1 / (1 + exp(z)));
    return {
      hidden: shares(z1.to2DArray(), (z) =>
        activation === "relu" ? z <= 0 : 4 * logistic(z) < SATURATED,
      ),
      output: shares(scores.map(softmax), (p) => 4 * p * (1 - p) < SATURATED),
    };
  });
}

/** The probabilities of one row of scores. */
export function softmax(scores: number[]): number[] {
  const greatest = Math.max(...scores);
  const exps = scores.map((score) => exp(score - greatest));
  const sum = exps.reduce((total, value) => total + value, 0);
  return exps.map((value) => value / sum);
}

/** The share of rows, for each column, that fulfil a condition; NaN where a value is NaN. */
function shares(rows: number[][], condition: (value: number) => boolean): number[] {
  return rows[0].map((_, column) => {
    if (rows.some((row) => Number.isNaN(row[column]))) return Number.NaN;
    return rows.filter((row) => condition(row[column])).length / rows.length;
  });
}

/**
 * The saturation of hidden and output units by epoch, of several trainings: the
 * mean of a layer's units as a curve, the middle four fifths of them shaded.
 *
 * @param trainings what `unitSaturation` gave before the training and after
 *   each epoch, by the names that the legend gives the trainings; up to four
 * @throws RangeError when there is nothing to draw
 */
export function saturationFigure(
  trainings: Record<string, Saturation[]>,
  title = "Saturated units",
): Figure {
  const panel = (layer: keyof Saturation, heading: string): Panel => ({
    title: heading,
    xTitle: "epoch",
    yTitle: "share of examples",
    yRange: [-0.02, 1.02],
    lines: Object.entries(trainings).map(([name, epochs], k): Line => {
      const sorted = epochs.map((epoch) => [...epoch[layer]].sort((a, b) => a - b));
      const quantile = (share: number) =>
        sorted.map((units) => units[Math.round(share * (units.length - 1))]);
      const means = sorted.map(
        (units) => units.reduce((sum, unit) => sum + unit, 0) / units.length,
      );
      const band = { low: quantile(0.1), high: quantile(0.9) };
      return { y: means, name, start: 0, band, ...STYLES[k % STYLES.length] };
    }),
  });
  return panelFigure(title, [
    panel("hidden", "Hidden units with a derivative near 0"),
    panel("output", "Output units with a probability near 0 or 1"),
  ]);
}
