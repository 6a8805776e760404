"""A document as a web page: complete, escaped, and without anything from elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from gradviz.descent.data.datasets import Dataset
from gradviz.document import Document, edits, examples, open_example
from gradviz.document.web_page import web_page
from gradviz.errors import GradVizError

PICTURE = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><title>T</title></svg>'


class Reader(HTMLParser):
    """Checks that elements nest, and keeps the texts of cells and of code."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not any(name in ("src", "href") for name, _ in attrs)
        if tag != "meta":
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.texts[tag][-1] += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert not reader.open
    return reader


@pytest.mark.parametrize("key", list(examples()))
def test_every_example_is_a_whole_page(key: str) -> None:
    document = open_example(key)
    page = web_page(document, PICTURE)
    reader = read(page)
    assert page.count("<svg") == 1
    assert "<?xml" not in page
    assert set(re.findall(r"https?://[^\"]*", page)) == {"http://www.w3.org/2000/svg"}
    named = set(document.graph.by_name)
    assert named <= set(reader.texts["td"])
    assert "import torch" in reader.texts["code"][0]


def test_numbers_stand_in_the_table() -> None:
    document = edits.set_text(Document(title="T"), "v = [1, 2]; L = sum(v)*2")
    cells = read(web_page(document, PICTURE)).texts["td"]
    assert cells[:4] == ["v", "parameter", "[1, 2]", "[2, 2]"]


def test_text_of_the_document_is_never_markup() -> None:
    document = replace(open_example("backprop"), title="<script>alert(1)</script>")
    page = web_page(document, PICTURE)
    assert "<script" not in page
    assert read(page).texts["h1"] == ["<script>alert(1)</script>"]


def test_a_vector_says_why_it_has_no_gradient() -> None:
    page = web_page(edits.set_text(Document(), "ŷ = [1, 2]*m"), PICTURE)
    assert "a gradient needs one number" in page


def test_data_too_long_for_a_program_leaves_the_rest_of_the_page() -> None:
    columns = {name: np.linspace(0, 1, 20_000) for name in ("x", "y")}
    document = edits.set_dataset(open_example("line_fit"), Dataset("big", columns))
    reader = read(web_page(document, PICTURE))
    assert "Export the data as CSV" in reader.texts["code"][0]


def test_what_cannot_be_evaluated_is_refused_in_words() -> None:
    with pytest.raises(GradVizError):
        web_page(edits.set_text(Document(), "L = a * ?"), PICTURE)
