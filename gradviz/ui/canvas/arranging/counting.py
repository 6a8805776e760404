"""How many of what, in words, for the names of undo entries."""

from __future__ import annotations


def counted(nodes: int = 0, comments: int = 0, groups: int = 0) -> str:
    """``3 nodes``, ``1 group and 2 comments``; what there is none of is left out."""
    parts = [
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in ((nodes, "node"), (groups, "group"), (comments, "comment"))
        if count
    ]
    return " and ".join(parts)
