"""PyTorch, float32 as is its default, with autograd and its own optimizer."""

import numpy as np
import torch
from harness import batches, initial_weights, run, share


class TwoLayerMLP(torch.nn.Module):
    def __init__(self, W1, W2, activation):
        super().__init__()
        self.hidden = torch.nn.Linear(*W1.shape)
        self.output = torch.nn.Linear(*W2.shape)
        self.activation = torch.sigmoid if activation == "sigmoid" else torch.relu
        with torch.no_grad():
            for layer, W in ((self.hidden, W1), (self.output, W2)):
                layer.weight.copy_(torch.from_numpy(W.T))
                layer.bias.zero_()

    def forward(self, X):
        return self.output(self.activation(self.hidden(X)))


def train(job, X, y, X_val, y_val):
    torch.set_num_threads(job["threads"] or torch.get_num_threads())
    model = TwoLayerMLP(*initial_weights(job), job["activation"])
    X, y = torch.from_numpy(X), torch.from_numpy(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=job["rate"])
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, job["decay"])

    def predict(examples):
        with torch.no_grad():
            return model(torch.as_tensor(examples)).argmax(dim=1).numpy()

    losses, norms, train_accuracies, val_accuracies = [], [], [], []
    for epoch in batches(job):
        for batch in epoch:
            rows = torch.from_numpy(batch)
            squares = model.hidden.weight.square().sum() + model.output.weight.square().sum()
            scores = model(X[rows])
            loss = torch.nn.functional.cross_entropy(scores, y[rows]) + 0.5 * job["reg"] * squares
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            norms.append(model.hidden.weight.grad.norm().item())
        schedule.step()
        train_accuracies.append(share(predict(X[rows]), y[rows].numpy()))
        val_accuracies.append(share(predict(X_val), y_val))
    return predict, losses, val_accuracies


run(train, np.float32, torch.__version__)
