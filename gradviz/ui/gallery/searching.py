"""Which entries of the gallery a search keeps, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from gradviz.descent.library.traits import Traits, traits
from gradviz.ui.gallery.shelf import Item

IN_NAME, IN_TRAIT, IN_TEXT = range(3)
"""Where a term was found, the best first."""

SHORTEST = 3  # letters from which the beginning of a trait is taken for the trait


def found(items: Sequence[Item], typed: str, recent: Sequence[str] = ()) -> tuple[Item, ...]:
    """The entries in which every term is found, those with the better places first.

    Without a term it is all of them, what was opened last first.
    """
    terms = terms_of(typed, traits())
    if not terms:
        rank = {key: place for place, key in enumerate(recent)}
        return tuple(sorted(items, key=lambda item: rank.get(item.key, len(rank))))
    places = ((item, _place(item, terms)) for item in items)
    kept = [(item, place) for item, place in places if place is not None]
    return tuple(item for item, _ in sorted(kept, key=lambda pair: pair[1]))


def terms_of(typed: str, known: Traits) -> tuple[str, ...]:
    """The traits that are meant, in their own words, and every other word as it is."""
    rest = " ".join(typed.casefold().split())
    for phrase, trait in (*known.also.items(), *((t, t) for t in known.meanings)):
        if rest == phrase or (len(rest) >= SHORTEST and phrase.startswith(rest) and " " in rest):
            return (trait,)
    terms: list[str] = []
    for phrase in sorted((*known.meanings, *known.also), key=len, reverse=True):
        if f" {phrase} " in f" {rest} ":
            terms.append(known.also.get(phrase, phrase))
            rest = f" {rest} ".replace(f" {phrase} ", " ").strip()
    return (*terms, *rest.split())


def _place(item: Item, terms: Sequence[str]) -> int | None:
    """The sum of the places of all terms; None where one is missing."""
    total = 0
    for term in terms:
        place = _place_of(item, term)
        if place is None:
            return None
        total += place
    return total


def _place_of(item: Item, term: str) -> int | None:
    if any(word.startswith(term) for word in (*item.title.casefold().split(), item.key)):
        return IN_NAME
    if term in traits().meanings:  # a trait is meant: that a text mentions it is not enough
        return IN_TRAIT if term in item.traits else None
    return IN_TEXT if any(word.startswith(term) for word in item.words) else None
