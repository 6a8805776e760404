"""The menu bar: one table of actions with their shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMessageBox

from gradviz.session import Overlay
from gradviz.ui.canvas.actions.arranging_rows import fill_menu
from gradviz.ui.docks import DOCKS
from gradviz.ui.exporting import KINDS
from gradviz.ui.filling import open_gallery
from gradviz.ui.library import GALLERY_KEY

if TYPE_CHECKING:
    from gradviz.ui.main_window import MainWindow


class Entry(NamedTuple):
    """One action: the menu it is in, its object name, text, shortcuts and what it does."""

    menu: str
    name: str
    text: str
    shortcut: str
    act: Callable[[MainWindow], object]


ENTRIES = (
    Entry("File", "action_new", "New", "Ctrl+N", lambda w: w.files.new()),
    Entry("File", "action_open", "Open…", "Ctrl+O", lambda w: w.files.ask_open()),
    Entry("File", "action_open_data", "Open data…", "Ctrl+Shift+D",
          lambda w: w.files.ask_data()),
    Entry("File", "action_paste_data", "Paste data…", "Ctrl+Alt+V",
          lambda w: w.files.paste_data()),
    Entry("File", "action_gallery", "Test functions…", GALLERY_KEY, open_gallery),
    Entry("File", "action_save", "Save", "Ctrl+S", lambda w: w.files.save()),
    Entry("File", "action_save_as", "Save as…", "Ctrl+Shift+S", lambda w: w.files.save_as()),
    Entry("File", "action_quit", "Quit", "Ctrl+Q", lambda w: w.close()),
    Entry("Edit", "action_undo", "Undo", "Ctrl+Z", lambda w: w.parts.session.undo()),
    Entry("Edit", "action_redo", "Redo", "Ctrl+Shift+Z; Ctrl+Y", lambda w: w.parts.session.redo()),
    Entry("View", "action_find", "Find a node…\tCtrl+F", "", lambda w: w.graph_panel.finder.open()),
    Entry("View", "action_present", "Present", "F11",
          lambda w: w.present(not w.top_bar.present.isChecked())),
    Entry("View", "action_focus_expression", "Go to the expression", "Ctrl+K",
          lambda w: w.top_bar.expression.setFocus()),
    Entry("Help", "action_about", "About GradViz", "", lambda w: show_about(w)),
)  # fmt: skip


class Switch(NamedTuple):
    """A checkable action of the View menu that turns one of the canvas's overlays."""

    name: str
    text: str
    shortcut: str
    overlay: str


SWITCHES = (
    Switch("action_checks", "Check gradients numerically", "F8", "checks"),
    Switch("action_symbols", "Symbols instead of numbers on edges", "F9", "symbols"),
    Switch("action_depths", "Depth of each node", "F4", "depths"),
)

PANEL_KEYS = "1234567890"
"""With Alt they open the panels, as many as there are keys; the others have the menu alone."""

THEMES = (("system", "Theme: as the system"), ("light", "Theme: light"), ("dark", "Theme: dark"))


def fill_menus(window: MainWindow) -> None:
    """Build every menu of the window's menu bar."""
    menus: dict[str, QMenu] = {}
    for title in ("File", "Edit", "Graph", "View", "Help"):
        menus[title] = window.menus.addMenu(title)
        menus[title].setObjectName(f"menu_{title.lower()}")
    for entry in ENTRIES:
        _add(window, menus[entry.menu], entry)
    window.top_bar.library.gallery_wanted.connect(partial(open_gallery, window))
    _add_recent(window, menus["File"])
    _follow_history(window, menus["Edit"])
    for title in ("Edit", "View"):
        fill_menu(window.graph_panel, menus[title], title)
    menus["Edit"].addSeparator()
    arrange = menus["Edit"].addMenu("Arrange")
    arrange.setObjectName("menu_arrange")
    fill_menu(window.graph_panel, arrange, "Arrange")
    _remember_snap(window)
    _add_switches(window, menus["View"])
    _add_graph_actions(window, menus["Graph"])
    _add_docks_and_themes(window, menus["View"])


EXPORT_TITLES = {
    "svg": "Graph as SVG…",
    "pdf": "Graph as PDF…",
    "png": "Graph as PNG…",
    "html": "Web page…",
    "torch": "PyTorch script…",
    "descent": "Descent as PyTorch script…",
    "micrograd": "Script in micrograd style…",
    "latex": "LaTeX…",
    "derivation": "Derivation as LaTeX…",
    "csv": "Trajectory as CSV…",
    "text": "Expression as text…",
}
COPY_TITLES = {
    "latex": "Copy as LaTeX",
    "torch": "Copy as PyTorch",
    "text": "Copy the expression",
}


def export_menu(window: MainWindow) -> QMenu:
    """What the document can be taken out as: pictures of the graph and texts, also by copying."""
    menu = QMenu(window)
    menu.setObjectName("export_menu")
    exports = window.exports
    for kind in KINDS:
        _offer(menu, f"export_{kind}", EXPORT_TITLES.get(kind, kind), partial(exports.ask, kind))
    menu.addSeparator()
    _offer_plots(window, menu)
    menu.addSeparator()
    _offer(menu, "copy_picture", "Copy the graph as picture", exports.copy_picture)
    for kind, title in COPY_TITLES.items():
        _offer(menu, f"copy_{kind}", title, partial(exports.copy, kind))
    menu.addSeparator()
    themed = menu.addAction("Pictures in the colors of the window")
    themed.setObjectName("export_as_shown")
    themed.setCheckable(True)
    themed.setChecked(window.parts.settings.pictures_as_shown)
    themed.toggled.connect(partial(setattr, window.parts.settings, "pictures_as_shown"))
    return menu


def _offer_plots(window: MainWindow, menu: QMenu) -> None:
    """Pictures of the plots that can be seen, and the descent as an animation."""
    plots = menu.addMenu("Plots")
    plots.setObjectName("export_plots_menu")
    record = menu.addAction("Descent as animated GIF…")
    record.setObjectName("export_gif")

    def fill() -> None:
        record.setEnabled(window.recording is not None)
        if window.plot_menus is not None:
            window.plot_menus.fill(plots)

    def ask() -> None:
        if window.recording is not None:
            window.recording.ask()

    menu.aboutToShow.connect(fill)
    record.triggered.connect(ask)


def _offer(menu: QMenu, name: str, title: str, act: Callable[[], None]) -> None:
    action = menu.addAction(title)
    action.setObjectName(name)
    action.triggered.connect(lambda _checked=False: act())


def _add(window: MainWindow, menu: QMenu, entry: Entry) -> None:
    action = menu.addAction(entry.text)
    action.setObjectName(entry.name)
    if entry.shortcut:
        action.setShortcuts(QKeySequence.listFromString(entry.shortcut))
    action.triggered.connect(lambda _checked=False: entry.act(window))


def _add_recent(window: MainWindow, menu: QMenu) -> None:
    recent = QMenu("Open recent", menu)
    recent.setObjectName("menu_recent")
    before = next(action for action in menu.actions() if action.objectName() == "action_save")
    menu.insertMenu(before, recent)

    def fill() -> None:
        recent.clear()
        for path in window.parts.settings.recent_files():
            action = recent.addAction(str(path))
            action.triggered.connect(lambda _checked=False, path=str(path): window.files.open(path))
        recent.setEnabled(not recent.isEmpty())

    menu.aboutToShow.connect(fill)


def _follow_history(window: MainWindow, menu: QMenu) -> None:
    """Undo and redo say what they would undo and redo."""
    session = window.parts.session
    actions = {action.objectName(): action for action in menu.actions()}
    undo, redo = actions["action_undo"], actions["action_redo"]

    def refresh() -> None:
        undo.setEnabled(session.can_undo)
        redo.setEnabled(session.can_redo)
        undo.setText(f"Undo {session.undo_text}".rstrip())
        redo.setText(f"Redo {session.redo_text}".rstrip())

    session.history_changed.connect(refresh)
    refresh()


def _add_switches(window: MainWindow, menu: QMenu) -> None:
    overlays = window.parts.overlays
    menu.addSection("On the graph")
    actions: dict[str, QAction] = {}
    for switch in SWITCHES:
        action = actions[switch.overlay] = menu.addAction(switch.text)
        action.setObjectName(switch.name)
        action.setShortcut(switch.shortcut)
        action.setCheckable(True)
        action.toggled.connect(lambda on, name=switch.overlay: overlays.set(**{name: on}))

    def follow(_old: Overlay, new: Overlay) -> None:
        for name, action in actions.items():
            action.setChecked(getattr(new, name))

    overlays.changed.connect(follow)


def _add_graph_actions(window: MainWindow, menu: QMenu) -> None:
    """The same rows as the context menus of the canvas, for what is selected there."""
    actions = window.graph_panel.actions_of_graph

    def fill() -> None:
        menu.clear()
        actions.fill(menu)

    menu.aboutToShow.connect(fill)
    fill()


def _add_docks_and_themes(window: MainWindow, menu: QMenu) -> None:
    menu.addSection("Panels")
    numbers = iter(PANEL_KEYS)
    for spec in DOCKS:
        action = window.docks[spec.name].toggleViewAction()
        key = spec.key or f"Alt+{next(numbers)}"
        action.setShortcut(key)
        menu.addAction(action)
    menu.addSection("Theme")
    group = QActionGroup(menu)
    themes = window.parts.themes
    for choice, title in THEMES:
        action = menu.addAction(title)
        action.setObjectName(f"action_theme_{choice}")
        action.setCheckable(True)
        action.setChecked(themes.choice == choice)
        group.addAction(action)
        action.triggered.connect(
            lambda _checked=False, choice=choice: _choose_theme(window, choice)
        )


def _remember_snap(window: MainWindow) -> None:
    """Cards snap to the grid as they did when the window was closed."""
    panel, settings = window.graph_panel, window.parts.settings
    panel.view.snaps = settings.snap
    panel.arranging.snap_changed.connect(settings.remember_snap)


def _choose_theme(window: MainWindow, choice: str) -> None:
    window.parts.themes.choose(choice)
    window.parts.settings.theme = choice


def show_about(window: MainWindow) -> None:
    """What this is, in a box that is closed with Enter."""
    from gradviz import __version__

    QMessageBox.about(
        window,
        "About GradViz",
        f"<b>GradViz {__version__}</b><p>See how machine learning finds its parameters: "
        "computation graphs, gradients, landscapes and descent.<p>MIT licence.",
    )
