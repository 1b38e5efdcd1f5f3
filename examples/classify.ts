// Classifies an image with weights that were trained in Python:
//   .venv/bin/python examples/train.py weights.safetensors
//   npx tsx examples/classify.ts weights.safetensors examples/digit.png

import { readFileSync } from "node:fs";
import { load, Matrix } from "gradbook";
import { PNG } from "pngjs";

const [weights, image] = process.argv.slice(2);

const { model, inputMean } = load(weights);
const { data } = PNG.sync.read(readFileSync(image)); // red, green, blue, alpha
const pixels = Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]);

const X = new Matrix([pixels]); // 1×784, a digit white (255) on black (0)
if (inputMean) X.subRowVector(Array.from(inputMean));
const scores = model.scores(X); // 1×10
const probs = scores.sub(scores.max()).exp(); // softmax, the largest score subtracted first
probs.div(probs.sum());

const [digit] = model.predict(X);
console.log(`${image} shows a ${digit} (probability ${probs.get(0, digit).toFixed(3)})`);
