"""The frozen document, pure edits on it, the file format and the exports."""

from gradviz.descent.method import Method, Setting
from gradviz.document import (
    constraining,
    edits,
    experimenting,
    fragments,
    grouping,
    notes,
    points,
    recipes,
    sampling,
    sourcing,
    weighing,
)
from gradviz.document.descents import bounds_of, descent_of, objective_of
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
    DataSource,
    DescentSettings,
    Document,
    Experiment,
    Group,
    LandscapeSettings,
    Range,
    Recipe,
    View,
)
from gradviz.document.race_export import race_csv
from gradviz.document.racing import MOST_RIVALS, racers_of, run_by
from gradviz.document.sketches import Sketch, sketch_of
from gradviz.document.starting import random_start, start_at, start_of
from gradviz.document.values import (
    inputs_of,
    is_bound,
    leaf_values,
    same_form,
    same_function,
    value_of,
)

__all__ = [
    "EXPORTS",
    "GROUP",
    "MAX_EPOCHS",
    "MOST_RIVALS",
    "SCRIPTS",
    "SUFFIX",
    "Comment",
    "DataSource",
    "DescentSettings",
    "Document",
    "Example",
    "Experiment",
    "Group",
    "LandscapeSettings",
    "Method",
    "Range",
    "Recipe",
    "Setting",
    "Sketch",
    "View",
    "bounds_of",
    "build_example",
    "constraining",
    "descent_of",
    "dumps",
    "edits",
    "examples",
    "experimenting",
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
    "points",
    "race_csv",
    "racers_of",
    "random_start",
    "read_bytes",
    "recipes",
    "run_by",
    "same_form",
    "same_function",
    "sampling",
    "save",
    "sketch_of",
    "sourcing",
    "start_at",
    "start_of",
    "value_of",
    "weighing",
    "write_atomically",
]
