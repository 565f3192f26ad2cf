"""What became of the hotspots since the period before, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.model import Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.model import Lineage

_WORDS = {
    Change.NEW: "New in this period.",
    Change.SAME: "Found before, on the same ground.",
    Change.GROWN: "Found before; it now takes in more places.",
    Change.SHRUNK: "Found before; it now takes in fewer places.",
    Change.SPLIT: "One hotspot of the period before became several; this is one of them",
    Change.MERGED: "Hotspots of the period before became one",
    Change.GONE: "Found in the period before, and not in this one.",
    Change.RETURNED: "Found in an earlier period, not in the one before, and now again.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """One hotspot with the word for its change, and the sentence that explains it."""

    hotspot_id: str
    name: str
    change: str
    words: str


def change_views(lineage: Sequence[Lineage]) -> tuple[ChangeView, ...]:
    """In the order given: those of this period, then the ones that are gone."""
    return tuple(
        ChangeView(
            hotspot_id=one.hotspot_id,
            name=one.name,
            change=one.change.value,
            words=_sentence(one),
        )
        for one in lineage
    )


def _sentence(one: Lineage) -> str:
    words = _WORDS[one.change]
    others = [hotspot_id for hotspot_id in one.from_ids if hotspot_id != one.hotspot_id]
    if one.change not in {Change.SPLIT, Change.MERGED}:
        return words
    return f"{words} (with {', '.join(others)})." if others else f"{words}."
