"use strict";
// Ours: lib/mlp.ts, as a notebook or a script calls it.
Object.defineProperty(exports, "__esModule", { value: true });
const node_fs_1 = require("node:fs");
const node_path_1 = require("node:path");
const matrix_1 = require("../../lib/matrix");
const mlp_1 = require("../../lib/mlp");
const mnist_1 = require("../../lib/mnist");
const harness_1 = require("./harness");
/** With the split of the full set loadMnist, as in the notebook; else the rows the job names. */
function load(job) {
    if (job.train === 50000)
        return (0, mnist_1.loadMnist)({ dir: job.data });
    const { train, validation, test } = (0, harness_1.readDigits)(job);
    const mean = (0, harness_1.meanImage)(train);
    return {
        XTrain: (0, matrix_1.centredImages)(train.images, mean),
        yTrain: train.labels,
        XVal: (0, matrix_1.centredImages)(validation.images, mean),
        yVal: validation.labels,
        XTest: (0, matrix_1.centredImages)(test.images, mean),
        yTest: test.labels,
        mean,
    };
}
const packageJson = (0, node_path_1.join)(__dirname, "..", "..", "..", "..", "package.json");
(0, harness_1.run)(JSON.parse((0, node_fs_1.readFileSync)(packageJson, "utf8")).version, load, async (job, data) => {
    const model = new mlp_1.TwoLayerMLP(784, job.hidden, 10, { std: 0.1, activation: job.activation });
    const history = await model.train(data.XTrain, data.yTrain, data.XVal, data.yVal, {
        learningRate: job.rate,
        learningRateDecay: job.decay,
        reg: job.reg,
        numEpochs: job.epochs,
        batchSize: job.batch,
    });
    return {
        predict: () => model.predict(data.XTest),
        losses: history.lossHistory,
        validation: history.valAccHistory[job.epochs - 1],
    };
});
