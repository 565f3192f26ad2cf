"""What is agreed about a place, as far as somebody decided that partners may read it.

Words of the controlled list, an agency's name and a day: no other part of the record has a
way out, whatever stands in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.model import ActionPlace, PlaceFact, guardian_words, theme_words
from hotspots.protect.told import aims_at, are_fit
from hotspots.release import ShownPlaceRisk

if TYPE_CHECKING:
    from hotspots.model import Hotspot, PlaceRisk
    from hotspots.protect.context import GateContext
    from hotspots.protect.policy import Shows

# The hotspot's own record first, that of its zone last.
_ORDER = (ActionPlace.HOTSPOT, ActionPlace.PLACE, ActionPlace.ZONE)


def shown_place_risks(
    hotspot: Hotspot, *, zone: str, shows: Shows, context: GateContext
) -> tuple[ShownPlaceRisk, ...]:
    """What is told of the hotspot, its public places and its shown zone, in that order.

    A part is told where the policy shows it and somebody decided it; a record of which
    nothing is told, and one that is closed, is not there at all.
    """
    names = aims_at(hotspot, zone=zone)
    own = [one for one in context.place_risks if one.key in names and not one.closed]
    own.sort(key=lambda one: (_ORDER.index(one.kind), names[one.key], one.where))
    told = [_shown(one, names[one.key], hotspot, shows) for one in own]
    return tuple(one for one in told if one != ShownPlaceRisk(about=one.about))


def _shown(record: PlaceRisk, about: str, hotspot: Hotspot, shows: Shows) -> ShownPlaceRisk:
    told = _told_to(record, shows)
    lead = record.lead if PlaceFact.LEAD in told and are_fit((record.lead,), hotspot) else ""
    return ShownPlaceRisk(
        about=about,
        themes=theme_words(record.themes) if PlaceFact.THEMES in told else (),
        guardians=guardian_words(record.guardian_kinds) if PlaceFact.GUARDIANS in told else (),
        lead=lead,
        next_review=record.next_review if PlaceFact.REVIEW in told else None,
    )


def _told_to(record: PlaceRisk, shows: Shows) -> frozenset[PlaceFact]:
    """What somebody decided to tell and this audience is shown."""
    allowed = {
        PlaceFact.THEMES: shows.place_themes,
        PlaceFact.GUARDIANS: shows.place_guardians,
        PlaceFact.LEAD: shows.place_lead,
        PlaceFact.REVIEW: shows.place_review,
    }
    return frozenset(fact for fact in record.told if allowed[fact])
