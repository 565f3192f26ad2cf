"""What is being done about a place, as far as somebody decided that partners may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.describe import chosen_words
from hotspots.errors import ParameterError
from hotspots.model import ActionPlace
from hotspots.protect.counting import may_be_named
from hotspots.release import ShownAction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.model import Action, Hotspot
    from hotspots.protect.context import GateContext


def shown_actions(hotspot: Hotspot, *, zone: str, context: GateContext) -> tuple[ShownAction, ...]:
    """The actions at the hotspot's public places or in its shown zone, by month and words.

    Those that were under way on a day from the beginning of the period to the day of the
    release; an action that was withdrawn, is not told or lies ahead is not among them. Its
    words are held once more against the rules for names that people choose.
    """
    aims = aims_at(hotspot, zone=zone)
    own = (one for one in context.actions if (one.kind, one.where) in aims)
    told = (
        _shown(one)
        for one in own
        if _is_in_force(one, context) and are_fit((one.what, one.lead), hotspot)
    )
    return tuple(sorted(told, key=lambda one: (one.first_month, one.what, one.lead)))


def aims_at(hotspot: Hotspot, *, zone: str) -> dict[tuple[ActionPlace, str], str]:
    """What an entry may be about to be told of a hotspot, with the name that people read.

    The hotspot itself, its places that may be named, and the zone that is shown.
    """
    places = [place for place in (hotspot.place, *hotspot.places) if may_be_named(place)]
    names = {(ActionPlace.HOTSPOT, hotspot.hotspot_id): hotspot.name}
    names |= {(ActionPlace.PLACE, place.place_id): place.name for place in places}
    return names | {(ActionPlace.ZONE, zone): zone}


def _is_in_force(action: Action, context: GateContext) -> bool:
    """Whether it is told and stood on a day from the period's first to that of the release."""
    ended = action.to_on is not None and action.to_on < context.period.first
    return action.told and not (action.withdrawn or ended or action.from_on > context.as_of)


def are_fit(texts: Iterable[str], hotspot: Hotspot) -> bool:
    """Whether words would do for a name; whoever entered them was told if they would not."""
    names = [place.name for place in (hotspot.place, *hotspot.places)]
    try:
        for text in texts:
            chosen_words(text, public_names=names)
    except ParameterError:
        return False
    return True


def _shown(action: Action) -> ShownAction:
    return ShownAction(
        what=action.what,
        lead=action.lead,
        first_month=f"{action.from_on:%Y-%m}",
        last_month=None if action.to_on is None else f"{action.to_on:%Y-%m}",
    )
