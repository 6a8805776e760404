"""Exports and copies of the whole window: files that open, sentences that say how it went."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QAction, QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gradviz.document import EXPORTS, Document, edits
from gradviz.errors import GradVizError
from gradviz.ui.exporting import KINDS
from gradviz.ui.main_window import MainWindow
from gradviz.ui.menus import EXPORT_TITLES
from gradviz.ui.theme import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert action is not None
    action.trigger()


def drawn(svg: bytes) -> QImage:
    renderer = QSvgRenderer(QByteArray(svg))
    assert renderer.isValid()
    image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    image.fill(QColor("magenta"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def colors(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    }


def border(image: QImage) -> set[str]:
    right, bottom = image.width() - 1, image.height() - 1
    points = [(x, y) for x in range(right + 1) for y in (0, bottom)]
    points += [(x, y) for x in (0, right) for y in range(bottom + 1)]
    return {image.pixelColor(*point).name().upper() for point in points}


@pytest.fixture
def lecture(window: MainWindow) -> MainWindow:
    window.files.choose("backprop")
    return window


def test_every_kind_has_a_title() -> None:
    assert set(EXPORT_TITLES) >= set(KINDS) >= set(EXPORTS)


def test_the_svg_is_well_formed_and_needs_no_fonts(lecture: MainWindow) -> None:
    data = lecture.exports.exported("svg")
    root = ET.fromstring(data)  # noqa: S314  # our own
    assert root.find(f"{SVG}title") is not None
    assert not list(root.iter(f"{SVG}text"))
    image = drawn(data)
    assert border(image) == {"#FFFFFF"}  # a margin on every side: nothing is cut
    assert {LIGHT.value, LIGHT.gradient} <= colors(image)


def test_a_name_that_means_something_in_xml_is_escaped(lecture: MainWindow) -> None:
    session = lecture.parts.session
    from dataclasses import replace

    session.apply("Rename", replace(session.document, title='<b> & "co"'))
    root = ET.fromstring(lecture.exports.exported("svg"))  # noqa: S314  # our own
    assert root.findtext(f"{SVG}title") == '<b> & "co"'
    page = lecture.exports.exported("html").decode()
    assert "<b>" not in page
    assert "&lt;b&gt; &amp;" in page


def test_the_png_has_twice_the_size_of_the_svg(lecture: MainWindow) -> None:
    picture = Image.open(io.BytesIO(lecture.exports.exported("png")))
    picture.load()
    size = QSvgRenderer(QByteArray(lecture.exports.exported("svg"))).defaultSize()
    assert picture.width == pytest.approx(2 * size.width(), abs=4)
    assert picture.height == pytest.approx(2 * size.height(), abs=4)
    assert picture.getpixel((0, 0)) == (255, 255, 255)
    assert picture.info["Description"] == "d = 2b; e = a + d; L = c e"


def test_the_pdf_is_one_page_as_large_as_the_graph_with_its_fonts(lecture: MainWindow) -> None:
    data = lecture.exports.exported("pdf")
    assert data.startswith(b"%PDF")
    assert data.rstrip().endswith(b"%%EOF")
    assert data.count(b"/Type /Page\n") == 1
    assert b"/FontFile2" in data
    width = float(data.split(b"/MediaBox [0 0 ")[1].split()[0])
    size = QSvgRenderer(QByteArray(lecture.exports.exported("svg"))).defaultSize()
    assert width == pytest.approx(size.width() * 72 / 96, abs=2)


def test_pictures_are_on_white_paper_unless_asked(lecture: MainWindow) -> None:
    trigger(lecture, "action_theme_dark")
    assert border(drawn(lecture.exports.exported("svg"))) == {"#FFFFFF"}
    trigger(lecture, "export_as_shown")
    image = drawn(lecture.exports.exported("svg"))
    assert border(image) == {DARK.canvas}
    assert DARK.value in colors(image)
    assert lecture.parts.settings.pictures_as_shown


def test_a_selection_is_not_in_the_picture_and_stays_on_screen(lecture: MainWindow) -> None:
    before = drawn(lecture.exports.exported("svg"))
    focus, graph = lecture.parts.focus, lecture.parts.session.document.graph
    focus.select(graph.by_name["e"])
    assert drawn(lecture.exports.exported("svg")) == before
    assert focus.selection == (graph.by_name["e"],)
    assert lecture.graph_panel.view.graph_scene().ink.theme == lecture.parts.themes.current


def test_the_picture_is_copied_as_image_and_as_svg(lecture: MainWindow) -> None:
    trigger(lecture, "copy_picture")
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    assert drawn(bytes(data.data("image/svg+xml").data())).width() > 100
    image = data.imageData()
    assert isinstance(image, QImage)
    assert image.width() > 1000
    assert lecture.status.text() == "The picture is on the clipboard."


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("copy_latex", r"\begin{aligned}"),
        ("copy_torch", "import torch"),
        ("copy_text", "e = a + d"),
    ],
)
def test_texts_are_copied(lecture: MainWindow, name: str, part: str) -> None:
    trigger(lecture, name)
    assert part in QGuiApplication.clipboard().text()
    assert "clipboard" in lecture.status.text()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_and_said(
    qtbot: QtBot,
    lecture: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *a, **_k: (str(tmp_path / Path(a[2]).stem), "")
    )
    trigger(lecture, f"export_{kind}")
    qtbot.waitUntil(lambda: lecture.status.text().startswith("Exported to"))
    (path,) = tmp_path.iterdir()
    assert path.suffix  # a name without an ending gets the usual one
    assert path.stat().st_size > 10
    assert lecture.status.text() == f"Exported to {path.name}."


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_document_is_refused_in_a_sentence_or_is_empty(
    lecture: MainWindow, tmp_path: Path, kind: str
) -> None:
    lecture.parts.session.new(Document())
    lecture.exports.write(kind, tmp_path / "out")
    said = lecture.status.text()
    assert said == "Exported to out." or said.endswith(".")
    if kind not in ("latex", "text", "derivation"):
        with pytest.raises(GradVizError):
            lecture.exports.exported(kind)
    trigger(lecture, "copy_picture")
    assert lecture.status.text() == "There is nothing to draw: write an expression."


def test_a_long_derivation_is_written_in_the_background(
    qtbot: QtBot, lecture: MainWindow, tmp_path: Path
) -> None:
    session = lecture.parts.session
    chain = "; ".join(f"x{k + 1} = sin(x{k})" for k in range(100))
    session.apply("Type", edits.set_text(session.document, chain))
    lecture.exports.write("derivation", tmp_path / "long.tex")
    assert lecture.status.text() == "Writing long.tex …"
    qtbot.waitUntil(lambda: lecture.status.text() == "Exported to long.tex.")
    assert (tmp_path / "long.tex").read_text().endswith("\\end{document}\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full disk to lend")
@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_full_disk_is_one_sentence(qtbot: QtBot, lecture: MainWindow, kind: str) -> None:
    lecture.exports.write(kind, Path("/dev/full"))
    sentence = "full can't be saved: no space left on device."
    qtbot.waitUntil(lambda: lecture.status.text() == sentence)


def test_a_very_large_graph_still_fits_an_image(lecture: MainWindow) -> None:
    session = lecture.parts.session
    chain = "; ".join(f"x{k + 1} = sin(x{k})" for k in range(200))
    session.apply("Type", edits.set_text(session.document, chain))
    picture = Image.open(io.BytesIO(lecture.exports.exported("png")))
    assert max(picture.size) <= 30_001
    width = float(lecture.exports.exported("pdf").split(b"/MediaBox [0 0 ")[1].split()[0])
    assert width <= 14_400
