import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Matrix } from "ml-matrix";
import { confusionFigure } from "../../../lib/figures/confusion";
import { mistakesFigure, mostConfidentMistakes } from "../../../lib/figures/mistakes";
import { saturationFigure, unitSaturation } from "../../../lib/figures/saturation";

describe("confusion matrix", () => {
  const y = [0, 0, 0, 1, 1, 2];
  const predictions = [0, 1, 1, 1, 1, 0];

  test("are errors counted by true and predicted class, and the diagonal a number?", () => {
    const { data, layout } = confusionFigure(y, predictions, "T");
    assert.deepEqual(data[0].z, [
      [null, 2, 0],
      [0, null, 0],
      [1, 0, null],
    ]);
    assert.deepEqual(
      (layout.annotations as { text: string }[]).map(({ text }) => text),
      ["<b>1</b>", "<b>2</b>", "<b>0</b>"],
    );
    assert.equal((layout.title as { text: string }).text, "T: 3 of 6 right");
    assert.deepEqual((layout.yaxis as { ticktext: string[] }).ticktext, [
      "0 (33.3 %)",
      "1 (100.0 %)",
      "2 (0.0 %)",
    ]);
    assert.match(layout.meta.alt, /Most often: 0 taken for 1 2 times, 2 taken for 0 1 times\./);
  });

  test("is a matrix without errors one that says so, and none of nothing?", () => {
    assert.equal(
      confusionFigure([0, 1], [0, 1], "T").layout.meta.alt,
      "T: 2 of 2 right, 2 classes.",
    );
    assert.throws(() => confusionFigure([], []), /0 predictions and 0 labels/);
    assert.throws(() => confusionFigure([0, 1], [0]), /1 predictions and 2 labels/);
  });

  for (const [bad, said] of [
    [-1, "-1"],
    [100, "100"],
    [1_000_000, "1000000"],
    [2 ** 53, "9007199254740992"],
    [0.5, "0.5"],
    [Number.NaN, "NaN"],
    ["1", '"1"'],
    [1n, "1"],
    [undefined, "undefined"],
  ] as [never, string][]) {
    test(`is ${said} (${typeof bad}), which is no class, a RangeError that names it, at once?`, () => {
      const named = `[1] is ${said}, but a label must be an integer from 0 to 99`;
      const isNamed = (name: string) => (error: unknown) =>
        error instanceof RangeError && error.message === name + named;
      assert.throws(() => confusionFigure([0, 1], [0, bad]), isNamed("predictions"));
      assert.throws(() => confusionFigure([0, bad], [0, 1]), isNamed("y"));
    });
  }

  test("are 100 classes drawn, and labels in typed arrays?", () => {
    const { data } = confusionFigure(Uint8Array.of(0, 99), Int32Array.of(99, 99));
    assert.equal((data[0].z as number[][]).length, 100);
    assert.equal((data[0].z as number[][])[0][99], 1);
  });
});

describe("mistakes", () => {
  /** Scores that are the first C entries of a row: 4 pixels and 3 classes. */
  const model = { scores: (X: InstanceType<typeof Matrix>) => X.subMatrix(0, X.rows - 1, 0, 2) };
  const X = new Matrix([
    [9, 0, 0, 1], // right
    [5, 0, 1, 1], // is 2, says 0
    [0, 2, 0, 1], // is 0, says 1, less sure
    [0, 800, 0, 1], // is 2, says 1, sure beyond what exp can hold
  ]);
  const y = [0, 2, 0, 2];

  test("are the wrong ones listed, the surest first, with both probabilities?", () => {
    const mistakes = mostConfidentMistakes(model as never, X, y);
    assert.deepEqual(
      mistakes.map(({ row, label, predicted }) => [row, label, predicted]),
      [
        [3, 2, 1],
        [1, 2, 0],
        [2, 0, 1],
      ],
    );
    const sum = Math.exp(5) + 1 + Math.E;
    assert.ok(Math.abs(mistakes[1].probability - Math.exp(5) / sum) < 1e-12);
    assert.ok(Math.abs(mistakes[1].ofLabel - Math.E / sum) < 1e-12);
    assert.deepEqual([mistakes[0].probability, mistakes[0].ofLabel], [1, 0]);
    assert.equal(mostConfidentMistakes(model as never, X, y, 1).length, 1);
  });

  test("is each shown as an image, with what it is and what it is taken for?", () => {
    const { data, layout } = mistakesFigure(model as never, X, y);
    assert.equal(data.length, 3);
    const texts = (layout.annotations as { text: string }[]).map(({ text }) => text);
    assert.equal(texts[0], "says <b>1</b>: 100.0 %<br>is <b>2</b>: 0.0 %");
    assert.match(layout.meta.alt, /a 2 \(0\.0 %\) taken for 1 \(100\.0 %\), a 2 \(1\.8 %\)/);
  });

  test("does a network that gets all right make a figure that says so, and 5 pixels an error?", () => {
    const { data, layout } = mistakesFigure(model as never, X, [0, 0, 1, 1]);
    assert.equal(data.length, 0);
    assert.match(JSON.stringify(layout.annotations), /none of the predictions is wrong/);
    const five = new Matrix([[0, 1, 0, 0, 0]]);
    assert.throws(() => mistakesFigure(model as never, five, [0]), /a square image/);
  });
});

test("are labels that are no class, or too few, and a mean of another size refused?", () => {
  const model = { scores: (X: InstanceType<typeof Matrix>) => X };
  const X = new Matrix([
    [1, 0, 0, 0],
    [0, 1, 0, 0],
  ]);
  const make = (y: number[], mean?: number[]) => () => mistakesFigure(model as never, X, y, mean);
  assert.throws(
    make([0, 4]),
    /RangeError: y\[1\] is 4, but a label must be an integer from 0 to 3/,
  );
  assert.throws(make([0]), /RangeError: y has 1 labels, but must have 2/);
  assert.throws(make([0, 0], [1]), /RangeError: mean has 1 numbers, but must have 4/);
});

test("is a network whose scores are NaN refused, and its saturation a gap that is said?", () => {
  const broken = {
    params: { W1: new Matrix([[Number.NaN]]), b1: new Matrix([[0]]) },
    scores: () => new Matrix([[Number.NaN, 0]]),
  };
  const X = new Matrix([[1]]);
  assert.throws(
    () => mostConfidentMistakes(broken, X, [0]),
    /RangeError: the scores of row 0 are NaN, 0: no probabilities/,
  );
  for (const activation of ["sigmoid", "relu"] as const) {
    const saturation = unitSaturation(broken, X, activation);
    assert.deepEqual(saturation, { hidden: [Number.NaN], output: [Number.NaN, Number.NaN] });
    const { alt } = saturationFigure({ a: [saturation] }).layout.meta;
    assert.match(alt, /a is NaN at 0: 1 of 1 values not drawn/);
  }
});

describe("saturation", () => {
  const X = new Matrix([[1], [2]]);
  const network = (W1: number[], W2: number[][]) => ({
    params: { W1: new Matrix([W1]), b1: Matrix.zeros(1, W1.length) },
    scores: () => new Matrix(W2),
  });

  test("is a sigmoid unit saturated where 4 f'(z) is below 0.05: beyond |z| = 4.37?", () => {
    const scores = [
      [0, 0],
      [0, 0],
    ];
    const { hidden } = unitSaturation(network([0, 2, 3, -4.5], scores), X, "sigmoid");
    assert.deepEqual(hidden, [0, 0, 0.5, 1]); // z is W1 and 2 W1
  });

  test("is a ReLU unit one where it is off, and an output where p is near 0 or 1?", () => {
    const scores = [
      [0, 0, 0],
      [9, 0, 0],
    ];
    const { hidden, output } = unitSaturation(network([-1, 1, 0], scores), X, "relu");
    assert.deepEqual(hidden, [1, 0, 1]);
    assert.deepEqual(output, [0.5, 0.5, 0.5]);
  });

  test("are the means drawn from epoch 0 on, in a band of the middle four fifths?", () => {
    const units = Array.from({ length: 11 }, (_, i) => i / 10);
    const epoch = { hidden: units, output: units };
    const { data } = saturationFigure({ sigmoid: [epoch, epoch] });
    const [low, high, mean] = data.map(({ y }) => y);
    assert.deepEqual(
      [low, high, mean],
      [
        [0.1, 0.1],
        [0.9, 0.9],
        [0.5, 0.5],
      ],
    );
    assert.ok(data.every(({ x0 }) => x0 === 0));
    assert.throws(() => saturationFigure({ relu: [] }), /nothing to draw: the relu is empty/);
  });
});
