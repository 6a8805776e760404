"""The loss and its gradient as sums over the rows, with the numbers of some rows put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gradviz.graph import NodeId
from gradviz.teaching.markup import GRADIENT, VALUE
from gradviz.teaching.plain import plain
from gradviz.teaching.regression.adding import ROOM, added, bracketed, front, led, shown_rows
from gradviz.teaching.regression.beside import as_loss, gradient_title
from gradviz.teaching.regression.fit import Fit
from gradviz.teaching.regression.matrices import colored
from gradviz.teaching.regression.rows import values_at
from gradviz.teaching.regression.sections import Section
from gradviz.teaching.regression.shares import Shares
from gradviz.teaching.terms import number

_SUMS = ("add", "sub", "neg")


def as_sums(shares: Shares) -> tuple[Section, ...]:
    """The loss and each derivative as a sum over the rows, in symbols and in numbers.

    Where the loss is more than that sum, that follows by the chain rule.
    """
    fit, found, row = shares.fit, shares.fit.found, shares.fit.row
    rows = [values_at(found, shares.values, i) for i in shown_rows(found.rows)]
    terms = [row.in_numbers(found.summand, values) for values in rows]
    is_sum = found.graph.nodes[found.summand].op in _SUMS
    if is_sum:
        terms = [bracketed(term, needed=True) for term in terms]
    summand = bracketed(row.definition(found.summand), needed=is_sum)
    products = [
        f"{row.name(z)} = {fit.matrix_row(product.vector)} {fit.called(product.vector)}"
        for z, product in found.products.items()
    ]
    loss = [
        *products,
        *(f"{row.name(step)} = {row.definition(step)}" for step in row.steps),
        f"{fit.output} = {_sign(fit)}{summand}",
        f"= {_filled(fit, terms)} = {number(shares.loss).colored(VALUE).latex}",
    ]
    gradient = [line for p in shares.by_parameter for line in _derivative(shares, p, rows)]
    words = shares.agreement if fit.around is None else ""
    return (
        Section(fit.title, tuple(loss)),
        Section(gradient_title(fit), tuple(gradient), words),
        *as_loss(shares),
    )


def _derivative(
    shares: Shares, parameter: NodeId, rows: Sequence[Mapping[NodeId, float]]
) -> list[str]:
    fit = shares.fit
    texts = [fit.written_out(parameter), fit.chain(parameter)]
    ways = [f"= {_sign(fit)}{led(text)}" for text in dict.fromkeys(texts) if text]
    ways[0] = f"{fit.derivative(parameter)} {ways[0]}"
    if len(plain(" ".join(ways))) <= ROOM:
        ways = [" ".join(ways)]
    places = shown_rows(fit.found.rows)
    terms = [shares.in_numbers(parameter, *pair) for pair in zip(places, rows, strict=True)]
    result = colored(shares.summed[parameter], GRADIENT)
    return [*ways, f"= {_filled(fit, terms)} = {result}"]


def _sign(fit: Fit) -> str:
    return front(fit.found) + r"\sum_{i=1}^{n} "


def _filled(fit: Fit, terms: Sequence[str]) -> str:
    found = fit.found
    inside = added(terms, found.rows)
    before = front(found, str(found.rows))
    return rf"{before}\left({inside}\right)" if before else inside
