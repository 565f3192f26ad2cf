"""Two releases side by side: what each shows of the same places, and nothing worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotspots.release import Release, ReleasedHotspot

NOT_SHOWN = "Not shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One place: its words in the earlier and in the later release, as people read them."""

    name: str
    zone: str
    episodes_then: str
    episodes_now: str
    children_then: str
    children_now: str
    change: str


def lines_of(earlier: Release, later: Release) -> tuple[Line, ...]:
    """Every place that either shows, in the later one's order and then the earlier one's.

    A place that one of them does not show was not there or had too few young people: it
    reads alike. The change is the later release's own word, where it is beside this earlier
    release's period.
    """
    then = {one.hotspot_id: one for one in earlier.hotspots}
    now = {one.hotspot_id: one for one in later.hotspots}
    beside = later.comparison is not None and later.comparison.period == earlier.period
    return tuple(
        _line(then.get(hotspot_id), now.get(hotspot_id), has_word=beside)
        for hotspot_id in dict.fromkeys((*now, *then))
    )


def _line(then: ReleasedHotspot | None, now: ReleasedHotspot | None, *, has_word: bool) -> Line:
    named = now or then
    told = now.direction if now is not None and has_word else None
    return Line(
        name="" if named is None else named.name,
        zone="" if named is None else named.zone,
        episodes_then=NOT_SHOWN if then is None else then.episodes.text,
        episodes_now=NOT_SHOWN if now is None else now.episodes.text,
        children_then=NOT_SHOWN if then is None else then.children.text,
        children_now=NOT_SHOWN if now is None else now.children.text,
        change="" if told is None else told.text,
    )
