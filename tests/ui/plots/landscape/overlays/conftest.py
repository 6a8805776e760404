"""Overlays on a desk: what is asked of them in tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import pytest
from pytestqt.qtbot import QtBot

from gradviz.document import Document, open_function
from gradviz.ui.plots.landscape.overlays.overlay import Overlay

if TYPE_CHECKING:
    from tests.ui.plots.conftest import Desk

Kind = TypeVar("Kind", bound=Overlay)


def overlay(desk: Desk, kind: type[Kind]) -> Kind:
    """The one overlay of a kind on the desk."""
    (found,) = desk.landscape.findChildren(kind)
    return found


def is_quiet(desk: Desk) -> bool:
    """Whether everything asked for is there."""
    return not desk.jobs.is_busy()


@pytest.fixture
def himmelblau(open_desk: Callable[[Document | str], Desk], qtbot: QtBot) -> Desk:
    """A desk with Himmelblau's function, shown in its whole domain."""
    made = open_desk(open_function("himmelblau"))
    qtbot.waitUntil(lambda: is_quiet(made))
    return made
