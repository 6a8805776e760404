"""Lines by pieces are those of the whole text, and only what is asked for is looked at."""

from __future__ import annotations

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent.data.text_lines import PIECE, lines_of, pieces_of

TEXTS = st.text(alphabet="ab,\n\r\x0b\x1c\x85\u2028")


class Counted(str):
    """A text that knows how many of its characters were taken out."""

    taken = 0

    def __getitem__(self, places: object) -> str:
        found = super().__getitem__(places)  # type: ignore[index]  # whatever str takes
        self.taken += len(found)
        return found


@given(text=TEXTS, size=st.integers(min_value=1, max_value=9))
def test_the_pieces_hold_the_lines_of_the_whole(text: str, size: int) -> None:
    pieces = list(pieces_of(text, size))
    assert [line for _end, lines in pieces for line in lines] == text.splitlines()
    assert [end for end, _lines in pieces][-1:] == ([len(text)] if text else [])


@given(text=TEXTS.filter(bool), size=st.integers(min_value=1, max_value=9))
def test_a_piece_ends_with_the_first_line_end_from_its_size_on(text: str, size: int) -> None:
    ends = [end for end, _lines in pieces_of(text, size)]
    for start, end in zip([0, *ends], ends, strict=False):
        assert "\n" not in text[start + size - 1 : end - 1]
        assert end == len(text) or end - start >= size


def test_the_first_lines_are_there_without_the_others() -> None:
    text = Counted("1,2\n" * PIECE)
    assert list(islice(lines_of(text), 3)) == ["1,2"] * 3
    assert 12 <= text.taken <= PIECE + 4
