// What somebody else's program does with the package. It is compiled and run
// under every module setting.
import {
  type Activation,
  accuracy,
  load,
  Matrix,
  RandomState,
  save,
  type TrainHistory,
  TwoLayerMLP,
} from "gradbook";

const activation: Activation = "sigmoid";
const model = new TwoLayerMLP(4, 10, 3, { std: 0.1, activation });
const X: Matrix = new RandomState(1).randn(5, 4).mul(10);
const y = [0, 1, 2, 2, 1];

// @ts-expect-error the types are there and strict: a label is a number
export const wrong = () => model.loss(X, ["0"]);

async function main(): Promise<void> {
  const options = { learningRate: 0.5, reg: 1e-5, numEpochs: 100, learningRateDecay: 0.95 };
  const history: TrainHistory = await model.train(X, y, X, y, options);
  const loss: number = history.lossHistory[99];
  save(model, "model.safetensors");
  const scores: Matrix = load("model.safetensors").model.scores(X);
  console.log(loss.toFixed(10), accuracy(model.predict(X), y), scores.rows, X instanceof Matrix);
}
main();
