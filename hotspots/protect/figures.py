"""How a figure that may be shown is written, and how one that may not."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hotspots.protect.policy import rounded
from hotspots.release import ShownCount, Withheld

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.protect.cell import Cell
    from hotspots.protect.policy import PeopleRules

_NOT_ADDED_UP = "not added up: one of its places is shown as a range"


def withheld(reason: Withheld) -> ShownCount:
    """Null with a reason: the same bytes for nothing at all as for too few."""
    return ShownCount(text=reason.value, reason=reason)


def exactly(number: int) -> ShownCount:
    """A number as it stands: already rounded, or of data without people."""
    return ShownCount(text=str(number), value=number)


def shown_episodes(cell: Cell, rules: PeopleRules) -> ShownCount:
    """A cell's episodes, as a band or rounded; withheld if the cell fails any rule."""
    if cell.failures(rules.thresholds):
        return withheld(Withheld.TOO_FEW)
    if cell.episodes <= rules.figures.band_to:
        return ShownCount(text=_range(rules.thresholds.episodes, rules.figures.band_to))
    return exactly(rounded(cell.episodes, rules.figures.base))


def shown_children(cell: Cell, rules: PeopleRules) -> ShownCount:
    """The band in which a cell's children lie; withheld if the cell fails any rule."""
    bands = rules.figures.child_bands
    if not bands:
        return withheld(Withheld.NOT_FOR_AUDIENCE)
    if cell.failures(rules.thresholds):
        return withheld(Withheld.TOO_FEW)
    for low, next_low in pairwise(bands):
        if cell.children < next_low:
            return ShownCount(text=_range(low, next_low - 1))
    return ShownCount(text=f"{bands[-1]} or more")


def sum_of_shown(figures: Iterable[ShownCount]) -> ShownCount:
    """The sum of figures as they are shown, so that it says no more than they do."""
    total = 0
    for figure in figures:
        if figure.value is None:
            return ShownCount(text=_NOT_ADDED_UP)
        total += figure.value
    return exactly(total)


def _range(low: int, high: int) -> str:
    # Words, not a dash: a screen reader says them, and a spreadsheet makes no date of them.
    return f"{low} to {high}"
