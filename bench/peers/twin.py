# %% [markdown]
# The Python twin of notebook 2: the same checks, trainings and pictures with
# NumPy, scikit-learn's loader and matplotlib.
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
def train(model, X, y, X_val, y_val, rate, epochs, batch_size, verbose=False):
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
def train_on_mnist(activation):
    model = make(784, 64, 10, activation, 0.5)
    history = train(model, X_train, y_train, X_val, y_val, 1e-3, 20, 16, verbose=True)
    sets = {"train": (X_train, y_train), "validation": (X_val, y_val), "test": (X_test, y_test)}
    return model, history, {k: float(np.mean(model.predict(A) == b)) for k, (A, b) in sets.items()}


# %%
sigmoid_mnist, sigmoid_stats, sigmoid_result = train_on_mnist("sigmoid")
sigmoid_result


# %%
def plot_stats(history, title):
    figure, (norm, loss, share) = plt.subplots(1, 3, figsize=(15, 4))
    norm.plot(history["norm"])
    norm.set(xlabel="iteration", ylabel="norm of the gradient at W1", ylim=(0, 100))
    loss.plot(history["loss"])
    loss.set(xlabel="iteration", ylabel="loss", ylim=(0, 100))
    for name in ("train", "val"):
        share.plot(range(1, len(history[name]) + 1), history[name], label=name)
    share.set(xlabel="epoch", ylabel="accuracy")
    share.legend()
    figure.suptitle(title)
    plt.show()


plot_stats(sigmoid_stats, "MNIST, sigmoid")


# %%
def show_weights(model):
    tiles = model.W1.T.reshape(8, 8, 28, 28)
    least, most = tiles.min(axis=(2, 3), keepdims=True), tiles.max(axis=(2, 3), keepdims=True)
    tiles = 255 * (tiles - least) / (most - least)
    grid = np.pad(tiles, ((0, 0), (0, 0), (0, 3), (0, 3)))
    plt.figure(figsize=(7, 7))
    plt.imshow(grid.transpose(0, 2, 1, 3).reshape(248, 248), cmap="gray")
    plt.axis("off")
    plt.show()


show_weights(sigmoid_mnist)
# %%
relu_mnist, relu_stats, relu_result = train_on_mnist("relu")
relu_result
# %%
plot_stats(relu_stats, "MNIST, ReLU")
# %%
show_weights(relu_mnist)
# %%
for name, result in (("sigmoid", sigmoid_result), ("relu", relu_result)):
    print(name, result)
