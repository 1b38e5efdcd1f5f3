"use strict";
// Milliseconds of each phase of one step: the lines of `loss` and `step` in
// lib/mlp.ts, a clock between them. The median over one epoch's batches.
Object.defineProperty(exports, "__esModule", { value: true });
exports.step = void 0;
const matrix_1 = require("../../lib/matrix");
const mlp_1 = require("../../lib/mlp");
const statistics_1 = require("../statistics");
const harness_1 = require("./harness");
/** The lines of `step`; what is measured goes to the clock. */
function step(params, X, y, job, clock) {
    const { W1, b1, W2, b2 } = params;
    const N = X.rows;
    const result = (0, matrix_1.tidy)(() => {
        const h1 = (job.activation === "relu" ? matrix_1.relu : matrix_1.sigmoid)(X.mmul(W1).addRowVector(b1));
        const scores = h1.mmul(W2).addRowVector(b2);
        const shifted = scores.subColumnVector(scores.max("row"));
        const logProbs = shifted.subColumnVector(matrix_1.Matrix.exp(shifted).sum("row").map(Math.log));
        let dataLoss = 0;
        for (let n = 0; n < N; n++)
            dataLoss -= logProbs.get(n, y[n]) / N;
        const loss = dataLoss + 0.5 * job.reg * (W1.norm() ** 2 + W2.norm() ** 2);
        clock("forward");
        const dScores = matrix_1.Matrix.exp(logProbs).div(N);
        for (let n = 0; n < N; n++)
            dScores.set(n, y[n], dScores.get(n, y[n]) - 1 / N);
        const dW2 = h1.transpose().mmul(dScores).add(matrix_1.Matrix.mul(W2, job.reg));
        const db2 = matrix_1.Matrix.rowVector(dScores.sum("column"));
        const dh1 = dScores.mmul(W2.transpose());
        const slope = job.activation === "relu" ? matrix_1.Matrix.sign(h1) : matrix_1.Matrix.mul(h1, h1.clone().neg().add(1));
        const dz1 = dh1.mul(slope);
        const dW1 = X.transpose().mmul(dz1).add(matrix_1.Matrix.mul(W1, job.reg));
        const db1 = matrix_1.Matrix.rowVector(dz1.sum("column"));
        return { loss, grads: { W1: dW1, b1: db1, W2: dW2, b2: db2 } };
    });
    clock("backward");
    for (const name of ["W1", "b1", "W2", "b2"]) {
        params[name].sub(matrix_1.Matrix.mul(result.grads[name], job.rate));
    }
    clock("update");
    return result;
}
exports.step = step;
function measure(job) {
    const { train } = (0, harness_1.readDigits)(job);
    const X = (0, matrix_1.centredImages)(train.images, (0, harness_1.meanImage)(train));
    const { params } = new mlp_1.TwoLayerMLP(784, job.hidden, 10, { activation: job.activation });
    let times = { forward: [], backward: [], update: [], rest: [] };
    for (const epoch of (0, harness_1.batches)(job)) {
        times = { forward: [], backward: [], update: [], rest: [] }; // the epochs before warm up
        for (const rows of epoch) {
            const start = performance.now();
            let last = start;
            let phases = 0;
            (0, matrix_1.tidy)(() => {
                const batch = (0, matrix_1.selectRows)(X, rows);
                const y = rows.map((n) => train.labels[n]);
                last = performance.now();
                const { grads } = step(params, batch, y, job, (phase) => {
                    const now = performance.now();
                    times[phase].push(now - last);
                    phases += now - last;
                    last = now;
                });
                grads.W1.norm();
            });
            times.rest.push(performance.now() - start - phases);
        }
    }
    const medians = Object.entries(times).map(([phase, values]) => [phase, (0, statistics_1.median)(values)]);
    console.log(JSON.stringify(Object.fromEntries(medians)));
}
if (require.main === module)
    measure((0, harness_1.readJob)());
