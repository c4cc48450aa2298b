"""The program of this folder in PyTorch: the same numbers from the same seed. python3 gpt.py TEXT [--seed 0] [--steps 200] ..."""
import argparse
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, size, heads):
        super().__init__()
        self.heads, self.n1, self.n2 = heads, nn.LayerNorm(size), nn.LayerNorm(size)
        self.qkv, self.proj = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.up, self.down = nn.Linear(size, 4 * size), nn.Linear(4 * size, size)

    def forward(self, x):
        n, t, d = x.shape
        q, k, v = (z.view(n, t, self.heads, d // self.heads).transpose(1, 2) for z in self.qkv(self.n1(x)).chunk(3, -1))
        scores = (q @ k.transpose(-2, -1)) / (d // self.heads) ** 0.5
        scores = scores.masked_fill(torch.ones(t, t, dtype=torch.bool).triu(1), float("-inf"))
        x = x + self.proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(n, t, d))
        return x + self.down(F.gelu(self.up(self.n2(x))))


class Gpt(nn.Module):
    def __init__(self, vocabulary, a):
        super().__init__()
        self.tok, self.pos = nn.Embedding(vocabulary, a.size), nn.Embedding(a.context, a.size)
        self.blocks = nn.Sequential(*[Block(a.size, a.heads) for _ in range(a.layers)])
        self.norm, self.head = nn.LayerNorm(a.size), nn.Linear(a.size, vocabulary)
        if a.tied:
            self.head.weight = self.tok.weight
            nn.init.normal_(self.tok.weight, std=0.02)

    def forward(self, i):
        return self.head(self.norm(self.blocks(self.tok(i) + self.pos(torch.arange(i.shape[1]))))).flatten(0, 1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("text")
    parser.add_argument("--tied", action="store_true")
    for name, default in dict(seed=0, steps=200, batch=8, context=128, size=192, heads=6, layers=4, threads=1).items():
        parser.add_argument(f"--{name}", type=int, default=default)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)

    text = open(a.text, encoding="utf-8", newline="").read()
    characters = sorted(set(text))
    place = {c: i for i, c in enumerate(characters)}
    ids = torch.tensor([place[c] for c in text])

    torch.manual_seed(a.seed)
    model = Gpt(len(characters), a)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4)
    print(f"{len(characters)} characters, {sum(p.numel() for p in model.parameters())} parameters")
    begin = time.perf_counter()
    for step in range(a.steps):
        starts = torch.randint(0, len(ids) - a.context, (a.batch,))
        windows = ids[starts[:, None] + torch.arange(a.context + 1)]
        optimizer.zero_grad()
        loss = F.cross_entropy(model(windows[:, :-1]), windows[:, 1:].flatten())
        loss.backward()
        optimizer.step()
        if step in (0, 1, 10) or step % 50 == 0 or step == a.steps - 1:
            print(f"step {step} loss {loss.item():.6f}", flush=True)
    print(f"seed {a.seed}: {time.perf_counter() - begin:.2f} s for {a.steps} steps")


if __name__ == "__main__":
    main()
