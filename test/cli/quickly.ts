import { TwoLayerMLP } from "../../lib/mlp";
import type { Mnist } from "../../lib/mnist";

/** A network that reads most digits, trained for a moment. */
export async function quickly({ XTrain, yTrain, XVal, yVal }: Mnist): Promise<TwoLayerMLP> {
  const model = new TwoLayerMLP(784, 16, 10, { activation: "relu" });
  await model.train(XTrain, yTrain, XVal, yVal, { numEpochs: 2, batchSize: 16 });
  return model;
}
