# %% [markdown]
# The Python twin of notebook 2: the same checks, trainings and pictures with
# NumPy, scikit-learn's loader and matplotlib; of the view of a training, only
# what it shows in the end.
# %%
import matplotlib.pyplot as plt
import numpy as np
from numpy_peer import TwoLayerMLP
from sklearn.datasets import fetch_openml

# %%
D, H, C = 4, 10, 3
np.random.seed(1)
X = 10 * np.random.randn(5, D)
y = np.array([0, 1, 2, 2, 1])
reg = 0.1
print(X[0])


# %%
def make(D, H, C, activation, reg):
    np.random.seed(0)
    return TwoLayerMLP(0.1 * np.random.randn(D, H), 0.1 * np.random.randn(H, C), activation, reg)


def loss_and_grads(model, X, y):
    loss, h1, probs = model.forward(X, y)
    return loss, model.backward(X, y, h1, probs)


sigmoid_net = make(D, H, C, "sigmoid", reg)
loss, grads = loss_and_grads(sigmoid_net, X, y)
print(f"loss {loss:.12f}, difference {abs(loss - 1.182248):.1e}")
assert abs(loss - 1.182248) < 1e-6


# %%
def check_gradients(model, grads):
    for name, grad in zip(("W1", "b1", "W2", "b2"), grads):
        parameter, numeric = getattr(model, name), np.zeros_like(grad)
        for index in np.ndindex(parameter.shape):
            value = parameter[index]
            parameter[index] = value + 1e-5
            above = model.forward(X, y)[0]
            parameter[index] = value - 1e-5
            below = model.forward(X, y)[0]
            parameter[index] = value
            numeric[index] = (above - below) / 2e-5
        difference = np.max(np.abs(grad - numeric))
        error = np.max(np.abs(grad - numeric) / np.maximum(1e-8, np.abs(grad) + np.abs(numeric)))
        print(f"{name}: relative error {error:.0e}, largest difference {difference:.0e}")
        assert error < 1e-8 or difference < 1e-9


check_gradients(sigmoid_net, grads)


# %%
def train(model, X, y, X_val, y_val, rate, epochs, batch_size, verbose=False, on_epoch=None):
    history = {"loss": [], "norm": [], "train": [], "val": []}
    np.random.seed(1)
    for epoch in range(epochs):
        order = np.random.permutation(len(X))
        for i in range(max(len(X) // batch_size, 1)):
            batch = order[i * batch_size : (i + 1) * batch_size]
            loss, grads = loss_and_grads(model, X[batch], y[batch])
            model.update(grads, rate)
            history["loss"].append(loss)
            history["norm"].append(np.linalg.norm(grads[0]))
        rate *= 0.95
        history["train"].append(np.mean(model.predict(X[batch]) == y[batch]))
        history["val"].append(np.mean(model.predict(X_val) == y_val))
        if verbose:
            print(
                f"epoch {epoch + 1} / {epochs}: loss {loss:.6f}, "
                f"train_acc: {history['train'][-1]:.6f}, val_acc: {history['val'][-1]:.6f}"
            )
        if on_epoch:
            on_epoch()
    return history


sigmoid_net.reg = 1e-5
sigmoid_history = train(sigmoid_net, X, y, X, y, 0.5, 100, 5)
print(f"final loss {sigmoid_history['loss'][-1]:.12f}")
assert abs(sigmoid_history["loss"][-1] - 0.109267946107) < 1e-11


# %%
def plot_history(history, title):
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    left.plot(history["norm"])
    left.set(xlabel="iteration", ylabel="norm of the gradient at W1", ylim=(0, 1))
    right.plot(history["loss"])
    right.set(xlabel="iteration", ylabel="loss")
    figure.suptitle(title)
    plt.show()


plot_history(sigmoid_history, "Toy data, sigmoid")
# %%
relu_net = make(D, H, C, "relu", reg)
loss, grads = loss_and_grads(relu_net, X, y)
print(f"loss {loss:.12f}")
assert abs(loss - 1.30378789133) < 1e-11
check_gradients(relu_net, grads)
# %%
relu_net.reg = 1e-5
relu_history = train(relu_net, X, y, X, y, 0.1, 50, 5)
print(f"final loss {relu_history['loss'][-1]:.12f}")
assert abs(relu_history["loss"][-1] - 0.017856220487) < 1e-11
# %%
plot_history(relu_history, "Toy data, ReLU")
# %%
# scikit-learn's loader, as for mnist_784 once it has been downloaded: the
# folder that SCIKIT_LEARN_DATA names holds these digits in its place.
images, labels = fetch_openml(data_id=554, return_X_y=True, as_frame=False)
images, labels = images.astype(np.float64), labels.astype(np.int64)
X_train, y_train = images[:8000], labels[:8000]
X_val, y_val = images[8000:9000], labels[8000:9000]
X_test, y_test = images[9000:], labels[9000:]
mean = X_train.mean(axis=0)
X_train, X_val, X_test = X_train - mean, X_val - mean, X_test - mean
print(X_train.shape, X_val.shape, X_test.shape)


# %%
def softmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def unit_saturation(model, X):
    """For each unit the share of examples on which its derivative is below 5 % of the greatest."""
    h1, scores = model.scores(X)
    p = softmax(scores)
    hidden = h1 * (1 - h1) < 0.05 / 4 if model.sigmoid else h1 <= 0
    return hidden.mean(axis=0), (p * (1 - p) < 0.05 / 4).mean(axis=0)


# %%
def tiles_of(images, scale):
    """H images in a grid, three pixels apart."""
    across = int(np.ceil(np.sqrt(len(images))))
    side = int(np.sqrt(images.shape[1]))
    tiles = scale(images).reshape(across, across, side, side)
    grid = np.pad(tiles, ((0, 0), (0, 0), (0, 3), (0, 3)), constant_values=np.nan)
    return grid.transpose(0, 2, 1, 3).reshape(2 * (across * (side + 3),))


def own_scale(images):
    least, most = images.min(axis=1, keepdims=True), images.max(axis=1, keepdims=True)
    return (images - least) / (most - least)


def show_colours(axes, W1):
    limit = 3 * np.sqrt(np.mean(W1**2))
    shown = axes.imshow(tiles_of(W1.T, np.copy), cmap="PuOr_r", vmin=-limit, vmax=limit)
    axes.axis("off")
    return shown


def plot_panels(axes, history, limit):
    norm, loss, share = axes
    norm.plot(history["norm"])
    norm.set(xlabel="iteration", ylabel="norm of the gradient at W1", ylim=(0, limit))
    loss.plot(history["loss"])
    loss.set(xlabel="iteration", ylabel="loss", ylim=(0, limit))
    for name in ("train", "val"):
        share.plot(range(1, len(history[name]) + 1), history[name], label=name)
    share.set(xlabel="epoch", ylabel="accuracy")
    share.legend()


def show_training(model, history, title):
    figure, axes = plt.subplots(1, 4, figsize=(16, 4))
    plot_panels(axes[:3], history, None)
    show_colours(axes[3], model.W1)
    figure.suptitle(title)
    plt.show()


# %%
def train_on_mnist(activation):
    model = make(784, 64, 10, activation, 0.5)
    saturation = [unit_saturation(model, X_val[:200])]
    history = train(
        model,
        X_train,
        y_train,
        X_val,
        y_val,
        1e-3,
        20,
        16,
        verbose=True,
        on_epoch=lambda: saturation.append(unit_saturation(model, X_val[:200])),
    )
    show_training(model, history, f"MNIST, {activation}")
    sets = {"train": (X_train, y_train), "validation": (X_val, y_val), "test": (X_test, y_test)}
    result = {k: float(np.mean(model.predict(A) == b)) for k, (A, b) in sets.items()}
    return model, history, saturation, result


# %%
sigmoid_mnist, sigmoid_stats, sigmoid_saturation, sigmoid_result = train_on_mnist("sigmoid")
sigmoid_result


# %%
def plot_stats(history, title):
    figure, axes = plt.subplots(1, 3, figsize=(15, 4))
    plot_panels(axes, history, 100)
    figure.suptitle(title)
    plt.show()


plot_stats(sigmoid_stats, "MNIST, sigmoid")


# %%
def show_weights(model):
    figure, (own, common) = plt.subplots(1, 2, figsize=(14, 7))
    own.imshow(tiles_of(model.W1.T, own_scale), cmap="gray")
    own.axis("off")
    figure.colorbar(show_colours(common, model.W1), ax=common)
    plt.show()


show_weights(sigmoid_mnist)
# %%
relu_mnist, relu_stats, relu_saturation, relu_result = train_on_mnist("relu")
relu_result
# %%
plot_stats(relu_stats, "MNIST, ReLU")
# %%
show_weights(relu_mnist)
# %%
figure, axes = plt.subplots(1, 3, figsize=(15, 4))
for name, history in (("sigmoid", sigmoid_stats), ("ReLU", relu_stats)):
    means = [np.reshape(history[what], (20, -1)).mean(axis=1) for what in ("norm", "loss")]
    for axis, values in zip(axes, (*means, history["val"])):
        axis.plot(range(1, 21), values, label=name)
for axis, title in zip(axes, ("norm of the gradient at W1", "loss", "validation accuracy")):
    axis.set(xlabel="epoch", ylabel=title)
axes[0].set_yscale("log")
axes[1].set_yscale("log")
axes[2].legend()
figure.suptitle("MNIST, both networks")
plt.show()
# %%
figure, axes = plt.subplots(1, 2, figsize=(12, 4))
for name, saturation in (("sigmoid", sigmoid_saturation), ("ReLU", relu_saturation)):
    for axis, layer, title in zip(axes, zip(*saturation), ("hidden units", "output units")):
        shares = np.array(layer)
        low, high = np.quantile(shares, (0.1, 0.9), axis=1)
        axis.fill_between(range(21), low, high, alpha=0.2)
        axis.plot(range(21), shares.mean(axis=1), label=name)
        axis.set(xlabel="epoch", ylabel="share of images", ylim=(0, 1), title=title)
axes[0].legend()
plt.show()
# %%
predicted = relu_mnist.predict(X_test)
counts = np.zeros((10, 10), dtype=int)
np.add.at(counts, (y_test, predicted), 1)
figure, axis = plt.subplots(figsize=(7, 7))
errors = np.where(np.eye(10, dtype=bool), 0, counts)
figure.colorbar(axis.imshow(errors, cmap="Blues"), ax=axis)
for i, j in np.ndindex(counts.shape):
    if counts[i, j]:
        axis.text(j, i, str(counts[i, j]), ha="center", va="center")
axis.set(xticks=range(10), yticks=range(10), xlabel="predicted", ylabel="is")
axis.set_title(f"Test digits, ReLU: {np.trace(counts)} of {len(y_test)} right")
plt.show()
# %%
probs = softmax(relu_mnist.scores(X_test)[1])
wrong = np.flatnonzero(predicted != y_test)
surest = wrong[np.argsort(-probs[wrong, predicted[wrong]])][:12]
figure, axes = plt.subplots(2, 6, figsize=(12, 5))
for axis, n in zip(axes.flat, surest):
    axis.imshow((X_test[n] + mean).reshape(28, 28), cmap="gray")
    says, is_ = predicted[n], y_test[n]
    axis.set_title(f"says {says}: {probs[n, says]:.1%}\nis {is_}: {probs[n, is_]:.1%}", fontsize=9)
    axis.axis("off")
figure.suptitle("ReLU, most confidently wrong")
plt.show()
# %%
for name, result in (("sigmoid", sigmoid_result), ("relu", relu_result)):
    print(name, result)
assert sigmoid_result["test"] > 0.8 and relu_result["test"] > 0.9
