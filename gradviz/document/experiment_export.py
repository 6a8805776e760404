"""An experiment for other programs: its table and its curves as CSV, all of it as one page."""

from __future__ import annotations

import base64
import csv
import io
import math
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from gradviz.document.experimenting import Result
from gradviz.document.model import Document
from gradviz.document.starting import start_of
from gradviz.document.values import is_bound
from gradviz.graph import format_number, to_text

NONE = "—"
_STYLE = """
body { font-family: system-ui, sans-serif; font-size: 15px; color: #1B2430;
  background: #FFFFFF; max-width: 52rem; margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 22px; margin-bottom: 4px; } h2 { font-size: 16px; margin: 18px 0 4px; }
.facts { color: #566273; } img { max-width: 100%; height: auto; }
table { margin-top: 12px; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 2px 14px 2px 4px; border-bottom: 1px solid #D5DAE1; }
th { color: #566273; font-weight: 600; } .bad { color: #B3261E; }
@media print { body { margin: 0; font-size: 12px; } }
"""


class Line(NamedTuple):
    """A row of the table as numbers; None where a trial has no such number."""

    lr: float
    epochs: int
    final: float | None
    arrived: int | None
    diverged: int | None


class Picture(NamedTuple):
    """A plot of the experiment: what it shows, and a PNG file of so many pixels."""

    caption: str
    png: bytes
    width: int
    height: int


HEADINGS = ("learning rate", "epochs", "final loss", "arrived at epoch", "diverged at epoch")


def line_of(result: Result, floor: float) -> Line:
    """The row of a result; ``floor`` is the best possible loss."""
    outcome = result.outcome
    return Line(
        result.trial.lr,
        result.trial.epochs,
        outcome.final if math.isfinite(outcome.final) else None,
        outcome.arrived_at(floor),
        outcome.diverged_at(),
    )


def table_csv(results: Sequence[Result], floor: float) -> str:
    """The table at full precision, one row per trial; a number that is missing is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*HEADINGS, "stop"])
    for result in results:
        writer.writerow([*line_of(result, floor), result.outcome.stop])
    return out.getvalue()


def curves_csv(results: Sequence[Result]) -> str:
    """The losses, one row per epoch and one column per trial."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [f"lr={r.trial.lr:.12g} epochs={r.trial.epochs}" for r in results]
    writer.writerow(["epoch", *names])
    for epoch in range(max((len(r.outcome.losses) for r in results), default=0)):
        cells = (
            repr(float(r.outcome.losses[epoch])) if epoch < len(r.outcome.losses) else ""
            for r in results
        )
        writer.writerow([epoch, *cells])
    return out.getvalue()


def report(
    document: Document,
    results: Sequence[Result],
    floor: float,
    output: str,
    pictures: Sequence[Picture] = (),
) -> str:
    """The experiment as one page of HTML: expression, data, table, pictures, remarks.

    ``output`` is what the loss is called. All text of the document is escaped; the pictures are
    in the page.
    """
    title = escape(document.title)
    remarks = document.experiment.remarks.strip()
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f"<title>Experiment: {title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
            f"<h1>Experiment: {title}</h1>",
            f'<p class="facts">{_facts(document, floor, output)}</p>',
            _table(results, floor, output),
            *(_picture(picture) for picture in pictures),
            "<h2>Remarks</h2>",
            "".join(f"<p>{escape(part)}</p>" for part in remarks.split("\n") if part.strip())
            or "<p>None.</p>",
            "</body>\n</html>\n",
        )
    )


def _facts(document: Document, floor: float, output: str) -> str:
    descent = document.descent
    start = ", ".join(f"{name} = {format_number(x)}" for name, x in start_of(document).items())
    reads = any(is_bound(document, node) for node in document.graph.inputs)
    facts = [escape(to_text(document.graph).replace("\n", "; "))]
    if reads and document.dataset is not None:
        facts.append(f"{escape(document.dataset.name)}, {document.dataset.length:,} rows")
    batch = f", batches of {descent.batch_size}" if descent.batch_size and reads else ""
    facts.append(f"{escape(descent.optimizer)}{batch}, from {escape(start)}")
    if math.isfinite(floor):
        facts.append(f"lowest {escape(output)}: {format_number(floor)}")
    return "<br>".join(facts)


def _table(results: Sequence[Result], floor: float, output: str) -> str:
    heads = (HEADINGS[0], HEADINGS[1], f"final {output}", *HEADINGS[3:])
    rows = ["<tr>" + "".join(f"<th>{escape(head)}</th>" for head in heads) + "</tr>"]
    for result in results:
        line = line_of(result, floor)
        cells = [format_number(line.lr), f"{line.epochs:,}", _cell(line.final)]
        cells += [NONE if n is None else f"{n:,}" for n in (line.arrived, line.diverged)]
        kind = ' class="bad"' if result.outcome.is_lost else ""
        rows.append(f"<tr{kind}>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return "<table>" + "\n".join(rows) + "</table>"


def _cell(number: float | None) -> str:
    return "not finite" if number is None else format_number(number)


def _picture(picture: Picture) -> str:
    data = base64.b64encode(picture.png).decode()
    caption = escape(picture.caption)
    size = f'width="{picture.width}" height="{picture.height}"'
    image = f'<img alt="{caption}" {size} src="data:image/png;base64,{data}">'
    return f"<h2>{caption}</h2>\n{image}"
