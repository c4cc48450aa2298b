"""Writes optimizers.pt: of every optimiser its state_dict after four steps, the parameters then, and after four more.

p2 has no gradient, and is never stepped. python3 optimizers.py, with PyTorch 1.13.
"""
import copy

import torch

CASES = {
    'sgd': ('SGD', dict(lr=0.05)),
    'sgd-momentum': ('SGD', dict(lr=0.02, momentum=0.9, weight_decay=0.01, nesterov=True)),
    'adam': ('Adam', dict(lr=0.02)),
    'adam-amsgrad': ('Adam', dict(lr=0.02, betas=(0.8, 0.95), weight_decay=0.1, amsgrad=True)),
    'adamw': ('AdamW', dict(lr=0.02, weight_decay=0.1)),
    'adagrad': ('Adagrad', dict(lr=0.1, lr_decay=0.1, initial_accumulator_value=0.5)),
    'rmsprop': ('RMSprop', dict(lr=0.01)),
    'rmsprop-centered': ('RMSprop', dict(lr=0.01, centered=True, momentum=0.5)),
    'adadelta': ('Adadelta', dict(lr=0.9)),
    'adamax': ('Adamax', dict(lr=0.02)),
    'nadam': ('NAdam', dict(lr=0.02)),
    'radam': ('RAdam', dict(lr=0.02)),
    'rprop': ('Rprop', dict(lr=0.02)),
    'asgd': ('ASGD', dict(lr=0.02, lambd=0.01, t0=3)),
    'lbfgs': ('LBFGS', dict(lr=0.5, max_iter=3, history_size=4)),
    'lbfgs-wolfe': ('LBFGS', dict(max_iter=2, line_search_fn='strong_wolfe')),
}


def step(optimizer, p0, p1):
    def closure():
        optimizer.zero_grad()
        loss = (p0 @ p1 - 1).square().sum() + p0.pow(4).sum() / 4 + p1.cos().sum()
        loss.backward()
        return loss
    optimizer.step(closure)


def case(kind, options):
    torch.manual_seed(5)
    # A history of differences grows the rounding of float32 beyond what is compared.
    dtype = torch.float64 if kind == 'LBFGS' else torch.float32
    p0, p1, p2 = (torch.nn.Parameter(torch.randn(s, dtype=dtype)) for s in ((2, 3), (3,), (2,)))
    groups = [p0, p1, p2] if kind == 'LBFGS' else [{'params': [p0]}, {'params': [p1, p2], 'lr': options['lr'] / 2, 'name': 'rest'}]
    optimizer = getattr(torch.optim, kind)(groups, **options)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 20)
    now = lambda: [p.detach().clone() for p in (p0, p1, p2)]
    for i in range(4):
        step(optimizer, p0, p1)
        scheduler.step()
    saved = {'optimizer': copy.deepcopy(optimizer.state_dict()), 'parameters': now()}
    for i in range(4):
        step(optimizer, p0, p1)
    return {'kind': kind, **saved, 'after': now()}


if __name__ == '__main__':
    torch.save({name: case(*arguments) for name, arguments in CASES.items()}, 'optimizers.pt')
