import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Matrix } from "ml-matrix";
import { checkGradient } from "../../lib/gradient-check";
import { centredImages } from "../../lib/matrix";
import {
  type Activation,
  accuracy,
  type TrainHistory,
  type TrainOptions,
  TwoLayerMLP,
} from "../../lib/mlp";
import { RandomState } from "../../lib/random";

const PARAMETERS = ["W1", "b1", "W2", "b2"] as const;
const y = [0, 1, 2, 2, 1];
const toyData = () => new RandomState(1).randn(5, 4).mul(10);
const toyModel = (activation: Activation) => new TwoLayerMLP(4, 10, 3, { std: 0.1, activation });

/** As many digits as the problem set holds its figures to. */
function assertTwelveDigits(actual: number, expected: number) {
  assert.ok(Math.abs(actual - expected) <= 5e-13 * Math.abs(expected), `${actual}, ${expected}`);
}

// What NumPy gives for the same weights and data.
const figures = {
  sigmoid: {
    loss: 1.1822479803941373,
    learningRate: 0.5,
    numEpochs: 100,
    final: 0.10926794610680679,
  },
  relu: { loss: 1.3037878913298206, learningRate: 0.1, numEpochs: 50, final: 0.0178562204869839 },
};

for (const activation of ["sigmoid", "relu"] as const) {
  describe(`the toy network with ${activation}`, () => {
    const { loss, learningRate, numEpochs, final } = figures[activation];

    test("is the loss NumPy's to 12 digits?", () => {
      assertTwelveDigits(toyModel(activation).loss(toyData(), y, 0.1).loss, loss);
    });

    for (const name of PARAMETERS) {
      test(`is the gradient at ${name} that of central differences?`, () => {
        const model = toyModel(activation);
        const X = toyData();
        const { grads } = model.loss(X, y, 0.1);
        const f = () => model.loss(X, y, 0.1).loss;
        const check = checkGradient(f, model.params[name], grads[name]);
        assert.ok(check.passed, JSON.stringify(check));
      });
    }

    test("is the final training loss NumPy's to 12 digits?", async () => {
      const X = toyData();
      const options = { learningRate, numEpochs, reg: 1e-5, learningRateDecay: 0.95 };
      const history = await toyModel(activation).train(X, y, X, y, options);
      assertTwelveDigits(history.lossHistory[numEpochs - 1], final);
      assert.equal(history.lossHistory.length, numEpochs);
      assert.equal(history.gradMagnitudeHistory.length, numEpochs);
      assert.equal(history.trainAccHistory.length, numEpochs);
      assert.equal(history.valAccHistory[numEpochs - 1], 1);
    });
  });
}

/** A network none of whose biases is zero, 3-4-2, and seven examples for it. */
function biased(activation: Activation) {
  const random = new RandomState(7);
  const model = new TwoLayerMLP(3, 4, 2, { std: 0.7, activation, random });
  model.params.b1.add(random.randn(1, 4));
  model.params.b2.add(random.randn(1, 2));
  return { model, X: random.randn(7, 3), y: [1, 0, 0, 1, 1, 0, 1] };
}

for (const activation of ["sigmoid", "relu"] as const) {
  describe(`a network with biases and ${activation}, in loops over numbers`, () => {
    const { model, X, y } = biased(activation);
    const { W1, b1, W2, b2 } = model.params;
    const rows = X.to2DArray();
    const sum = (count: number, term: (k: number) => number) =>
      Array.from({ length: count }, (_, k) => term(k)).reduce((total, value) => total + value, 0);
    const f = (z: number) => (activation === "relu" ? Math.max(0, z) : 1 / (1 + Math.exp(-z)));
    const h1 = rows.map((x) =>
      [0, 1, 2, 3].map((j) => f(sum(3, (k) => x[k] * W1.get(k, j)) + b1.get(0, j))),
    );
    const scores = h1.map((h) =>
      [0, 1].map((c) => sum(4, (j) => h[j] * W2.get(j, c)) + b2.get(0, c)),
    );
    const probs = scores.map((s) =>
      s.map((score) => Math.exp(score) / sum(2, (c) => Math.exp(s[c]))),
    );
    const close = (actual: number[][], expected: number[][]) => {
      for (const [i, row] of expected.entries())
        for (const [j, value] of row.entries()) assert.ok(Math.abs(actual[i][j] - value) < 1e-12);
    };

    test("are h1, scores and probs what the formulas give?", () => {
      const forward = model.forward(X);
      close(forward.h1.to2DArray(), h1);
      close(forward.scores.to2DArray(), scores);
      close(model.scores(X).to2DArray(), scores);
      close(model.crossEntropy(forward.scores, y, 0.3).probs.to2DArray(), probs);
    });

    test("is the loss the mean of -log p, and half of reg times the squared weights?", () => {
      const data = sum(7, (n) => -Math.log(probs[n][y[n]])) / 7;
      const squares = [W1, W2].map((W) =>
        sum(W.rows, (i) => sum(W.columns, (j) => W.get(i, j) ** 2)),
      );
      assert.ok(Math.abs(model.loss(X, y).loss - data) < 1e-12);
      const loss = data + 0.15 * (squares[0] + squares[1]);
      assert.ok(Math.abs(model.loss(X, y, 0.3).loss - loss) < 1e-12);
    });

    for (const name of PARAMETERS) {
      test(`is the gradient at ${name} that of central differences?`, () => {
        const { grads } = model.loss(X, y, 0.3);
        const check = checkGradient(
          () => model.loss(X, y, 0.3).loss,
          model.params[name],
          grads[name],
        );
        assert.ok(check.passed, JSON.stringify(check));
      });
    }
  });
}

test("is a training the updates that its options say, one after the other?", async () => {
  const { model, X, y } = biased("sigmoid");
  const { model: twin } = biased("sigmoid");
  const [XVal, yVal] = [X.subMatrix(0, 2, 0, 2), [1, 0, 1]];
  const options = {
    learningRate: 0.9,
    learningRateDecay: 0.6,
    reg: 0.02,
    numEpochs: 3,
    batchSize: 3,
  };
  const history = await model.train(X, y, XVal, yVal, options);

  const random = new RandomState(1);
  const expected: TrainHistory = {
    lossHistory: [],
    gradMagnitudeHistory: [],
    trainAccHistory: [],
    valAccHistory: [],
  };
  for (let epoch = 0; epoch < 3; epoch++) {
    const order = random.permutation(7);
    for (const rows of [order.slice(0, 3), order.slice(3, 6)]) {
      const [batch, labels] = [new Matrix(rows.map((n) => X.getRow(n))), rows.map((n) => y[n])];
      const { loss, grads } = twin.loss(batch, labels, 0.02);
      expected.lossHistory.push(loss);
      expected.gradMagnitudeHistory.push(Math.hypot(...grads.W1.to1DArray()));
      for (const name of PARAMETERS) twin.params[name].sub(grads[name].mul(0.9 * 0.6 ** epoch));
      if (rows[0] === order[0]) continue;
      expected.trainAccHistory.push(accuracy(twin.predict(batch), labels));
      expected.valAccHistory.push(accuracy(twin.predict(XVal), yVal));
    }
  }
  for (const name of Object.keys(expected) as (keyof TrainHistory)[]) {
    assert.equal(history[name].length, expected[name].length, name);
    for (const [i, value] of expected[name].entries()) {
      assert.ok(Math.abs(history[name][i] - value) < 1e-12, `${name}[${i}]`);
    }
  }
  for (const name of PARAMETERS) {
    assert.ok(Matrix.sub(model.params[name], twin.params[name]).norm() < 1e-12, name);
  }
});

test("does training without options take the defaults that are documented?", async () => {
  const random = new RandomState(3);
  const [X, labels] = [random.randn(401, 2), Array.from({ length: 401 }, (_, n) => n % 2)];
  const run = async (options?: TrainOptions) => {
    const model = new TwoLayerMLP(2, 3, 2);
    return [await model.train(X, labels, X, labels, options), model.params.W1.to1DArray()];
  };
  const documented = { learningRate: 1e-3, learningRateDecay: 0.95, reg: 1e-5, numEpochs: 10 };
  assert.deepEqual(await run(), await run({ ...documented, batchSize: 200 }));
});

test("does a network begin with a tenth of seed 0's normal numbers, W1 before W2, and no biases?", () => {
  const { params } = new TwoLayerMLP(2, 3, 2);
  const numbers = new RandomState(0).randn(1, 12).mul(0.1).to1DArray();
  assert.deepEqual([...params.W1.to1DArray(), ...params.W2.to1DArray()], numbers);
  assert.deepEqual(
    [params.b1, params.b2].map((b) => b.to2DArray()),
    [[[0, 0, 0]], [[0, 0]]],
  );
  assert.equal(new TwoLayerMLP(1, 1, 1).activation, "sigmoid");
});

test("does a training of no epochs change nothing, and still look at what it is given?", async () => {
  const [X, model] = [toyData(), toyModel("relu")];
  const none = { numEpochs: 0 };
  assert.deepEqual((await model.train(X, y, X, y, none)).lossHistory, []);
  assert.deepEqual(model.params.W1.to2DArray(), toyModel("relu").params.W1.to2DArray());
  await assert.rejects(model.train(X, [0, 1, 2, 3, 0], X, y, none), /y\[3\] is 3/);
  await assert.rejects(model.train(new Matrix(5, 3), y, X, y, none), /X is 5×3/);
  await assert.rejects(model.train(X, y, X, [0, 1, 2, 3, 0], none), /yVal\[3\] is 3/);
});

test("do scores a thousand apart and sums beyond exp's range stay finite?", () => {
  for (const activation of ["sigmoid", "relu"] as const) {
    const model = toyModel(activation);
    const X = toyData().mul(1e6);
    const { loss, grads } = model.loss(X, y, 0.1);
    assert.ok(Number.isFinite(loss));
    for (const name of PARAMETERS) assert.ok(grads[name].to1DArray().every(Number.isFinite));
  }
});

test("does loss leave X and the parameters as they were?", () => {
  const model = toyModel("relu");
  const X = toyData();
  model.loss(X, y, 0.1);
  assert.deepEqual(X.to2DArray(), toyData().to2DArray());
  const fresh = toyModel("relu");
  for (const name of PARAMETERS) {
    assert.deepEqual(model.params[name].to2DArray(), fresh.params[name].to2DArray());
  }
});

test("are predictions the classes of the largest scores?", () => {
  const model = toyModel("relu");
  const scores = model.scores(toyData()).to2DArray();
  const expected = scores.map((row) => row.indexOf(Math.max(...row)));
  assert.deepEqual(model.predict(toyData()), expected);
});

test("are many images predicted as one by one, whatever part of them they are in?", () => {
  const N = 2003;
  const bytes = Uint8Array.from({ length: 16 * N }, (_, i) => (i * i) % 251);
  const X = centredImages(bytes, new Float64Array(16).fill(100));
  const model = new TwoLayerMLP(16, 5, 7, { std: 1 });
  const rows = Array.from({ length: N }, (_, n) => n);
  const alone = rows.map((n) => model.predict(X.subMatrixRow([n]))[0]);
  assert.deepEqual(model.predict(X), alone);
  assert.ok(new Set(alone).size > 3);
});

test("is an epoch floor(N / batch) updates, and at least one?", async () => {
  const X = toyData();
  const run = async (batchSize: number) => {
    const history = await toyModel("relu").train(X, y, X, y, { numEpochs: 3, batchSize });
    return history.lossHistory.length / 3;
  };
  assert.deepEqual([await run(1), await run(2), await run(5), await run(200)], [5, 2, 1, 1]);
});

test("is the log of the course printed when verbose, and nothing otherwise?", async (t) => {
  const log = t.mock.method(console, "log", () => {});
  const X = toyData();
  const options = { learningRate: 0.5, numEpochs: 2 };
  await toyModel("sigmoid").train(X, y, X, y, options);
  assert.equal(log.mock.callCount(), 0);
  const history = await toyModel("sigmoid").train(X, y, X, y, { ...options, verbose: true });
  const loss = history.lossHistory[1].toFixed(6);
  assert.match(
    log.mock.calls[1].arguments[0],
    new RegExp(`^epoch 2 / 2: loss ${loss}, train_acc: 0\\.[0-9]{6}, val_acc: 0\\.[0-9]{6}$`),
  );
});

test("are the callbacks called for each iteration and each epoch, with what is recorded?", async () => {
  const X = toyData();
  const losses: number[] = [];
  const epochs: number[] = [];
  const history = await toyModel("relu").train(X, y, X, y, {
    numEpochs: 3,
    batchSize: 2,
    onIteration: ({ iteration, loss }) => {
      losses[iteration - 1] = loss;
    },
    onEpoch: ({ epoch, valAcc }) => {
      epochs[epoch - 1] = valAcc;
    },
  });
  assert.deepEqual(losses, history.lossHistory);
  assert.deepEqual(epochs, history.valAccHistory);
});

test("does an abort end the training and leave a usable network and history?", async () => {
  const X = toyData();
  const stop = new AbortController();
  const model = toyModel("relu");
  const history = await model.train(X, y, X, y, {
    numEpochs: 1000,
    signal: stop.signal,
    onEpoch: ({ epoch }) => {
      if (epoch === 7) stop.abort();
    },
  });
  assert.equal(history.lossHistory.length, 7);
  assert.equal(history.valAccHistory.length, 7);
  assert.equal(model.predict(X).length, 5);
});

test("does training give other work its turn?", async () => {
  const X = toyData();
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const [end, start] = [new AbortController(), performance.now()];
  const watch = () => {
    if (performance.now() > start + 300) end.abort();
    // Ends the training, and the timer, also where pauses, aborts or one hook are left out.
    assert.ok(performance.now() < start + 10_000, "it goes on after the abort");
  };
  try {
    const hooks = { onIteration: watch, onEpoch: watch };
    await toyModel("relu").train(X, y, X, y, { numEpochs: 1e9, signal: end.signal, ...hooks });
  } finally {
    clearInterval(timer);
  }
  assert.ok(turns >= 2);
});

describe("bad input", () => {
  const model = toyModel("relu");
  const X = toyData();
  const withEntry = (value: number) => X.clone().set(3, 2, value);
  const refused: [string, () => unknown, RegExp][] = [
    ["X of another width", () => model.scores(new Matrix(2, 3)), /X is 2×3, but must be N×4/],
    ["X without a row", () => model.predict(new Matrix(0, 4)), /X is 0×4: there is no example/],
    ["NaN in X", () => model.loss(withEntry(Number.NaN), y), /X\[3, 2\] is NaN/],
    ["Infinity in X", () => model.loss(withEntry(-1 / 0), y), /X\[3, 2\] is -Infinity/],
    [
      "an array for X",
      () => model.scores([[1, 2, 3, 4]] as never),
      /X is an array, but must be a Matrix/,
    ],
    ["too few labels", () => model.loss(X, [0, 1]), /y has 2 labels, but must have 5/],
    ["no labels", () => model.loss(X, undefined as never), /y has no labels, but must have 5/],
    ["a label of 3", () => model.loss(X, [0, 1, 2, 3, 0]), /y\[3\] is 3, .* from 0 to 2/],
    ["a label of -1", () => model.loss(X, [0, 1, -1, 0, 0]), /y\[2\] is -1/],
    ["a label of 0.5", () => model.loss(X, [0.5, 1, 1, 0, 0]), /y\[0\] is 0.5/],
    ["a label as text", () => model.loss(X, ["1", 1, 1, 0, 0] as never), /y\[0\] is "1"/],
    ["a label of NaN", () => model.loss(X, [1, Number.NaN, 1, 0, 0]), /y\[1\] is NaN/],
    ["a negative reg", () => model.loss(X, y, -1), /reg is -1/],
    ["an unknown activation", () => toyModel("tanh" as never), /activation is tanh/],
    ["an inherited name as activation", () => toyModel("toString" as never), /activation is/],
    ["no hidden unit", () => new TwoLayerMLP(4, 0, 3), /hiddenSize is 0/],
    ["an infinite std", () => new TwoLayerMLP(4, 1, 3, { std: 1 / 0 }), /std is Infinity/],
    ["no predictions", () => accuracy([], []), /at least one/],
  ];
  for (const [what, call, message] of refused) {
    test(`is ${what} refused with what it should be?`, () => {
      assert.throws(call, message);
    });
  }

  const options: [object, RegExp][] = [
    [{ learningRate: -1 }, /learningRate is -1/],
    [{ learningRate: Number.NaN }, /learningRate is NaN/],
    [{ learningRateDecay: 1 / 0 }, /learningRateDecay is Infinity/],
    [{ reg: -0.5 }, /reg is -0.5/],
    [{ batchSize: 0 }, /batchSize is 0/],
    [{ batchSize: 1.5 }, /batchSize is 1.5/],
    [{ numEpochs: -1 }, /numEpochs is -1/],
  ];
  for (const [option, message] of options) {
    test(`does train refuse ${Object.entries(option)}?`, async () => {
      await assert.rejects(model.train(X, y, X, y, option), message);
    });
  }

  test("does train name the validation set when that is wrong?", async () => {
    await assert.rejects(model.train(X, y, new Matrix(2, 5), [0, 1]), /XVal is 2×5/);
    await assert.rejects(model.train(X, y, X, [0]), /yVal has 1 labels/);
  });
});

test("does a network train beside what a program has given to all objects?", async () => {
  const everything = Object.prototype as { mine?: unknown };
  everything.mine = () => "mine";
  try {
    const history = await toyModel("relu").train(toyData(), y, toyData(), y, { numEpochs: 1 });
    assert.equal(history.lossHistory.length, 1);
  } finally {
    delete everything.mine;
  }
});
