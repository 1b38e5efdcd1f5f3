// Gradients from the definition alone, to hold the derived ones against.

import type { AbstractMatrix } from "ml-matrix";
import { shapeOf } from "./checks";
import { Matrix } from "./matrix";

/** The step of the central differences, in the units of the parameter. */
const STEP = 1e-5;

/**
 * The gradient of f at a parameter by central differences,
 * (f(x + h) - f(x - h)) / (2h) for one entry x at a time.
 *
 * @param f reads the parameter and returns a number; called twice an entry
 * @param parameter any matrix; its entries are changed one at a time and put
 *   back, also when f throws
 * @param h step, in the units of the parameter
 * @returns a matrix of the parameter's shape
 *
 * @example
 * ```ts
 * import { Matrix, numericalGradient, relativeError } from "gradbook";
 *
 * const x = new Matrix([[1, -2, 3]]);
 * const squares = () => x.dot(x);
 * const error = relativeError(numericalGradient(squares, x), Matrix.mul(x, 2));
 * console.log(error < 1e-9); // true
 * ```
 */
export function numericalGradient(f: () => number, parameter: AbstractMatrix, h = STEP): Matrix {
  const gradient = new Matrix(parameter.rows, parameter.columns);
  for (let i = 0; i < parameter.rows; i++) {
    for (let j = 0; j < parameter.columns; j++) {
      const x = parameter.get(i, j);
      try {
        parameter.set(i, j, x + h);
        const above = f();
        parameter.set(i, j, x - h);
        const below = f();
        gradient.set(i, j, (above - below) / (2 * h));
      } finally {
        parameter.set(i, j, x);
      }
    }
  }
  return gradient;
}

/**
 * The largest relative error between two matrices of one shape:
 * max |a - b| / max(1e-8, |a| + |b|), 0 where there is no entry. NaN where either
 * holds a NaN, so that a comparison with a tolerance fails.
 *
 * @throws RangeError when the shapes differ
 */
export function relativeError(a: AbstractMatrix, b: AbstractMatrix): number {
  assertOneShape("relativeError", a, b);
  return largest(a, b, (x, y) => Math.abs(x - y) / Math.max(1e-8, Math.abs(x) + Math.abs(y)));
}

/** How well a derived gradient agrees with central differences. */
export interface GradientCheck {
  /** As `relativeError` gives it. */
  relativeError: number;
  /** Largest |a - b|. */
  absoluteError: number;
  /** What rounding f to a double may add to an entry of the central difference. */
  rounding: number;
  /** Every entry agrees to the tolerance, or to rounding where that is larger. */
  passed: boolean;
}

/**
 * Holds a derived gradient against central differences.
 *
 * f is known to about eps |f| only, so its central difference is off by up to
 * eps |f| / h, whatever the gradient is: an entry that is tiny beside f has a
 * large relative error though the formula is right. Each entry therefore
 * passes when |a - b| <= tolerance * max(1e-8, |a| + |b|) + eps |f| / h.
 *
 * @param f as for `numericalGradient`
 * @param parameter as for `numericalGradient`
 * @param gradient the derived gradient, of the parameter's shape
 * @throws RangeError when the shapes differ
 *
 * @example
 * ```ts
 * import { checkGradient, RandomState, TwoLayerMLP } from "gradbook";
 *
 * const model = new TwoLayerMLP(4, 10, 3);
 * const X = new RandomState(1).randn(5, 4);
 * const y = [0, 1, 2, 2, 1];
 * const { grads } = model.loss(X, y);
 * const f = () => model.loss(X, y).loss;
 * console.log(checkGradient(f, model.params.W1, grads.W1).passed); // true
 * ```
 */
export function checkGradient(
  f: () => number,
  parameter: AbstractMatrix,
  gradient: AbstractMatrix,
  tolerance = 1e-8,
): GradientCheck {
  assertOneShape("checkGradient", parameter, gradient);
  const numeric = numericalGradient(f, parameter);
  const rounding = (Number.EPSILON * Math.abs(f())) / STEP;
  const excess = largest(numeric, gradient, (x, y) => {
    const allowed = tolerance * Math.max(1e-8, Math.abs(x) + Math.abs(y)) + rounding;
    return Math.max(0, Math.abs(x - y) - allowed);
  });
  return {
    relativeError: relativeError(numeric, gradient),
    absoluteError: largest(numeric, gradient, (x, y) => Math.abs(x - y)),
    rounding,
    passed: excess === 0,
  };
}

/** The largest of measure(a_ij, b_ij), none of which is negative; NaN if one is, 0 of none. */
function largest(
  a: AbstractMatrix,
  b: AbstractMatrix,
  measure: (x: number, y: number) => number,
): number {
  let result = 0;
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) {
      result = Math.max(result, measure(a.get(i, j), b.get(i, j)));
    }
  }
  return result;
}

function assertOneShape(name: string, a: AbstractMatrix, b: AbstractMatrix): void {
  if (a.rows !== b.rows || a.columns !== b.columns) {
    throw new RangeError(
      `${name}: the matrices are ${shapeOf(a)} and ${shapeOf(b)}, but must be of one shape`,
    );
  }
}

/**
 * Prints how well a derived gradient agrees with central differences.
 *
 * @param name what the gradient is called in the output
 * @param f as for `checkGradient`, like the others
 * @throws Error when they do not agree
 */
export function assertGradient(
  name: string,
  f: () => number,
  parameter: AbstractMatrix,
  gradient: AbstractMatrix,
  tolerance = 1e-8,
): void {
  const check = checkGradient(f, parameter, gradient, tolerance);
  const digits = (error: number) => error.toExponential(0);
  const errors = `relative error ${digits(check.relativeError)}, largest difference ${digits(check.absoluteError)}`;
  if (!check.passed) {
    throw new Error(
      `${name} is not the gradient that central differences give: ${errors}, ` +
        `but at most ${digits(tolerance)} relative is right (or ${digits(check.rounding)}, the rounding of f)`,
    );
  }
  console.log(`${name}: ${errors}: passed`);
}
