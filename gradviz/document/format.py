"""The file format: versioned JSON with the nodes, so that opening needs no parser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

import msgspec

from gradviz.descent.data.datasets import Dataset
from gradviz.document.files import read_bytes, write_atomically
from gradviz.document.model import Document
from gradviz.document.packing import pack, pack_table
from gradviz.document.schema import (
    FORMAT,
    VERSION,
    DatasetRecord,
    DocumentRecord,
    FragmentRecord,
    Header,
)
from gradviz.document.unpacking import unpack
from gradviz.errors import DocumentError

SUFFIX = ".gradviz"
MAX_BYTES = 512 * 1024 * 1024

_T = TypeVar("_T", Header, DocumentRecord, FragmentRecord, DatasetRecord)

_WORDS = {
    "int": "a whole number", "float": "a number", "str": "a text", "bool": "true or false",
    "array": "a list", "object": "an object", "null": "nothing",
}  # fmt: skip
_SENTENCES = (
    (r"Object missing required field `(.+)`", "“{}” is missing"),
    (r"Expected `(.+)`, got `(.+)`", "{} was expected, not {}"),
    (r"Expected `(.+)` <= (.+)", "{} of at most {} was expected"),
    (r"Expected `(.+)` >= (.+)", "{} of at least {} was expected"),
    (r"Expected `(.+)` of length (?:>= )?(\d+).*", "{} of length {} was expected"),
    (r"Invalid enum value '?(.*?)'?", "“{}” is not known here"),
)
"""What msgspec says of a value, and how it is said on the screen."""


def save(document: Document, path: Path | str) -> None:
    """Write the document so that ``path`` holds either the old or the whole new file.

    Raises DocumentError; the old file is then intact.
    """
    write_atomically(Path(path), dumps(document))


def load(path: Path | str) -> Document:
    """The document in the file; DocumentError says what is wrong with it and where."""
    path = Path(path)
    data = read_bytes(path, MAX_BYTES)
    try:
        return loads(data)
    except DocumentError as error:
        raise DocumentError(
            f"{path.name} can't be opened. {error}", str(path), error.place
        ) from error


def dumps(document: Document, *, readable: bool = False, with_table: bool = True) -> bytes:
    """The document as the bytes of a .gradviz file: UTF-8 JSON, on one line unless ``readable``.

    What is without its table is no whole file: ``dumps_table`` has the rest.
    """
    try:
        data = msgspec.json.encode(pack(document, with_table=with_table))
    except UnicodeEncodeError as error:
        raise DocumentError("The document holds half of a character; type it anew.") from error
    return msgspec.json.format(data, indent=1) + b"\n" if readable else data


def dumps_table(table: Dataset) -> bytes:
    """A table as bytes, to be kept beside the documents that have it."""
    return msgspec.json.encode(pack_table(table))


def loads(data: bytes, table: bytes | None = None) -> Document:
    """The document in the bytes of a .gradviz file, or of one and its table.

    Raises DocumentError.
    """
    header = decoded(data, Header)
    if header.format != FORMAT:
        raise DocumentError("This is not a GradViz document.", place="format")
    if header.version > VERSION:
        raise DocumentError(
            f"It was saved by a newer GradViz, in format {header.version}; "
            f"this one reads up to format {VERSION}.",
            place="version",
        )
    if header.version < 1:
        raise DocumentError(f"There is no format {header.version}.", place="version")
    record = decoded(data, DocumentRecord)
    if table is not None:
        record.dataset = decoded(table, DatasetRecord)
    return unpack(record)


def decoded(data: bytes, kind: type[_T]) -> _T:
    """The records in JSON; DocumentError says what is wrong with it and where."""
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from error
    except RecursionError as error:
        raise DocumentError("Its lists are nested too deep.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        byte = re.search(r"byte (\d+)", str(error))
        place = f"byte {byte[1]}" if byte else "the end"
        sentence = f"It is damaged or not a GradViz document ({place})."
        raise DocumentError(sentence, place=place) from error


def _invalid(message: str) -> DocumentError:
    """The message of msgspec in the words of the screen, with the place in the file."""
    what, _, where = message.partition(" - at ")
    place = where.strip("`").partition("$")[2].lstrip(".") or None
    for pattern, sentence in _SENTENCES:
        if found := re.fullmatch(pattern, what):
            what = sentence.format(*(_in_words(part) for part in found.groups()))
            break
    what = what[:1].upper() + what[1:].replace("`", "")
    return DocumentError(f"{what} (at {place})." if place else f"{what}.", place=place)


def _in_words(types: str) -> str:
    """The name of a type, or of several, as a person would say it."""
    return " or ".join(_WORDS.get(kind, kind) for kind in types.split(" | "))
