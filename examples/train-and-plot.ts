// Trains the network on MNIST, and draws its history into a self-contained page:
//   npx tsx examples/train-and-plot.ts history.html 5

import { writeFileSync } from "node:fs";
import {
  accuracyPanel,
  loadMnist,
  lossPanel,
  panelFigure,
  plotlySource,
  TwoLayerMLP,
} from "gradbook";

const [file = "history.html", epochs = "5"] = process.argv.slice(2);

async function main() {
  const { XTrain, yTrain, XVal, yVal } = loadMnist();
  const model = new TwoLayerMLP(784, 64, 10, { activation: "relu" });
  const history = await model.train(XTrain, yTrain, XVal, yVal, {
    learningRate: 1e-3,
    reg: 0.5,
    numEpochs: Number(epochs),
    batchSize: Math.floor(XTrain.rows / 500),
    verbose: true,
  });
  const panels = [lossPanel(history, [0, 100]), accuracyPanel(history)];
  const { data, layout } = panelFigure("ReLU network on MNIST", panels);
  const page = `<!doctype html>
<meta charset="utf-8">
<title>Training</title>
<div id="figure"></div>
<script>${plotlySource()}</script>
<script>Plotly.newPlot("figure", ${JSON.stringify(data)}, ${JSON.stringify(layout)});</script>
`;
  writeFileSync(file, page);
  console.log(`Wrote ${file}`);
}

main();
