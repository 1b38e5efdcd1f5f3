"""JAX, float32 as is its default: one compiled step, the gradient by autodiff."""

import jax
import jax.numpy as jnp
import numpy as np
from harness import batches, initial_weights, run, share


def train(job, X, y, X_val, y_val):
    W1, W2 = initial_weights(job, np.float32)
    params = {"W1": W1, "b1": np.zeros(W1.shape[1], np.float32)}
    params |= {"W2": W2, "b2": np.zeros(W2.shape[1], np.float32)}
    params = jax.tree.map(jnp.asarray, params)
    activation = jax.nn.sigmoid if job["activation"] == "sigmoid" else jax.nn.relu

    def scores(p, X):
        return activation(X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]

    def loss_of(p, X, y):
        log_probs = jax.nn.log_softmax(scores(p, X))
        squares = jnp.vdot(p["W1"], p["W1"]) + jnp.vdot(p["W2"], p["W2"])
        return -log_probs[jnp.arange(len(y)), y].mean() + 0.5 * job["reg"] * squares

    @jax.jit
    def step(p, X, y, rate):
        loss, grads = jax.value_and_grad(loss_of)(p, X, y)
        p = jax.tree.map(lambda parameter, grad: parameter - rate * grad, p, grads)
        return p, loss, jnp.linalg.norm(grads["W1"])

    best = jax.jit(lambda p, X: scores(p, X).argmax(axis=1))
    rate = job["rate"]
    losses, norms, train_accuracies, val_accuracies = [], [], [], []
    for epoch in batches(job):
        for batch in epoch:
            params, loss, norm = step(params, X[batch], y[batch], rate)
            losses.append(loss)
            norms.append(norm)
        rate *= job["decay"]
        train_accuracies.append(share(np.asarray(best(params, X[epoch[-1]])), y[epoch[-1]]))
        val_accuracies.append(share(np.asarray(best(params, X_val)), y_val))
    losses, norms = [float(loss) for loss in losses], [float(norm) for norm in norms]
    return lambda X: np.asarray(best(params, X)), losses, val_accuracies


run(train, np.float32, jax.__version__)
