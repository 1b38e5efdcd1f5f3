"""The network in NumPy, float64, in the form its users write: in place where that is natural."""

import numpy as np


class TwoLayerMLP:
    def __init__(self, W1, W2, activation, reg):
        self.W1, self.W2 = W1, W2
        self.b1, self.b2 = np.zeros(W1.shape[1]), np.zeros(W2.shape[1])
        self.sigmoid = activation == "sigmoid"
        self.reg = reg

    def scores(self, X):
        z1 = X @ self.W1
        z1 += self.b1
        if self.sigmoid:
            # e^-z may overflow to infinity, whose reciprocal is the 0 that is meant.
            with np.errstate(over="ignore"):
                np.exp(np.negative(z1, out=z1), out=z1)
            z1 += 1
            h1 = np.reciprocal(z1, out=z1)
        else:
            h1 = np.maximum(z1, 0, out=z1)
        scores = h1 @ self.W2
        scores += self.b2
        return h1, scores

    def forward(self, X, y):
        h1, scores = self.scores(X)
        scores -= scores.max(axis=1, keepdims=True)
        probs = np.exp(scores)
        sums = probs.sum(axis=1, keepdims=True)
        probs /= sums
        data_loss = np.mean(np.log(sums[:, 0]) - scores[np.arange(len(y)), y])
        squares = np.vdot(self.W1, self.W1) + np.vdot(self.W2, self.W2)
        return data_loss + 0.5 * self.reg * squares, h1, probs

    def backward(self, X, y, h1, probs):
        d_scores = probs
        d_scores[np.arange(len(y)), y] -= 1
        d_scores /= len(y)
        dW2 = h1.T @ d_scores
        dW2 += self.reg * self.W2
        dz1 = d_scores @ self.W2.T
        dz1 *= h1 * (1 - h1) if self.sigmoid else h1 > 0
        dW1 = X.T @ dz1
        dW1 += self.reg * self.W1
        return dW1, dz1.sum(axis=0), dW2, d_scores.sum(axis=0)

    def update(self, grads, rate):
        for parameter, grad in zip((self.W1, self.b1, self.W2, self.b2), grads):
            parameter -= rate * grad

    def predict(self, X):
        return self.scores(X)[1].argmax(axis=1)


def train(job, X, y, X_val, y_val):
    from harness import batches, initial_weights, share

    model = TwoLayerMLP(*initial_weights(job), job["activation"], job["reg"])
    rate = job["rate"]
    losses, norms, train_accuracies, val_accuracies = [], [], [], []
    for epoch in batches(job):
        for batch in epoch:
            X_batch, y_batch = X[batch], y[batch]
            loss, h1, probs = model.forward(X_batch, y_batch)
            grads = model.backward(X_batch, y_batch, h1, probs)
            model.update(grads, rate)
            losses.append(float(loss))
            norms.append(float(np.linalg.norm(grads[0])))
        rate *= job["decay"]
        train_accuracies.append(share(model.predict(X[epoch[-1]]), y[epoch[-1]]))
        val_accuracies.append(share(model.predict(X_val), y_val))
    return model.predict, losses, val_accuracies


if __name__ == "__main__":
    from harness import run

    run(train)
