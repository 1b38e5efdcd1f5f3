"""What the Python peers share: the job, the digits, and how a run is measured.

A peer is called with its job as JSON and prints what it measured as JSON.
"""

import gzip
import json
import os
import sys
import time

import numpy as np


def read_idx(folder, name, dimensions):
    path = os.path.join(folder, name)
    opener = open if os.path.exists(path) else gzip.open
    with opener(path if opener is open else path + ".gz", "rb") as file:
        return np.frombuffer(file.read(), np.uint8, offset=4 + 4 * dimensions)


def load(job, dtype=np.float64):
    """The first images to train on, the last to validate with, the training set's mean subtracted."""
    images = read_idx(job["data"], "train-images-idx3-ubyte", 3).reshape(-1, 784)
    labels = read_idx(job["data"], "train-labels-idx1-ubyte", 1).astype(np.int64)
    X = images[: job["train"]].astype(dtype)
    mean = X.mean(axis=0, dtype=np.float64).astype(dtype)
    X -= mean
    X_val = images[-job["validation"] :].astype(dtype)
    X_val -= mean
    X_test = read_idx(job["data"], "t10k-images-idx3-ubyte", 3).reshape(-1, 784).astype(dtype)
    X_test -= mean
    y_test = read_idx(job["data"], "t10k-labels-idx1-ubyte", 1).astype(np.int64)
    return X, labels[: job["train"]], X_val, labels[-job["validation"] :], X_test, y_test


def initial_weights(job, dtype=np.float64):
    random = np.random.RandomState(0)
    W1 = 0.1 * random.randn(784, job["hidden"])
    W2 = 0.1 * random.randn(job["hidden"], 10)
    return W1.astype(dtype), W2.astype(dtype)


def batches(job):
    """The batches of each epoch, in NumPy's permutations from seed 1."""
    random = np.random.RandomState(1)
    size = job["batch"]
    for _ in range(job["epochs"]):
        order = random.permutation(job["train"])
        yield [order[i * size : (i + 1) * size] for i in range(max(job["train"] // size, 1))]


def share(predictions, y):
    return float(np.mean(predictions == y))


def memory(field):
    """MB of this process, as Linux counts: VmRSS now, VmHWM at its peak."""
    try:
        with open("/proc/self/status") as status:
            line = next(line for line in status if line.startswith(field))
        return int(line.split()[1]) / 1024
    except (OSError, StopIteration):
        return None


def measured(task):
    """Runs task(), and gives its result with wall and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = task()
    return result, time.perf_counter() - wall, time.process_time() - cpu


def run(train, dtype=np.float64, version=np.__version__):
    """train(job, X, y, X_val, y_val) returns predict, losses and validation accuracies."""
    job = json.loads(sys.argv[1])
    started = memory("VmRSS")
    (X, y, X_val, y_val, X_test, y_test), load_wall, _ = measured(lambda: load(job, dtype))
    loaded = memory("VmRSS")
    (predict, losses, val_accuracies), wall, cpu = measured(lambda: train(job, X, y, X_val, y_val))
    answer = {
        "wall": wall,
        "cpu": cpu,
        "loadWall": load_wall,
        "validation": val_accuracies[-1],
        "test": share(predict(X_test), y_test),
        "losses": losses[: job.get("losses", 0)],
        "finalLoss": losses[-1],
        "memory": {"start": started, "data": loaded, "peak": memory("VmHWM")},
        "version": version,
    }
    answer["processCpu"] = time.process_time()
    print(json.dumps(answer))
