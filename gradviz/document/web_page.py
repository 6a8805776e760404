"""A document as one web page that needs nothing else: picture, expression, numbers and code."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import numpy as np

from gradviz.document.exports import SCRIPTS
from gradviz.document.model import Document
from gradviz.document.values import inputs_of
from gradviz.errors import GradVizError
from gradviz.graph import (
    OPS,
    Evaluation,
    Graph,
    NodeId,
    Value,
    evaluate,
    format_number,
    format_value,
    to_text,
)

_MOST_SHOWN = 12
_LONGEST_TIP = 400
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1B2430; background: #FFFFFF;
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
pre { font: 14px/1.45 ui-monospace, monospace; background: #F5F6F8; border: 1px solid #D5DAE1;
  border-radius: 8px; padding: .75rem 1rem; overflow-x: auto; }
figure { margin: 1rem 0; overflow-x: auto; } svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .3rem 1.5rem .3rem 0; border-bottom: 1px solid #D5DAE1; }
th { color: #566273; font-weight: 600; } .value { color: #0069A8; } .gradient { color: #B84300; }
@media print { pre { white-space: pre-wrap; overflow-wrap: anywhere; } }
"""


def web_page(document: Document, svg: str) -> str:
    """The page; ``svg`` is the picture of the graph. All text of the document is escaped.

    Raises GradVizError when the graph can't be evaluated.
    """
    graph = document.graph
    found = evaluate(graph, inputs_of(document))
    try:
        code = SCRIPTS["torch"](document).text
    except GradVizError as error:  # too many numbers for a program; the rest of the page is true
        code = f"# {error}\n"
    title = escape(document.title)
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>",
            f"<pre>{escape(to_text(graph))}</pre>",
            f"<figure>{_inline(svg)}</figure>",
            "<h2>Values and gradients</h2>",
            _table(graph, found),
            f"<h2>PyTorch</h2>\n<pre><code>{escape(code)}</code></pre>",
            "</body>\n</html>\n",
        )
    )


def _inline(svg: str) -> str:
    """The picture without what belongs to a file of its own."""
    return re.sub(r"^\s*(<\?xml.*?\?>|<!DOCTYPE.*?>)\s*", "", svg, flags=re.DOTALL)


def _table(graph: Graph, found: Evaluation) -> str:
    output = escape(graph.labels.get(found.target, ""))
    gradient = f"∂{output} / ∂name" if found.note is None else "Gradient"
    rows = [
        _row(graph, found, node_id)
        for node_id in graph.order
        if node_id in graph.labels and node_id in found.node_values
    ]
    note = "" if found.note is None else f"<p>{escape(found.note)}</p>"
    return (
        f"<table>\n<thead><tr><th>Name</th><th>Operation</th><th>Value</th><th>{gradient}</th>"
        f"</tr></thead>\n<tbody>\n{''.join(rows)}</tbody>\n</table>{note}"
    )


def _row(graph: Graph, found: Evaluation, node_id: NodeId) -> str:
    node = graph.nodes[node_id]
    kind = node.role.value if node.is_input else OPS[node.op].symbol
    cells = (
        f"<td>{escape(graph.labels[node_id])}</td><td>{escape(kind)}</td>"
        f'<td class="value">{_number(found.node_values[node_id])}</td>'
        f'<td class="gradient">{_number(found.node_gradients.get(node_id))}</td>'
    )
    return f"<tr>{cells}</tr>\n"


def _number(value: Value | None) -> str:
    if value is None:
        return ""
    listed = value if isinstance(value, float) else np.asarray(value).tolist()
    shown = format_value(value) if np.size(value) > _MOST_SHOWN else _listed(listed)
    full = repr(listed)
    tip = f' title="{escape(full)}"' if len(full) <= _LONGEST_TIP else ""
    return f"<span{tip}>{escape(shown)}</span>"


def _listed(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_listed(item) for item in value)}]"
    return format_number(value)
