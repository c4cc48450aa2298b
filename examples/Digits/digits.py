"""The reference program for the digits example: the same data, seed, order of random numbers and hyperparameters.

    digits.py DIRECTORY_OF_THE_IDX_FILES [--model mlp|cnn] [--seed S] [--epochs E] [--threads N]

8,000 digits to train, 1,000 to validate, 1,000 to test, in the order of the file; pixels divided by 255.
"""
import argparse
import gzip
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

a = argparse.ArgumentParser()
a.add_argument("data")
a.add_argument("--model", default="mlp")
a.add_argument("--seed", type=int, default=0)
a.add_argument("--epochs", type=int, default=10)
a.add_argument("--threads", type=int, default=1)
a = a.parse_args()
torch.set_num_threads(a.threads)


def idx(name, offset):
    with gzip.open(f"{a.data}/{name}") as f:
        return torch.from_numpy(np.frombuffer(f.read(), np.uint8, offset=offset).copy())


x = idx("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 784).float() / 255
y = idx("t10k-labels-idx1-ubyte.gz", 8).long()
train, validation, test = slice(0, 8000), slice(8000, 9000), slice(9000, 10000)

torch.manual_seed(a.seed)
if a.model == "mlp":
    model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
else:
    model = nn.Sequential(nn.Unflatten(1, (1, 28, 28)), nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
                          nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                          nn.Linear(3136, 128), nn.ReLU(), nn.Linear(128, 10))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)


def accuracy(part):
    with torch.no_grad():
        return (model(x[part]).argmax(1) == y[part]).float().mean().item()


start, step = time.perf_counter(), 0
for epoch in range(a.epochs):
    order = torch.randperm(8000)
    for b in range(0, 8000, 64):
        i = order[b:b + 64]
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x[train][i]), y[train][i])
        loss.backward()
        optimizer.step()
        if step in (0, 1, 10, 100):
            print(f"step {step} loss {loss.item():.6f}")
        step += 1
seconds = time.perf_counter() - start
print(f"seed {a.seed} {a.model}: last loss {loss.item():.6f}, accuracy train {accuracy(train):.4f} "
      f"validation {accuracy(validation):.4f} test {accuracy(test):.4f}, {seconds:.2f} s for {step} steps")
