"""Every control in the docks of the descent can be found, understood and reached by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QScrollBar,
    QWidget,
)

from gradviz.ui import docks

if TYPE_CHECKING:
    from gradviz.ui.main_window import MainWindow

KINDS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)
PARTS = (QAbstractSpinBox, QComboBox, QHeaderView, QMenu)  # what is inside them is theirs
DOCKS = (
    "landscape_dock",
    "loss_dock",
    "descent_dock",
    "race_dock",
    "derivative_dock",
    "update_dock",
    "sweep_dock",
    "objective_dock",
    "fit_dock",
)


def _controls(panel: QWidget) -> list[QWidget]:
    """Those seen in a panel; what pyqtgraph never shows is hidden."""
    return [
        widget
        for widget in panel.findChildren(QWidget)
        if isinstance(widget, KINDS)
        and widget.isVisible()
        and not isinstance(widget, QScrollBar)
        and not isinstance(widget.parent(), PARTS)
        and not widget.objectName().startswith("qt_")
    ]


def _words(control: QWidget) -> str:
    text = control.text() if isinstance(control, QAbstractButton) else ""
    return control.accessibleName() or text


@pytest.mark.parametrize("name", DOCKS)
def test_each_control_has_a_name_a_tip_and_a_way_by_keys(window: MainWindow, name: str) -> None:
    window.files.choose("binh_korn")
    docks.bring(window.docks[name])
    panel = window.docks[name].widget()
    assert panel is not None
    controls = _controls(panel)
    assert controls or name in ("loss_dock", "sweep_dock", "objective_dock")
    for control in controls:
        place = f"{name}: {type(control).__name__} {control.objectName()}"
        assert control.objectName(), place
        assert control.toolTip(), place
        assert _words(control), place
        assert control.focusPolicy() != Qt.FocusPolicy.NoFocus, place
