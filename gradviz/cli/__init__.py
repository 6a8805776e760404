"""The command line: what GradViz does without a window."""

from gradviz.cli.commands import main
from gradviz.cli.options import COMMANDS, similar_command

__all__ = ["COMMANDS", "main", "similar_command"]
