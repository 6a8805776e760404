"""The frozen document, pure edits on it, the file format and the exports."""

from gradviz.descent.method import Method, Setting
from gradviz.document import edits, fragments, grouping, notes
from gradviz.document.descents import descent_of, objective_of
from gradviz.document.examples import (
    Example,
    build_example,
    examples,
    open_example,
    open_function,
)
from gradviz.document.exports import EXPORTS, SCRIPTS
from gradviz.document.files import file_stem, read_bytes, write_atomically
from gradviz.document.format import SUFFIX, dumps, load, loads, save
from gradviz.document.model import (
    GROUP,
    MAX_EPOCHS,
    Comment,
    DescentSettings,
    Document,
    Group,
    LandscapeSettings,
    Range,
    View,
)
from gradviz.document.values import inputs_of, is_bound, leaf_values, same_function, value_of

__all__ = [
    "EXPORTS",
    "GROUP",
    "MAX_EPOCHS",
    "SCRIPTS",
    "SUFFIX",
    "Comment",
    "DescentSettings",
    "Document",
    "Example",
    "Group",
    "LandscapeSettings",
    "Method",
    "Range",
    "Setting",
    "View",
    "build_example",
    "descent_of",
    "dumps",
    "edits",
    "examples",
    "file_stem",
    "fragments",
    "grouping",
    "inputs_of",
    "is_bound",
    "leaf_values",
    "load",
    "loads",
    "notes",
    "objective_of",
    "open_example",
    "open_function",
    "read_bytes",
    "same_function",
    "save",
    "value_of",
    "write_atomically",
]
