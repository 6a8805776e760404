"""How a text is read as a table: the delimiter, the decimal sign, the encoding, the header."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QVBoxLayout, QWidget

from gradviz.descent.data.tables import ENCODINGS, TableOptions

DELIMITER_NAMES = {",": "Comma", ";": "Semicolon", "\t": "Tab"}
ENCODING_NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "latin-1": "Latin-1"}


def made_combo(parent: QWidget, name: str, tip: str) -> QComboBox:
    """An empty box to choose from."""
    combo = QComboBox(parent)
    combo.setObjectName(name)
    combo.setAccessibleName(tip)
    combo.setToolTip(tip)
    return combo


class OptionsForm(QWidget):
    """Shows what was found out, and lets one put it right."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.delimiter = made_combo(self, "import_delimiter", "What separates the cells")
        for sign, title in DELIMITER_NAMES.items():
            self.delimiter.addItem(title, sign)
        self.decimal = made_combo(self, "import_decimal", "The decimal sign")
        for is_comma, title in ((False, "Point"), (True, "Comma")):
            self.decimal.addItem(title, is_comma)
        self.encoding = made_combo(self, "import_encoding", "How letters are written")
        for code in ENCODINGS:
            self.encoding.addItem(ENCODING_NAMES[code], code)
        self.header = QCheckBox("The first row holds the names", self)
        self.header.setObjectName("import_header")
        self.header.setToolTip("Otherwise the columns are called x and y, or x1, x2 …")
        form = QFormLayout()
        for text, combo in (
            ("Delimiter", self.delimiter),
            ("Decimal sign", self.decimal),
            ("Encoding", self.encoding),
        ):
            form.addRow(text, combo)
            combo.activated.connect(lambda _index: self.changed.emit())
        self.header.clicked.connect(lambda _on: self.changed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self.header)

    @property
    def options(self) -> TableOptions:
        """As they are chosen."""
        return TableOptions(
            self.delimiter.currentData(),
            self.header.isChecked(),
            self.decimal.currentData(),
            self.encoding.currentData(),
        )

    def show_options(self, options: TableOptions) -> None:
        """Show what was found out."""
        self.delimiter.setCurrentIndex(self.delimiter.findData(options.delimiter))
        self.decimal.setCurrentIndex(self.decimal.findData(options.decimal_comma))
        self.encoding.setCurrentIndex(self.encoding.findData(options.encoding))
        self.header.setChecked(options.has_header)
