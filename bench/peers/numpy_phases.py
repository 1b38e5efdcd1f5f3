"""Milliseconds of each phase of a step in NumPy: the median over one epoch's batches."""

import json
import sys
from time import perf_counter

import numpy as np
from harness import batches, initial_weights, load
from numpy_peer import TwoLayerMLP

job = json.loads(sys.argv[1])
X, y, *_ = load(job)
model = TwoLayerMLP(*initial_weights(job), job["activation"], job["reg"])
times = []
for epoch in batches(job):
    times = []  # the epochs before the last warm up
    for batch in epoch:
        t = [perf_counter()]
        X_batch, y_batch = X[batch], y[batch]
        t.append(perf_counter())
        loss, h1, probs = model.forward(X_batch, y_batch)
        t.append(perf_counter())
        grads = model.backward(X_batch, y_batch, h1, probs)
        t.append(perf_counter())
        model.update(grads, job["rate"])
        t.append(perf_counter())
        np.linalg.norm(grads[0])
        t.append(perf_counter())
        times.append(np.diff(t) * 1000)
select, forward, backward, update, norm = np.median(times, axis=0)
print(
    json.dumps(
        {"forward": forward, "backward": backward, "update": update, "rest": select + norm}
    )
)
