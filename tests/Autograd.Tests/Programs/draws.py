"""Writes draws.json: what PyTorch draws for tensors of several layouts. python3 draws.py, with PyTorch 1.13.

Some of its functions draw along the memory of a tensor, others along its rows. DrawTests.cs has the same cases.
"""
import json

import torch
import torch.nn as nn
import torch.nn.functional as F

BASE = torch.arange(1., 31).reshape(6, 5)
CUBE = torch.arange(1., 61).reshape(3, 4, 5)

LAYOUTS = {
    'rows': BASE,
    'transposed': BASE.t(),
    'permuted': CUBE.permute(2, 0, 1),
    'swapped': CUBE.transpose(0, 1),
    'every-other': BASE[:, ::2],
    'every-other-transposed': BASE[:, ::2].t(),
    'expanded': BASE[:1].expand(6, 5),
    'expanded-columns': BASE[:, :1].expand(6, 5),
    'expanded-transposed': BASE[:, :1].expand(6, 5).t(),
    'expanded-permuted': CUBE[:, :1].expand(3, 2, 5).permute(2, 0, 1),
    'one': CUBE[:, :1].permute(1, 2, 0),
    'few': BASE[:2, :3].t(),
    'diagonal': CUBE.diagonal(),
}


def filled(like, fill):
    """In place: into memory of the same strides."""
    x = torch.zeros(60).as_strided(like.shape, like.stride())
    fill(x)
    return x


FUNCTIONS = {
    'dropout': lambda x: F.dropout(x, 0.4),
    'alpha_dropout': lambda x: F.alpha_dropout(x, 0.4, training=True),
    'rrelu': lambda x: F.rrelu(-x, training=True),
    'rand_like': torch.rand_like,
    'randn_like': torch.randn_like,
    'bernoulli': lambda x: torch.bernoulli(x / 61),
    'multinomial': lambda x: torch.multinomial(x, 2) if x.dim() == 2 else None,
    'multinomial-replacement': lambda x: torch.multinomial(x, 4, replacement=True) if x.dim() == 2 else None,
    'uniform_': lambda x: None if 0 in x.stride() else filled(x, lambda y: nn.init.uniform_(y, 1, 2)),
    'normal_': lambda x: None if 0 in x.stride() else filled(x, lambda y: nn.init.normal_(y, 1, 2)),
    'trunc_normal_': lambda x: None if 0 in x.stride() else filled(x, nn.init.trunc_normal_),
    'orthogonal_': lambda x: None if 0 in x.stride() or x.dim() != 2 else filled(x, nn.init.orthogonal_),
}

if __name__ == '__main__':
    result = {}
    for function, f in FUNCTIONS.items():
        for layout, x in LAYOUTS.items():
            torch.manual_seed(11)
            y = f(x)
            if y is not None: result[f'{function} {layout}'] = [float(f'{v:.7g}') for v in y.flatten().tolist()] + [torch.rand(1).item()]
    with open('draws.json', 'w') as file:
        file.write('{\n' + ',\n'.join(f'{json.dumps(n)}: {json.dumps(r)}' for n, r in result.items()) + '\n}\n')
    print(len(result))
