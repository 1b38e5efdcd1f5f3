// Which learning rate is best, and is the difference larger than what the
// initial weights make? Each rate is tried from three seeds:
//   npx tsx examples/compare-learning-rates.ts 3

import { accuracy, loadMnist, RandomState, TwoLayerMLP } from "gradbook";

const numEpochs = Number(process.argv[2] ?? "3");
const rates = [1e-4, 3e-4, 1e-3, 3e-3];
const seeds = [0, 1, 2];

async function main() {
  const { XTrain, yTrain, XVal, yVal } = loadMnist();
  const batchSize = Math.floor(XTrain.rows / 500);
  const table = [];
  for (const learningRate of rates) {
    const shares = [];
    for (const seed of seeds) {
      const random = new RandomState(seed);
      const model = new TwoLayerMLP(784, 32, 10, { activation: "relu", random });
      const options = { learningRate, reg: 0.5, numEpochs, batchSize };
      await model.train(XTrain, yTrain, XVal, yVal, options);
      shares.push(accuracy(model.predict(XVal), yVal));
    }
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    table.push({
      "learning rate": learningRate,
      "validation accuracy": Number(mean.toFixed(4)),
      lowest: Math.min(...shares),
      highest: Math.max(...shares),
    });
  }
  console.table(table);
}

main();
