"""The methods that torch does not have, as PyTorch programs, in pieces that are put together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from gradviz.document.training_rows import BATCHES

POINT = '''\
sizes = [p.numel() for p in parameters]


def unpacked(point):
    """The parameters at a point of all their numbers."""
    return [part.view_as(p) for part, p in zip(point.split(sizes), parameters)]


def value_at(point):
    with torch.no_grad():
        return loss(*unpacked(point){data}).item()


def gradient_at(point):
    point = point.detach().requires_grad_()
    value = loss(*unpacked(point){part})
    return value.item(), torch.autograd.grad(value, point)[0]


point = torch.cat([p.flatten() for p in parameters])
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
    record()
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
    record()
"""
)
RATIO = "torch.dot(g, g) / torch.dot(before, before)"
POSITIVE = "(torch.dot(g, g - before) / torch.dot(before, before)).clamp(min=0.0)"

_NEWTON = """

for epoch in range({epochs}):
    value, g = gradient_at(point)
    hessian = torch.autograd.functional.hessian(lambda p: loss(*unpacked(p){data}), point)
    # The pseudo-inverse leaves directions without curvature alone.
    step = torch.linalg.pinv(hessian, rtol=1e-10, hermitian=True) @ g
    point = inside(point - {rate} * step)
    record()
"""

_LION = """

m = torch.zeros_like(point)
for epoch in range({epochs}):
    value, g = gradient_at(point)
    c = beta1 * m + (1 - beta1) * g
    m = beta2 * m + (1 - beta2) * g
    point = inside(point * (1 - {rate} * weight_decay) - {rate} * torch.sign(c))
    record()
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
    record()
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

CLOSURE = """

def closure():
    optimizer.zero_grad()
    value = loss(*parameters{data})
    value.backward()
    return value

"""
"""The function that torch's optimizers call where a step is made of all rows."""

STEPS = {
    False: ("optimizer.step(closure)",),
    True: ("optimizer.zero_grad()", "loss(*parameters{part}).backward()", "optimizer.step()"),
}
"""One step of one of torch's own optimizers: on all rows, or on a mini-batch."""

RECORD = '''
path, losses{held_out} = [], []{empty}


def record():
    """Keep where the parameters are, and the loss there."""
    with torch.no_grad():
        path.append({point}.tolist())
        losses.append(loss(*{arguments}{data}).item())
'''

HELD_OUT = "        held_out_losses.append(loss(*{arguments}, *held_out).item())\n"

REST = '''
patience, tolerance = {patience}, {tolerance!r}
lowest = losses[:]


def rests():
    """Whether the lowest loss has hardly fallen for so many epochs."""
    lowest.append(min(losses[-1], lowest[-1]))
    if len(lowest) <= patience:
        return False
    before = lowest[-1 - patience]
    return before - lowest[-1] <= tolerance * abs(before)

'''
"""The stop rule, which is asked after every epoch."""

_NO_CODE = re.compile(r'""".*?"""|#[^\n]*|{.*?}', re.DOTALL)
_NAME = re.compile(r"(?<![.\w])[^\W\d]\w*")
_TEXTS = (POINT, INSIDE, RATIO, POSITIVE, CLOSURE, RECORD, HELD_OUT, REST, BATCHES)
_OTHERS = ("scheduler", "clock", "low", "high", "math", "np", "optimizer", "rows", "held_out")


def words_of(optimizer: str) -> set[str]:
    """The names that the program of an optimizer uses."""
    texts = (_NO_CODE.sub("", text) for text in (*_TEXTS, PROGRAMS.get(optimizer, "")))
    return {*_OTHERS, "epoch", "parameters"}.union(*map(_NAME.findall, texts))


def in_batches(program: str) -> str:
    """A program whose epochs are passes over mini-batches."""
    head, loop, body = program.partition(":\n    value, g = ")
    *steps, last = f"    value, g = {body}".splitlines()
    inner = "".join(f"    {line}\n" for line in steps)
    return f"{head}:\n    for rows in batches():\n{inner}{last}\n" if loop else program
