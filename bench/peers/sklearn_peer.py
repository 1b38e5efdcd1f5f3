"""scikit-learn's MLPClassifier on the same job: the same initial weights, rates and
regularization; its own order of the examples, and no gradient norms, which it does not give."""

import numpy as np
import sklearn
from harness import initial_weights, run, share
from sklearn.neural_network import MLPClassifier


class SeededMLP(MLPClassifier):
    """Starts from the weights it is given instead of its own draw."""

    def _init_coef(self, fan_in, fan_out, dtype):
        return self.first_weights.pop(0), np.zeros(fan_out)


def train(job, X, y, X_val, y_val):
    model = SeededMLP(
        (job["hidden"],),
        activation="logistic" if job["activation"] == "sigmoid" else "relu",
        solver="sgd",
        momentum=0,
        batch_size=job["batch"],
        learning_rate_init=job["rate"],
        # It divides the penalty by the size of the batch.
        alpha=job["reg"] * job["batch"],
        random_state=1,
    )
    model.first_weights = list(initial_weights(job))
    val_accuracies = []
    classes = np.arange(10)
    for _ in range(job["epochs"]):
        model.partial_fit(X, y, classes=classes)
        # A setting of the constructor has no place for a decay by epochs.
        model._optimizer.learning_rate *= job["decay"]
        val_accuracies.append(share(model.predict(X_val), y_val))
    return model.predict, [float(loss) for loss in model.loss_curve_], val_accuracies


run(train, version=sklearn.__version__)
