"""The composition root: the one place that builds the application and its window."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QLocale, QSize, QTimer
from PySide6.QtWidgets import QApplication

from gradviz.document import Document, View, edits, examples, load, open_example, write_atomically
from gradviz.errors import DocumentError, GradVizError
from gradviz.session import (
    DescentRun,
    EpochLink,
    Focus,
    GradientChecks,
    JobRunner,
    Overlays,
    PassCursor,
    RaceRun,
    Recovery,
    Secret,
    Session,
    Settings,
    StabilityWatch,
)
from gradviz.ui.file_actions import document_for
from gradviz.ui.filling import build_plots
from gradviz.ui.growing import grow
from gradviz.ui.main_window import DEFAULT_SIZE, MainWindow
from gradviz.ui.parts import Parts
from gradviz.ui.theme import ThemeSource, palette
from gradviz.ui.typesetter import load_typesetter

FIRST_EXAMPLE = "line_fit"


def application(arguments: list[str] | None = None) -> QApplication:
    """The QApplication, made when there is none: Fusion, names for settings, C numbers."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    if "QT_QPA_PLATFORM" not in os.environ and not _has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    result = QApplication(arguments if arguments is not None else sys.argv[:1])
    result.setApplicationName("GradViz")
    result.setOrganizationName("GradViz")
    result.setDesktopFileName("gradviz")
    return result


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def document_of(open_: str | Path | None) -> tuple[Document, Path | None]:
    """The document for a path, a catalog id or an example id, and its path if it is a file.

    Raises DocumentError when it is none of them or can't be read.
    """
    if open_ is None:
        return open_example(FIRST_EXAMPLE), None
    from gradviz.descent import catalog

    key = str(open_)
    if key in examples() or key in catalog():
        return document_for(key), None
    path = Path(open_)
    if not path.suffix and not path.exists():
        raise DocumentError(
            f"{key} is neither a file nor an example nor a test function.", path=key
        )
    return load(path), path


def create_window(
    open_: str | Path | None = None,
    *,
    theme: str | None = None,
    settings: Settings | None = None,
    whole: bool = True,
) -> MainWindow:
    """The whole main window, not yet shown; a QApplication must exist.

    Args:
        open_: a path, a catalog id or an example id; the line-fit example when None.
        theme: ``system``, ``light`` or ``dark``; as in the settings when None.
        settings: where the window's state is kept; the user's own when None.
        whole: build the plots at once, not after the first frame.

    Raises:
        DocumentError: ``open_`` can't be opened.
    """
    QLocale.setDefault(QLocale.c())
    document, path = document_of(open_)
    settings = settings or Settings()
    app = application()
    app.setStyle("Fusion")
    themes = ThemeSource(theme or settings.theme)
    app.setPalette(palette(themes.current))
    window = _window_of(document, path, themes, settings, at_once=whole)
    if whole:
        load_typesetter()
        build_plots(window)
        window.side_panels.finish()
    return window


def _window_of(
    document: Document, path: Path | None, themes: ThemeSource, settings: Settings, *, at_once: bool
) -> MainWindow:
    """The window around a document; it owns all live state."""
    session = Session()
    session.new(document, path)
    jobs = JobRunner()
    themes.jobs = jobs
    passes = PassCursor(session, jobs)
    run = DescentRun(session, jobs, at_once=at_once)
    race = RaceRun(session, run, jobs, at_once=at_once)
    recovery = Recovery(session, jobs)
    focus, overlays = Focus(session), Overlays()
    checks = GradientChecks(passes, overlays, jobs)
    watch, secret = StabilityWatch(run, jobs), Secret(run)
    window = MainWindow(
        Parts(
            session, passes, run, race, jobs, themes, settings, recovery, focus, overlays, checks,
            watch, secret,
        )
    )  # fmt: skip
    link = EpochLink(run, passes)
    live = (session, jobs, passes, run, race, themes, recovery, focus, overlays, checks, watch)
    shared = (*live, link, secret)
    for owned in shared:
        owned.setParent(window)
    return window


def run(open_: str | Path | None = None) -> int:
    """Open the window and stay until it is closed; 2 when the file can't be opened."""
    app = application()
    settings = Settings()
    try:
        window = growing_window(open_, settings=settings)
    except GradVizError as error:
        print(f"gradviz: {error}", file=sys.stderr)
        return 2
    remembered = settings.window()
    if remembered is not None:
        window.restore(*remembered)
    window.show()
    return app.exec()


def growing_window(open_: str | Path | None, *, settings: Settings) -> MainWindow:
    """A window that can be shown at once and is completed after its first frame.

    Raises DocumentError when ``open_`` can't be opened.
    """
    window = create_window(open_, settings=settings, whole=False)
    grow(window)
    return window


def screenshot(
    out: str | Path,
    open_: str | None = None,
    size: tuple[int, int] = (1440, 900),
    theme: str = "light",
    view: View | None = None,
) -> None:
    """Write a PNG of the real window; GradVizError when it can't be opened or written."""
    from gradviz.ui import pictures

    with _shown_window(open_, theme, QSize(*size), view) as window:
        write_atomically(Path(out), pictures.png_bytes(pictures.window_image(window)))


def export_picture(open_: str, kind: str, out: str | Path) -> None:
    """Write a document's graph as svg, pdf or png, or the document as a web page with it (html)."""
    with _shown_window(open_, "light", DEFAULT_SIZE) as window:
        write_atomically(Path(out), window.exports.exported(kind))


@contextmanager
def _shown_window(
    open_: str | None, theme: str, size: QSize, view: View | None = None
) -> Iterator[MainWindow]:
    """A window that is shown and has finished its work; afterwards no trace of it is left."""
    import tempfile

    application()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.in_file(Path(folder, "settings.ini"))
        window = create_window(open_, theme=theme, settings=settings)
        if view is not None:
            session = window.parts.session
            seen = edits.set_landscape(session.document, view=view)
            session.apply(f"Show the {view}", seen)
        window.resize(size)
        window.show()
        _until(lambda: not window.parts.jobs.is_busy() and not window.graph_panel.laying_out.waits)
        try:
            yield window
        finally:
            window.close()
            window.deleteLater()  # what is only closed lives as long as the program
            QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def _until(done: Callable[[], bool], limit_ms: int = 10_000) -> None:
    """Let the event loop run until ``done``, a few frames at least, ``limit_ms`` at most."""
    loop = QEventLoop()
    frames = 0

    def look() -> None:
        nonlocal frames
        frames += 1
        if frames > 3 and done():
            loop.quit()

    ticker = QTimer(interval=20)
    ticker.timeout.connect(look)
    limit = QTimer(interval=limit_ms, singleShot=True)
    limit.timeout.connect(loop.quit)
    for timer in (ticker, limit):
        timer.start()
    loop.exec()
    for timer in (ticker, limit):
        timer.stop()
