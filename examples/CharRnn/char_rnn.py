"""The same program in PyTorch: the same seed gives the same weights, batches and losses.

    char_rnn.py FILE [--cell lstm|gru] [--seed S] [--steps N] [--hidden H] [--batch B] [--length T] [--threads N]
"""
import argparse
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

a = argparse.ArgumentParser()
a.add_argument("data")
a.add_argument("--cell", default="lstm", choices=["lstm", "gru"])
for name, standard in [("seed", 0), ("steps", 500), ("hidden", 256), ("batch", 32), ("length", 50), ("threads", 1)]:
    a.add_argument("--" + name, type=int, default=standard)
a = a.parse_args()
torch.set_num_threads(a.threads)

with open(a.data, encoding="utf-8", newline="") as file:
    text = file.read()
place = {c: i for i, c in enumerate(sorted(set(text)))}
ids = torch.tensor([place[c] for c in text])


class CharModel(nn.Module):
    def __init__(self, vocabulary, hidden, cell, embed=64):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embed)
        self.rnn = cell(embed, hidden, batch_first=True)
        self.head = nn.Linear(hidden, vocabulary)

    def forward(self, characters):
        return self.head(self.rnn(self.embedding(characters))[0])


torch.manual_seed(a.seed)
net = CharModel(len(place), a.hidden, {"lstm": nn.LSTM, "gru": nn.GRU}[a.cell])
optimizer = torch.optim.Adam(net.parameters(), lr=2e-3)
start = time.perf_counter()
for step in range(a.steps):
    starts = torch.randint(0, len(ids) - a.length - 1, (a.batch,))
    windows = ids[starts.unsqueeze(1) + torch.arange(a.length + 1)]
    optimizer.zero_grad()
    loss = F.cross_entropy(net(windows[:, :-1]).flatten(0, 1), windows[:, 1:].reshape(-1))
    loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), 1)
    optimizer.step()
    last = loss.item()
    if step in (0, 1, 10) or (step + 1) % 100 == 0:
        print(f"step {step} loss {last:.6f}")
print(f"seed {a.seed} {a.cell}: last loss {last:.6f}, {time.perf_counter() - start:.2f} s for {a.steps} steps")
