"""The methods that torch does not have, as PyTorch programs, in pieces that are put together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

POINT = '''\
sizes = [p.numel() for p in parameters]


def unpacked(point):
    """The parameters at a point of all their numbers."""
    return [part.view_as(p) for part, p in zip(point.split(sizes), parameters)]


def value_at(point):
    with torch.no_grad():
        return loss(*unpacked(point)).item()


def gradient_at(point):
    point = point.detach().requires_grad_()
    value = loss(*unpacked(point))
    return value.item(), torch.autograd.grad(value, point)[0]


point = torch.cat([p.flatten() for p in parameters])
path = [point.tolist()]
'''
"""All parameters as one vector, and the loss there."""

_SEARCHED = '''
def searched(point, value, g, d, step):
    """The first point that is low enough, with shorter and shorter steps (Armijo)."""
    for _ in range(60):
        candidate = inside(point + step * d)
        if value_at(candidate) <= value + c1 * {fall}:
            return candidate
        step *= rho
    return inside(point + step * d)

'''
FALL = "(step * torch.dot(g, d).item())"
FALL_IN_BOX = "torch.dot(g, candidate - point).item()"

_ARMIJO = (
    _SEARCHED
    + """
for epoch in range({epochs}):
    value, g = gradient_at(point)
    point = searched(point, value, g, -g, {rate})
    path.append(point.tolist())
"""
)

_CG = (
    _SEARCHED
    + """
before = None
for epoch in range({epochs}):
    value, g = gradient_at(point)
    if before is None or torch.dot(before, before) == 0:
        d = -g
    else:
        beta = {beta}
        d = -g + beta * d
        if torch.dot(g, d) >= 0:
            d = -g
    before = g
    point = searched(point, value, g, d, {rate})
    path.append(point.tolist())
"""
)
RATIO = "torch.dot(g, g) / torch.dot(before, before)"
POSITIVE = "(torch.dot(g, g - before) / torch.dot(before, before)).clamp(min=0.0)"

_NEWTON = """

for epoch in range({epochs}):
    value, g = gradient_at(point)
    hessian = torch.autograd.functional.hessian(lambda p: loss(*unpacked(p)), point)
    # The pseudo-inverse leaves directions without curvature alone.
    step = torch.linalg.pinv(hessian, rtol=1e-10, hermitian=True) @ g
    point = inside(point - {rate} * step)
    path.append(point.tolist())
"""

_LION = """

m = torch.zeros_like(point)
for epoch in range({epochs}):
    value, g = gradient_at(point)
    c = beta1 * m + (1 - beta1) * g
    m = beta2 * m + (1 - beta2) * g
    point = inside(point * (1 - {rate} * weight_decay) - {rate} * torch.sign(c))
    path.append(point.tolist())
"""

_ANNEALING = '''

def mulberry32(state):
    """Random numbers from 0 up to 1, the same everywhere for a seed."""
    while True:
        state = (state + 0x6D2B79F5) % 2**32
        t = (state ^ (state >> 15)) * (state | 1) % 2**32
        t ^= (t + (t ^ (t >> 7)) * (t | 61)) % 2**32
        yield (t ^ (t >> 14)) / 2**32


draw = mulberry32(seed).__next__
temperature = T0
value = value_at(point)
for epoch in range({epochs}):
    offsets = torch.tensor([2 * draw() - 1 for _ in range(point.numel())])
    candidate = inside(point + {rate} * offsets)
    found = value_at(candidate)
    rise, chance = found - value, draw()
    if rise <= 0 or (temperature > 0 and chance < math.exp(-rise / temperature)):
        point, value = candidate, found
    temperature *= alpha
    path.append(point.tolist())
'''

PROGRAMS: Mapping[str, str] = MappingProxyType(
    {
        "lion": _LION,
        "armijo": _ARMIJO,
        "cg": _CG,
        "newton": _NEWTON,
        "annealing": _ANNEALING,
    }
)
"""By optimizer; they fill in the epochs, the rate, and what depends on the settings."""

INSIDE = '''

def inside(point):
    """The nearest point of the box."""
    return point.clamp(low, high)

'''
EVERYWHERE = """

def inside(point):
    return point

"""

OPTIMIZED = """

def closure():
    optimizer.zero_grad()
    value = loss(*parameters)
    value.backward()
    return value


def numbers():
    return torch.cat([p.detach().flatten() for p in parameters]).tolist()


path = [numbers()]
for epoch in range({epochs}):
    optimizer.step(closure)
"""
"""The loop around one of torch's own optimizers, up to the step."""


def words_of(optimizer: str) -> set[str]:
    """The names that the program of an optimizer uses; of those without one, torch's loop."""
    method = PROGRAMS.get(optimizer)
    texts = (OPTIMIZED,) if method is None else (POINT, INSIDE, method, RATIO, POSITIVE)
    return {"parameters", "scheduler", "clock", "low", "high", "math"}.union(
        *(re.findall(r"[^\W\d]\w*", text) for text in texts)
    )
