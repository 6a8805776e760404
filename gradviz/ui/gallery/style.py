"""The style sheet of the gallery's window."""

from __future__ import annotations

from gradviz.ui.theme import Theme

TEMPLATE = """
#gallery, #gallery_grid, #gallery_nothing {{ background: {surface}; }}
#gallery_filters {{ background: {surface}; border-bottom: 1px solid {line}; }}
#gallery_search {{ background: {canvas}; border: 1px solid {line}; border-radius: 6px;
    padding: 6px 8px; }}
#gallery_search:focus {{ border-color: {accent}; }}
#gallery_filters QToolButton {{ padding: 6px 10px; border: 1px solid transparent;
    border-radius: 6px; color: {muted}; }}
#gallery_filters QToolButton:hover {{ background: {canvas}; border-color: {line}; }}
#gallery_filters QToolButton:focus {{ border-color: {accent}; }}
#gallery_filters QToolButton:checked {{ background: {line}; color: {text}; font-weight: 600; }}
#gallery_detail {{ border-left: 1px solid {line}; }}
#gallery_page, #gallery_scroll {{ background: {surface}; }}
#gallery_traits, #gallery_heading {{ color: {muted}; }}
#gallery_nothing {{ color: {muted}; }}
#gallery_open_button {{ background: {accent}; color: {surface}; border: 2px solid {accent};
    border-radius: 6px; padding: 7px 16px; font-weight: 600; }}
#gallery_open_button:hover, #gallery_open_button:focus {{ border-color: {text}; }}
#gallery_open_button:disabled {{ background: {line}; border-color: {line}; color: {muted}; }}
"""


def style_sheet(theme: Theme) -> str:
    """The style sheet in the colors of ``theme``."""
    return TEMPLATE.format(**{name: getattr(theme, name) for name in Theme.__dataclass_fields__})
