"""Writes programs.json: the losses of whole training programs in PyTorch, each from one seed. python3 programs.py, with PyTorch 1.13.

Losses of training, step by step, and a number after each epoch, in evaluation. The same programs are in the C# files beside this one. No bias stands
before a batch norm: its gradient is rounding, and Adam's steps along it are of full length (docs/design/0008-steps.md).
"""
import json

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.optim import lr_scheduler
from torch.utils.data import DataLoader, TensorDataset, WeightedRandomSampler, random_split


def decay_groups(model, decay):
    """Biases and what normalisations have are not decayed."""
    return [
        {'params': [p for p in model.parameters() if p.dim() > 1], 'weight_decay': decay},
        {'params': [p for p in model.parameters() if p.dim() <= 1], 'weight_decay': 0.0},
    ]


def classifier():
    """Images: batch norm, dropout of channels and of elements, AdamW by groups, OneCycle, clipping, a validation set by random_split."""
    x, y = torch.randn(96, 1, 8, 8), torch.randint(0, 4, (96,))
    x[:, 0, 0, 0] += y
    train, test = random_split(TensorDataset(x, y), [80, 16])
    model = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU(), nn.Dropout2d(0.2), nn.MaxPool2d(2),
        nn.Conv2d(8, 8, 3, bias=False), nn.BatchNorm2d(8), nn.GELU(), nn.Flatten(), nn.Dropout(0.3), nn.Linear(32, 4))
    loader, held = DataLoader(train, 16, shuffle=True), DataLoader(test, 16)
    optimizer = torch.optim.AdamW(decay_groups(model, 0.05), lr=1e-3)
    scheduler = lr_scheduler.OneCycleLR(optimizer, max_lr=0.02, epochs=4, steps_per_epoch=len(loader))
    losses, tests = [], []
    for epoch in range(4):
        model.train()
        for a, b in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(a), b, label_smoothing=0.1)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            scheduler.step()
            losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            tests.append(sum(F.cross_entropy(model(a), b).item() for a, b in held))
    return losses, tests


class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(12, 8, padding_idx=0)
        self.gru = nn.GRU(8, 10, num_layers=2, batch_first=True, dropout=0.3, bidirectional=True)
        self.dropout = nn.Dropout(0.25)
        self.head = nn.Linear(20, 3)

    def forward(self, tokens):
        out, _ = self.gru(self.embedding(tokens))
        return self.head(self.dropout(out).mean(1))


def reader():
    """Sequences: an embedding with padding, a GRU of two layers and directions with dropout between them, dropout on its output, a rate that falls on a plateau."""
    tokens = torch.randint(0, 12, (72, 7))
    labels = tokens.sum(1) % 3
    train, test = random_split(TensorDataset(tokens, labels), [60, 12])
    model = Reader()
    loader, held = DataLoader(train, 12, shuffle=True), DataLoader(test, 6)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02, amsgrad=True)
    scheduler = lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=0)
    losses, tests = [], []
    for epoch in range(5):
        model.train()
        for a, b in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(a), b)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 0.5)
            optimizer.step()
            losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            tests.append(sum(F.cross_entropy(model(a), b, reduction='sum').item() for a, b in held) / len(test))
        scheduler.step(tests[-1])
    return losses, tests


class Writer(nn.Module):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(0.2)
        self.encoder = nn.Embedding(9, 12)
        self.lstm = nn.LSTM(12, 12, num_layers=2, dropout=0.4)
        self.decoder = nn.Linear(12, 9)
        self.decoder.weight = self.encoder.weight

    def forward(self, tokens, state):
        out, state = self.lstm(self.drop(self.encoder(tokens)), state)
        return self.decoder(self.drop(out)).flatten(0, 1), state


def writer():
    """A language model: tied weights, an LSTM whose state goes on from batch to batch, SGD with Nesterov's momentum, cosines with restarts by fractions of epochs."""
    text = torch.randint(0, 9, (41, 6)).cumsum(0) % 9
    model = Writer()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9, nesterov=True, weight_decay=1e-4)
    scheduler = lr_scheduler.CosineAnnealingWarmRestarts(optimizer, T_0=1, T_mult=2, eta_min=0.01)
    losses, tests = [], []
    for epoch in range(3):
        model.train()
        state = None
        for i in range(0, 40, 8):
            scheduler.step(epoch + i / 40)
            optimizer.zero_grad()
            out, state = model(text[i:i + 8], state)
            state = tuple(s.detach() for s in state)
            loss = F.cross_entropy(out, text[i + 1:i + 9].flatten())
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 0.25)
            optimizer.step()
            losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            tests.append(F.cross_entropy(model(text[:40], None)[0], text[1:].flatten()).item())
    return losses, tests


class Encoder(nn.Module):
    def __init__(self, norm_first, batch_first):
        super().__init__()
        self.embedding = nn.Embedding(11, 16)
        self.position = nn.Parameter(torch.randn(6, 16) * 0.02)
        layer = nn.TransformerEncoderLayer(16, 4, 32, dropout=0.1, activation='gelu', norm_first=norm_first, batch_first=batch_first)
        self.encoder = nn.TransformerEncoder(layer, 2, nn.LayerNorm(16) if norm_first else None)
        self.head = nn.Linear(16, 2)
        self.batch_first = batch_first

    def forward(self, tokens):
        if self.batch_first:
            padding = tokens == 0
            x = self.encoder(self.embedding(tokens) + self.position, src_key_padding_mask=padding)
            # Over what is no padding, where PyTorch's evaluation gives zeros (nested tensors) and its training does not.
            return self.head(x.masked_fill(padding[..., None], 0).sum(1) / (~padding).sum(1, keepdim=True))
        mask = torch.triu(torch.full((6, 6), float('-inf')), diagonal=1)
        x = self.encoder(self.embedding(tokens.t()) + self.position[:, None], mask=mask)
        return self.head(x[-1])


def encoder(norm_first, batch_first):
    """Transformers: dropout of attention, of its output and between the linear layers; padding or a causal mask; a warm-up before a cosine."""
    tokens = torch.randint(1, 11, (64, 6))
    if batch_first: tokens[::3, 4:] = 0
    labels = (tokens[:, 0] > tokens[:, 3]).long()
    model = Encoder(norm_first, batch_first)
    loader = DataLoader(TensorDataset(tokens, labels), 16, shuffle=True, drop_last=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3, betas=(0.9, 0.98), weight_decay=1e-4)
    warm, cosine = lr_scheduler.LinearLR(optimizer, 0.1, total_iters=4), lr_scheduler.CosineAnnealingLR(optimizer, 12)
    scheduler = lr_scheduler.SequentialLR(optimizer, [warm, cosine], milestones=[4])
    losses, tests = [], []
    for epoch in range(4):
        model.train()
        for a, b in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(a), b)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            scheduler.step()
            losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            tests.append(F.cross_entropy(model(tokens), labels).item())
    return losses, tests


def regression():
    """A self-normalising perceptron: alpha dropout, LeCun's initial values, rows drawn by weights, two batches a step, RMSprop, milestones."""
    x = torch.randn(60, 5)
    y = (x * torch.linspace(-1, 1, 5)).sum(1, keepdim=True) + 0.1 * torch.randn(60, 1)
    model = nn.Sequential(nn.Linear(5, 24), nn.SELU(), nn.AlphaDropout(0.1), nn.Linear(24, 24), nn.SELU(), nn.FeatureAlphaDropout(0.05), nn.Linear(24, 1))
    for layer in model:
        if isinstance(layer, nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity='linear')
            nn.init.zeros_(layer.bias)
    loader = DataLoader(TensorDataset(x, y), 10, sampler=WeightedRandomSampler(y.abs().flatten(), 60))
    optimizer = torch.optim.RMSprop(model.parameters(), lr=2e-3, momentum=0.9, centered=True, eps=1e-4)
    scheduler = lr_scheduler.MultiStepLR(optimizer, [2, 3], gamma=0.3)
    losses, tests = [], []
    for epoch in range(4):
        model.train()
        for i, (a, b) in enumerate(loader):
            loss = F.smooth_l1_loss(model(a), b, beta=0.5)
            (loss / 2).backward()
            if i % 2 == 1:
                optimizer.step()
                optimizer.zero_grad()
            losses.append(loss.item())
        scheduler.step()
        model.eval()
        with torch.no_grad():
            tests.append(F.mse_loss(model(x), y).item())
    return losses, tests


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encode = nn.Sequential(nn.Linear(12, 16), nn.LayerNorm(16), nn.SiLU())
        self.moments = nn.Linear(16, 6)
        self.decode = nn.Sequential(nn.Linear(3, 16), nn.Softplus(), nn.Linear(16, 12))

    def forward(self, x):
        mean, log_var = self.moments(self.encode(x)).chunk(2, dim=1)
        deviation = torch.exp(0.5 * log_var)
        return self.decode(mean + torch.randn_like(deviation) * deviation), mean, log_var


def autoencoder():
    """Variational: normal draws in forward and at evaluation, a sum of two losses, an exponential rate."""
    x = (torch.rand(54, 12) < torch.rand(12)).float()
    model = Autoencoder()
    loader = DataLoader(TensorDataset(x), 9, shuffle=True)
    optimizer = torch.optim.RAdam(model.parameters(), lr=0.02)
    scheduler = lr_scheduler.ExponentialLR(optimizer, 0.8)

    def cost(batch):
        out, mean, log_var = model(batch)
        return F.binary_cross_entropy_with_logits(out, batch, reduction='sum') - 0.5 * (1 + log_var - mean.pow(2) - log_var.exp()).sum()
    losses, tests = [], []
    for epoch in range(4):
        model.train()
        for a, in loader:
            optimizer.zero_grad()
            loss = cost(a)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        scheduler.step()
        model.eval()
        with torch.no_grad():
            tests.append(cost(x).item() + model.decode(torch.randn(4, 3)).sum().item())
    return losses, tests


def adversaries():
    """Two networks and two optimisers: batch norm in one, spectral normalisation and dropout in the other, noise for both."""
    real = torch.randn(64, 2) * torch.tensor([0.5, 0.2]) + torch.tensor([1.0, -1.0])
    maker = nn.Sequential(nn.Linear(4, 16, bias=False), nn.BatchNorm1d(16), nn.LeakyReLU(0.2), nn.Linear(16, 2))
    critic = nn.Sequential(nn.utils.spectral_norm(nn.Linear(2, 16)), nn.LeakyReLU(0.2), nn.Dropout(0.3), nn.Linear(16, 1))
    for module in maker:
        if isinstance(module, nn.Linear): nn.init.normal_(module.weight, 0.0, 0.2)
    loader = DataLoader(TensorDataset(real), 16, shuffle=True)
    first = torch.optim.Adam(maker.parameters(), lr=0.01, betas=(0.5, 0.999))
    second = torch.optim.NAdam(critic.parameters(), lr=0.01, betas=(0.5, 0.999))
    losses, tests = [], []
    for epoch in range(4):
        for batch, in loader:
            n = len(batch)
            fake = maker(torch.randn(n, 4))
            critic.zero_grad()
            smooth = 0.8 + 0.2 * torch.rand(n, 1)
            loss = F.binary_cross_entropy_with_logits(critic(batch + 0.1 * torch.randn_like(batch)), smooth) \
                + F.binary_cross_entropy_with_logits(critic(fake.detach()), torch.zeros(n, 1))
            loss.backward()
            second.step()
            losses.append(loss.item())
            maker.zero_grad()
            loss = F.softplus(-critic(fake)).mean()
            loss.backward()
            first.step()
            losses.append(loss.item())
        maker.eval()
        with torch.no_grad(): tests.append(maker(torch.randn(32, 4)).mean().item())
        maker.train()
    return losses, tests


def signals():
    """Signals: a convolution there and a transposed one back, group and instance norm, dropout of channels, two schedulers at once, values clipped, an average of weights."""
    x = torch.sin(torch.linspace(0, 6, 16) * (1 + torch.rand(40, 2, 1))) + 0.1 * torch.randn(40, 2, 16)
    model = nn.Sequential(
        nn.Conv1d(2, 6, 4, stride=2, padding=1, padding_mode='circular'), nn.GroupNorm(2, 6), nn.Mish(), nn.Dropout1d(0.2),
        nn.Conv1d(6, 6, 3, groups=3, padding='same'), nn.InstanceNorm1d(6, affine=True, track_running_stats=True), nn.PReLU(6),
        nn.ConvTranspose1d(6, 2, 4, stride=2, padding=1))
    nn.init.orthogonal_(model[0].weight)
    loader = DataLoader(TensorDataset(x), 8, shuffle=True, generator=torch.Generator().manual_seed(3))
    optimizer = torch.optim.Adamax(model.parameters(), lr=0.02, weight_decay=1e-3)
    schedulers = [lr_scheduler.ConstantLR(optimizer, 0.5, total_iters=3), lr_scheduler.StepLR(optimizer, 4, gamma=0.7)]
    averaged = torch.optim.swa_utils.AveragedModel(model)
    losses, tests = [], []
    for epoch in range(4):
        model.train()
        for a, in loader:
            optimizer.zero_grad(set_to_none=True)
            loss = F.huber_loss(model(F.dropout(a, 0.1)), a) + 1e-3 * sum(p.abs().sum() for p in model.parameters())
            loss.backward()
            nn.utils.clip_grad_value_(model.parameters(), 0.05)
            optimizer.step()
            for scheduler in schedulers: scheduler.step()
            losses.append(loss.item())
        averaged.update_parameters(model)
        averaged.eval()
        with torch.no_grad(): tests.append(F.mse_loss(averaged(x), x).item())
    return losses, tests


def translator():
    """From sequence to sequence: a whole Transformer, teacher forcing, label smoothing, Noam's rate."""
    source = torch.randint(1, 8, (36, 5))
    target = torch.cat([torch.zeros(36, 1, dtype=torch.long), source.flip(1)], 1)
    embedding, head = nn.Embedding(8, 12), nn.Linear(12, 8)
    model = nn.Transformer(12, 3, num_encoder_layers=1, num_decoder_layers=2, dim_feedforward=20, dropout=0.2)
    both = nn.ModuleList([embedding, model, head])
    loader = DataLoader(TensorDataset(source, target), 12, shuffle=True)
    optimizer = torch.optim.Adam(both.parameters(), lr=1.0, betas=(0.9, 0.98), eps=1e-9)
    scheduler = lr_scheduler.LambdaLR(optimizer, lambda i: 12 ** -0.5 * min((i + 1) ** -0.5, (i + 1) * 6 ** -1.5) * 0.2)
    mask = nn.Transformer.generate_square_subsequent_mask(5)

    def cost(a, b):
        out = head(model(embedding(a.t()), embedding(b[:, :-1].t()), tgt_mask=mask))
        return F.cross_entropy(out.flatten(0, 1), b[:, 1:].t().flatten(), label_smoothing=0.1)
    losses, tests = [], []
    for epoch in range(4):
        both.train()
        for a, b in loader:
            optimizer.zero_grad()
            loss = cost(a, b)
            loss.backward()
            optimizer.step()
            scheduler.step()
            losses.append(loss.item())
        both.eval()
        with torch.no_grad(): tests.append(cost(source, target).item())
    return losses, tests


PROGRAMS = {
    'classifier': classifier, 'reader': reader, 'writer': writer,
    'encoder': lambda: encoder(False, True), 'encoder-norm-first': lambda: encoder(True, False),
    'regression': regression, 'autoencoder': autoencoder, 'adversaries': adversaries, 'signals': signals, 'translator': translator,
}

if __name__ == '__main__':
    result = {}
    for name, program in PROGRAMS.items():
        torch.manual_seed(7)
        losses, tests = program()
        # The next draw says whether as many were taken.
        result[name] = {'losses': losses, 'tests': tests, 'next': torch.rand(1).item()}
    with open('programs.json', 'w') as f:
        f.write('{\n' + ',\n'.join(f'{json.dumps(n)}: {json.dumps(r)}' for n, r in result.items()) + '\n}\n')
