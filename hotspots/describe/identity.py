"""The id of a hotspot: kept from run to run by the ground it stands on."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from hotspots.describe.ground import shared_part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.model import FoundHotspot, Ground, Memory

# Less than half of the smaller in common, and they are neighbours, not the same.
SAME_GROUND = 0.5


def distinct_ids(names: Sequence[str]) -> tuple[str, ...]:
    """The names themselves; where one comes again, with `-2`, `-3` … in their order.

    A suffixed id never takes a name that is itself among the names.
    """
    return _free_ids(names, taken=set(names))


def kept_ids(names: Sequence[str], grounds: Sequence[Ground], memory: Memory) -> tuple[str, ...]:
    """The id of each hotspot.

    `names` are the ids that they would have if nothing were remembered. Of those that
    stand on one remembered ground, the one that shares most of it keeps the id; ties go
    to the lower remembered id, then the lower name. All others get ids never used before.
    """
    remembered = latest_of_each(memory)
    pairs = sorted(
        (-part, known.hotspot_id, names[at], at)
        for at, ground in enumerate(grounds)
        for known in remembered.values()
        if (part := shared_part(ground, known.ground)) >= SAME_GROUND
    )
    kept: dict[int, str] = {}
    given: set[str] = set()
    for _part, hotspot_id, _name, at in pairs:
        if at not in kept and hotspot_id not in given:
            kept[at] = hotspot_id
            given.add(hotspot_id)
    fresh = [at for at in range(len(names)) if at not in kept]
    taken = set(remembered) | {names[at] for at in fresh}
    ids = _free_ids([names[at] for at in fresh], taken=taken, used=set(remembered))
    kept |= dict(zip(fresh, ids, strict=True))
    return tuple(kept[at] for at in range(len(names)))


def shown_place(hotspot_id: str, memory: Memory) -> str | None:
    """The public place under which an audience was last shown this hotspot.

    What no audience was shown does not count: a name that was chosen while a hotspot
    was withheld would tell, once it is shown, where the children of then were.
    """
    shown = [
        one.place_id
        for finding in memory.findings
        for one in finding.hotspots
        if one.hotspot_id == hotspot_id and one.was_shown
    ]
    return shown[-1] if shown else None


def latest_of_each(memory: Memory) -> Mapping[str, FoundHotspot]:
    """Every hotspot ever found, as it was last found, by id."""
    latest = {one.hotspot_id: one for finding in memory.findings for one in finding.hotspots}
    return {hotspot_id: latest[hotspot_id] for hotspot_id in sorted(latest)}


def _free_ids(
    names: Sequence[str], *, taken: set[str], used: set[str] | None = None
) -> tuple[str, ...]:
    """Each name itself unless it is `used`; else the first numbered one not `taken`."""
    met = set(used or ())
    taken = set(taken)
    ids = []
    for name in names:
        own = name
        if name in met:
            own = next(i for n in count(2) if (i := f"{name}-{n}") not in taken)
            taken.add(own)
        met.add(name)
        ids.append(own)
    return tuple(ids)
