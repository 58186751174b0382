"""How many cells each column of a list has: what it is meant to have, or what its texts need where one would be cut."""

from collections.abc import Iterable, Sequence


def rooms(meant: Sequence[int], needed: Sequence[int], cells: int) -> list[int]:
    """The cells of each column; those that are meant to have 0 are open, and share what is left over.

    Where a text would be cut, the others give up what they do not need: first to the open columns, then to those
    whose texts need more than they are meant to have. What nobody needs stays with the last open column.
    """
    as_meant = _shared(meant, cells)
    if all(need <= room for need, room in zip(needed, as_meant, strict=True)):
        return as_meant
    found = [min(each, need) for each, need in zip(meant, needed, strict=True)]
    open_ones = [place for place, each in enumerate(meant) if each == 0]
    _give(found, needed, open_ones, cells)
    _give(found, needed, range(len(meant)), cells)
    for place in open_ones[-1:]:
        found[place] += max(0, cells - sum(found))
    return found


def _shared(meant: Sequence[int], cells: int) -> list[int]:
    """The open columns alike, whatever stands in them."""
    many = sum(each == 0 for each in meant)
    left = max(0, cells - sum(meant)) // max(1, many)
    return [each or left for each in meant]


def _give(found: list[int], needed: Sequence[int], places: Iterable[int], cells: int) -> None:
    """Share what is left among these; who needs least is served first, so that nobody gets more than they need."""
    wanting = sorted(places, key=lambda place: needed[place] - found[place])
    for done, place in enumerate(wanting):
        fair = max(0, cells - sum(found)) // (len(wanting) - done)
        found[place] += max(0, min(fair, needed[place] - found[place]))
