#!/usr/bin/python3
"""What is timed from the start of the process to the first gradient."""
import torch

x = torch.tensor([1.0, -2.0], requires_grad=True)
x.square().sum().backward()
print(x.grad.tolist())
