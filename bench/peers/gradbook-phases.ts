// Milliseconds of each phase of one step: the lines of `loss` and `step` in
// lib/mlp.ts, a clock between them. The median over one epoch's batches.

import {
  centredImages,
  gather,
  Matrix,
  relu,
  scatterAdd,
  selectRows,
  sigmoid,
  tidy,
} from "../../lib/matrix";
import { type Parameters, TwoLayerMLP } from "../../lib/mlp";
import type { Job } from "../job";
import { median } from "../statistics";
import { batches, meanImage, readDigits, readJob } from "./harness";

/** The lines of `step`; what is measured goes to the clock. */
export function step(
  params: Parameters,
  X: Matrix,
  y: number[],
  job: Pick<Job, "activation" | "reg" | "rate">,
  clock: (phase: "forward" | "backward" | "update") => void,
): { loss: number; grads: Parameters } {
  const { W1, b1, W2, b2 } = params;
  const N = X.rows;
  const result = tidy(() => {
    const h1 = (job.activation === "relu" ? relu : sigmoid)(X.mmul(W1).addRowVector(b1));
    const scores = h1.mmul(W2).addRowVector(b2);
    const shifted = scores.subColumnVector(scores.max("row"));
    const logProbs = shifted.subColumnVector(
      Matrix.columnVector(Matrix.exp(shifted).sum("row")).log(),
    );
    const dataLoss = -gather(logProbs, y).sum() / N;
    const loss = dataLoss + 0.5 * job.reg * (W1.norm() ** 2 + W2.norm() ** 2);
    clock("forward");

    const dScores = Matrix.exp(logProbs).div(N);
    scatterAdd(dScores, y, -1 / N);
    const dW2 = h1.transpose().mmul(dScores).add(Matrix.mul(W2, job.reg));
    const db2 = Matrix.rowVector(dScores.sum("column"));
    const dh1 = dScores.mmul(W2.transpose());
    const slope =
      job.activation === "relu" ? Matrix.sign(h1) : Matrix.mul(h1, h1.clone().neg().add(1));
    const dz1 = dh1.mul(slope);
    const dW1 = X.transpose().mmul(dz1).add(Matrix.mul(W1, job.reg));
    const db1 = Matrix.rowVector(dz1.sum("column"));
    return { loss, grads: { W1: dW1, b1: db1, W2: dW2, b2: db2 } };
  });
  clock("backward");
  for (const name of ["W1", "b1", "W2", "b2"] as const) {
    params[name].sub(Matrix.mul(result.grads[name], job.rate));
  }
  clock("update");
  return result;
}

function measure(job: Job): void {
  const { train } = readDigits(job);
  const X = centredImages(train.images, meanImage(train));
  const { params } = new TwoLayerMLP(784, job.hidden, 10, { activation: job.activation });
  let times = { forward: [], backward: [], update: [], rest: [] } as Record<string, number[]>;
  for (const epoch of batches(job)) {
    times = { forward: [], backward: [], update: [], rest: [] }; // the epochs before warm up
    for (const rows of epoch) {
      const start = performance.now();
      let last = start;
      let phases = 0;
      tidy(() => {
        const batch = selectRows(X, rows);
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
  const medians = Object.entries(times).map(([phase, values]) => [phase, median(values)]);
  console.log(JSON.stringify(Object.fromEntries(medians)));
}

if (require.main === module) measure(readJob());
