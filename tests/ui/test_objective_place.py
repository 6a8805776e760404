"""The place that the objectives and the data share in the window."""

from __future__ import annotations

from gradviz.document import edits, open_example, open_function
from gradviz.ui.main_window import MainWindow


def shown(window: MainWindow) -> set[str]:
    return {n for n in ("objective_dock", "data_dock") if not window.docks[n].isHidden()}


def test_the_objectives_take_the_place_of_the_empty_data_and_give_it_back(
    window: MainWindow,
) -> None:
    session = window.parts.session
    assert shown(window) == {"data_dock"}
    session.new(open_function("binh_korn"))
    assert shown(window) == {"objective_dock"}
    session.new(open_function("rosenbrock"))
    assert shown(window) == {"data_dock"}


def test_what_a_person_closed_stays_closed_until_there_are_objectives_anew(
    window: MainWindow,
) -> None:
    session = window.parts.session
    session.new(open_function("binh_korn"))
    window.docks["objective_dock"].close()
    session.apply("Start", edits.set_values(session.document, {"x": 1.0}))
    assert shown(window) == set()
    session.new(open_example("line_fit"))
    assert shown(window) == {"data_dock"}
    session.new(open_function("viennet"))
    assert shown(window) == {"objective_dock"}


def test_a_closed_data_panel_is_not_opened(window: MainWindow) -> None:
    session = window.parts.session
    window.docks["data_dock"].close()
    session.new(open_function("binh_korn"))
    session.new(open_function("rosenbrock"))
    assert shown(window) == set()


def test_data_and_objectives_are_tabs_of_one_place(window: MainWindow) -> None:
    session = window.parts.session
    both = open_example("line_fit")
    text = f"{both.text}; other = m^2; F = L + other"
    document = edits.set_text(both, text)
    from gradviz.document import weighing

    ids = [document.graph.by_name[name] for name in ("L", "other")]
    session.new(weighing.declare_objectives(document, ids))
    assert shown(window) == {"objective_dock", "data_dock"}
    assert window.docks["data_dock"] in window.tabifiedDockWidgets(window.docks["objective_dock"])
