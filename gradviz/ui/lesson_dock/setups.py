"""What a lesson opens, as a document."""

from __future__ import annotations

from dataclasses import replace

from gradviz.document import Document, edits, open_example, open_function
from gradviz.teaching.lessons import Setup


def open_setup(setup: Setup, current: Document) -> Document:
    """The document of ``setup``; without one of its own, ``current`` with the changes it states.

    Raises GradVizError for what does not exist or cannot be set.
    """
    document = current
    if setup.example:
        document = open_example(setup.example)
    elif setup.function:
        document = open_function(setup.function)
    elif setup.expression:
        document = edits.set_text(Document(), setup.expression)
        document = replace(document, title=setup.label or document.title)
    if setup.values:
        document = edits.set_values(document, setup.values)
    return edits.set_descent(
        document, optimizer=setup.optimizer or None, lr=setup.lr, epochs=setup.epochs
    )
