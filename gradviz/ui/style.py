"""The style sheet of the window's frame: docks, tool buttons, menus, status line."""

from __future__ import annotations

from gradviz.ui.theme import Theme

TEMPLATE = """
QMainWindow, #main_window {{ background: {canvas}; }}
#top_bar, QMenuBar {{ background: {surface}; }}
#top_bar {{ border-bottom: 1px solid {line}; }}
QMenuBar {{ padding: 0 4px; }}
QMenuBar::item {{ padding: 4px 8px; background: transparent; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {line}; }}
QMenu {{ background: {surface}; border: 1px solid {line}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent}; color: {surface}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
#top_bar QToolButton {{ padding: 5px 8px; border: 1px solid transparent; border-radius: 6px; }}
#top_bar QToolButton:hover {{ background: {canvas}; border-color: {line}; }}
#top_bar QToolButton:pressed, #top_bar QToolButton:checked {{ background: {line}; }}
#top_bar QToolButton:focus {{ border-color: {accent}; }}
#top_bar QToolButton:disabled {{ color: {muted}; }}
#top_bar QToolButton::menu-indicator {{ image: none; }}
#forward_button {{ color: {value}; font-weight: 600; }}
#backward_button {{ color: {gradient}; font-weight: 600; }}
#recovery_bar {{ background: {surface}; border-bottom: 1px solid {accent}; }}
QMainWindow::separator {{ background: {canvas}; width: 6px; height: 6px; }}
QMainWindow::separator:hover {{ background: {line}; }}
QDockWidget {{ color: {muted}; font-weight: 600; }}
QDockWidget::title {{ background: {surface}; padding: 4px 8px;
    border-bottom: 1px solid {line}; text-align: left; }}
QDockWidget > QWidget {{ background: {surface}; }}
QTabBar {{ background: {surface}; }}
QTabBar::tab {{ background: {surface}; color: {muted}; padding: 6px 12px; border: none;
    border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
QTabBar::tab:hover {{ color: {text}; background: {canvas}; }}
QCheckBox::indicator:unchecked, QRadioButton::indicator {{ width: 12px; height: 12px;
    border: 1px solid {muted}; background: {surface}; }}
QCheckBox::indicator:unchecked {{ border-radius: 3px; }}
QRadioButton::indicator {{ border-radius: 7px; }}
QRadioButton::indicator:checked {{ background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5,
    fx: 0.5, fy: 0.5, stop: 0 {text}, stop: 0.5 {text}, stop: 0.65 {surface}); }}
QCheckBox::indicator:unchecked:hover, QRadioButton::indicator:hover {{ border-color: {accent}; }}
QStatusBar {{ background: {surface}; border-top: 1px solid {line}; }}
QStatusBar::item {{ border: none; }}
#status_message {{ padding: 2px 8px; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {line}; padding: 4px; }}
"""


def style_sheet(theme: Theme) -> str:
    """The style sheet in the colors of ``theme``."""
    return TEMPLATE.format(**{name: getattr(theme, name) for name in Theme.__dataclass_fields__})
