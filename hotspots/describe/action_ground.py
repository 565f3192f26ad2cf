"""Where an action is aimed: from what people write to the public places it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.errors import ParameterError
from hotspots.gazetteer import place_id_of
from hotspots.model import ActionPlace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.gazetteer import Gazetteer, Place
    from hotspots.model import Action, FoundHotspot, Memory


def known_where(kind: ActionPlace, words: str, *, gazetteer: Gazetteer, memory: Memory) -> str:
    """The id of the place or hotspot, or the zone as it is written elsewhere.

    A place may be given by its id, its name or an alias; case and punctuation play no part.

    Raises:
        ParameterError: nothing is called so, or more than one thing is.
    """
    wanted = place_id_of(words)
    match kind:
        case ActionPlace.PLACE:
            found = _places(wanted, gazetteer)
        case ActionPlace.HOTSPOT:
            found = _hotspots(wanted, memory)
        case _:
            zones = {place.zone for place in gazetteer.places} | set(memory.zones.values())
            zones |= {one.zone for finding in memory.findings for one in finding.hotspots}
            found = {zone for zone in zones if wanted and place_id_of(zone) == wanted}
    if len(found) != 1:
        problem = "More than one" if found else "No"
        msg = f"{problem} {kind.value} is called so. Write its {_AS[kind]}."
        raise ParameterError(msg)
    return found.pop()


_AS = {
    ActionPlace.PLACE: "name or id as in the list of public places",
    ActionPlace.HOTSPOT: "id as `hotspots hotspot list` shows it",
    ActionPlace.ZONE: "name as the list of public places has it",
}


def ground_of_action(action: Action, *, gazetteer: Gazetteer, memory: Memory) -> frozenset[str]:
    """The ids of the public places the action is aimed at; empty if none is known any more.

    A hotspot stands on the places that it had in the last publication before the action
    began, or else in the first one that found it: ground chosen by what came after would
    answer the question before it is asked.
    """
    match action.kind:
        case ActionPlace.PLACE:
            return frozenset({action.where} if action.where in gazetteer else ())
        case ActionPlace.HOTSPOT:
            found = _as_found(action, memory)
            return frozenset(p for p, _ in found.ground.places) if found else frozenset()
        case _:
            return frozenset(p.place_id for p in gazetteer.places if _in_zone(p, action.where))


def _in_zone(place: Place, zone: str) -> bool:
    # A suburb or a street lies in a zone, but nobody is at it.
    return place.zone == zone and not place.is_coarse


def _places(wanted: str, gazetteer: Gazetteer) -> set[str]:
    """By id or name; an alias counts only where nothing else is called so."""
    own = {
        place.place_id
        for place in gazetteer.places
        if wanted and wanted in {place.place_id, place_id_of(place.name)}
    }
    return own or {
        place.place_id
        for place in gazetteer.places
        if wanted and wanted in {place_id_of(alias) for alias in place.aliases}
    }


def _hotspots(wanted: str, memory: Memory) -> set[str]:
    """By id, or by the name it has now."""
    names: dict[str, str] = {}
    for finding in memory.findings:
        names |= {one.hotspot_id: one.name for one in finding.hotspots}
    names |= {key: name for key, name in memory.names.items() if key in names}
    if wanted in names:
        return {wanted}
    return {key for key, name in names.items() if wanted and place_id_of(name) == wanted}


def _as_found(action: Action, memory: Memory) -> FoundHotspot | None:
    finds: Sequence[tuple[bool, FoundHotspot]] = [
        (finding.period.last < action.from_on, one)
        for finding in memory.findings
        for one in finding.hotspots
        if one.hotspot_id == action.where
    ]
    earlier = [one for was_before, one in finds if was_before]
    return earlier[-1] if earlier else finds[0][1] if finds else None
