"""The page of one entry: its picture, its formula, and all there is to know about it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gradviz.descent.library.traits import traits
from gradviz.session import JobRunner
from gradviz.ui.gallery.choices import Choices
from gradviz.ui.gallery.describing import HEADINGS, exact_minima, sections
from gradviz.ui.gallery.formula_block import FormulaBlock
from gradviz.ui.gallery.formulas import constraints_of, rows_of
from gradviz.ui.gallery.large_picture import LargePicture
from gradviz.ui.gallery.pictures import Painter
from gradviz.ui.gallery.shelf import Chosen, Item
from gradviz.ui.gallery.tile import bold, small
from gradviz.ui.theme import Theme, ThemeSource

WIDTH = 440
TEXT_WIDTH = 392  # that of the picture
PAD = 16
TITLE_SCALE = 1.35


class DetailPage(QWidget):
    """Shows an entry; says when it is to be opened, or when one of its words is to be searched."""

    opened = Signal(object)  # Chosen
    searched = Signal(str)

    def __init__(
        self, themes: ThemeSource, jobs: JobRunner, painter: Painter, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("gallery_detail")
        self.setFixedWidth(WIDTH)
        self._themes = themes
        self._item: Item | None = None
        self.picture = LargePicture(themes, jobs, painter, self)
        self._title = self._label("gallery_title")
        self._words = self._label("gallery_traits")
        flags = Qt.TextInteractionFlag
        self._words.setTextInteractionFlags(
            flags.LinksAccessibleByMouse | flags.LinksAccessibleByKeyboard
        )
        self.choices = Choices(self)
        self.formulas = FormulaBlock("gallery_formulas", themes, jobs, self)
        self._constraints_heading = self._heading("Constraints")
        self.constraints = FormulaBlock("gallery_constraints", themes, jobs, self)
        self._sections = {name: self._section(name) for name in HEADINGS}
        self.open_button = QPushButton("Open", self)
        self.open_button.setObjectName("gallery_open_button")
        self.open_button.setAutoDefault(False)
        self._place()
        self._use_fonts()
        self._words.linkActivated.connect(self.searched)
        self._words.linkHovered.connect(self._on_hovered)
        self.choices.changed.connect(self._show_chosen)
        self.open_button.clicked.connect(lambda: self.opened.emit(self.choices.chosen))
        themes.theme_changed.connect(self._on_theme_changed)

    def _place(self) -> None:
        page = QWidget(self)
        page.setObjectName("gallery_page")
        page.setMaximumWidth(TEXT_WIDTH + 2 * PAD)
        column = _column(page, 6)
        column.setContentsMargins(PAD, PAD, PAD, 8)
        for widget in (
            self.picture, self._title, self._words, self.choices, self.formulas,
            self._constraints_heading, self.constraints,
        ):  # fmt: skip
            column.addWidget(widget)
        for heading, body in self._sections.values():
            pair = QVBoxLayout()
            pair.setSpacing(2)
            pair.addWidget(heading)
            pair.addWidget(body)
            column.addLayout(pair)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setObjectName("gallery_scroll")
        area.setAccessibleName("About the function")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        outer = _column(self, 0)
        outer.addWidget(area, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(PAD, 8, WIDTH - TEXT_WIDTH - PAD, PAD)
        foot.addWidget(self.open_button)
        outer.addLayout(foot)

    def show_item(self, item: Item) -> None:
        """Show an entry as it is by itself."""
        self._item = item
        self._title.setText(item.title)
        self.choices.show_item(item)
        self._show_traits()
        self._show_chosen()

    @property
    def chosen(self) -> Chosen:
        """What would be opened now."""
        return self.choices.chosen

    # Inside

    def _show_chosen(self) -> None:
        item = self._item
        if item is None:
            return
        chosen, words = self.choices.chosen, self.choices.words
        function = item.function_of(chosen)
        self.picture.show_chosen(chosen, repr(item.source), item.title)
        self.formulas.show_rows(partial(rows_of, function or item.source))
        bound = function is not None and bool(function.constraints)
        if function is not None:
            self.constraints.show_rows(partial(constraints_of, function))
        self._constraints_heading.setVisible(bound)
        self.constraints.setVisible(bound)
        self._show_sections(item)
        self.open_button.setText(f"Open with {words}" if words else "Open")
        self.open_button.setToolTip(
            f"Open {item.title} in place of the graph; undo brings the graph back (Enter)"
        )
        self.open_button.setAccessibleName(f"{self.open_button.text()}: {item.title}")

    def _show_sections(self, item: Item) -> None:
        function = item.function_of(self.choices.chosen)
        texts = dict(sections(item, function))
        for name, (heading, body) in self._sections.items():
            body.setText(texts.get(name, ""))
            heading.setVisible(bool(name) and name in texts)
            body.setVisible(name in texts)
        _, body = self._sections["Minima"]
        body.setToolTip("" if function is None else exact_minima(function))

    def _show_traits(self) -> None:
        """The traits as words to press: each searches for its like."""
        item, theme = self._item, self._themes.current
        if item is None:
            return
        link = f"color: {theme.accent}; text-decoration: none"
        shown = (trait for trait in item.traits if trait != item.line)
        words = (f'<a href="{t}" style="{link}">{t.replace(" ", "&nbsp;")}</a>' for t in shown)
        self._words.setText(" · ".join((item.line.replace(" ", "&nbsp;"), *words)))

    def _use_fonts(self) -> None:
        title = bold(self.font())
        title.setPointSizeF(self.font().pointSizeF() * TITLE_SCALE)
        self._title.setFont(title)
        self._words.setFont(small(self.font()))
        for heading in (self._constraints_heading, *(pair[0] for pair in self._sections.values())):
            heading.setFont(bold(small(self.font())))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text around."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._use_fonts()

    def _on_hovered(self, trait: str) -> None:
        self._words.setToolTip(traits().meanings.get(trait, ""))

    def _on_theme_changed(self, _theme: Theme) -> None:
        self._show_traits()

    def _section(self, heading: str) -> tuple[QLabel, QLabel]:
        """The labels of a section; made once, since new widgets take long to be styled."""
        body = self._label(f"gallery_{heading.casefold().replace(' ', '_') or 'story'}")
        body.setTextFormat(Qt.TextFormat.PlainText)
        return self._heading(heading), body

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName("gallery_heading")
        label.setContentsMargins(0, 6, 0, 0)
        return label

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label


def _column(widget: QWidget, spacing: int) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return column
