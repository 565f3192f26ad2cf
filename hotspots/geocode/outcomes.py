"""From a place or a position to the outcome that is recorded."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from hotspots.geocode.absence import why_not_there
from hotspots.geocode.names import Ambiguity, Naming, exact_naming, fuzzy_naming
from hotspots.geocode.town import Part
from hotspots.model import Geocoded, GeocodeMethod, GeocodeStatus

if TYPE_CHECKING:
    from hotspots.gazetteer import Place
    from hotspots.geocode.fix import Fix
    from hotspots.geocode.town import Town

# A position this far outside of the place that the same text names contradicts it.
_CONTRADICTION_M = 2_000.0
_SAME_PLACE_M = 300.0
_HOUSE_NUMBER = re.compile("[0-9]{1,4}[a-d]?")
CLOSED_NOTE = "Closed on the day, as far as is known: {name}."


def review(part: Part, note: str, ambiguity: Ambiguity | None = None) -> Geocoded:
    """Left to a person, with the candidates if there are any."""
    return Geocoded(
        text=part.text,
        status=GeocodeStatus.REVIEW,
        method=GeocodeMethod.UNRESOLVED,
        confidence=0.0,
        candidates=() if ambiguity is None else ambiguity.candidates,
        note=note,
    )


def unlocated(
    part: Part, status: GeocodeStatus, method: GeocodeMethod, *, confidence: float, note: str = ""
) -> Geocoded:
    """An outcome of its own that has no position: private, none, or a town elsewhere."""
    return Geocoded(text=part.text, status=status, method=method, confidence=confidence, note=note)


def at_named_place(naming: Naming, part: Part, town: Town) -> Geocoded:
    """At a place of the gazetteer by its name.

    Suburbs are too coarse to use; a street is located, but is no place to be *at*. A
    place outside the area is kept without a position: the text gave none.
    """
    place = naming.place
    if place.category == "area":
        note = "A whole suburb: too coarse to use."
        return review(part, note, Ambiguity(candidates=(), note=note))
    if place.category == "street" and _has_house_number(naming, part, town):
        return review(part, "A house number: it may be somebody's home.")
    if place.place_id in town.outside:
        return Geocoded(
            text=part.text,
            status=GeocodeStatus.OUTSIDE,
            method=naming.method,
            confidence=naming.confidence,
            matched_name=place.name,
        )
    vague_m = town.params.near_precision_m if naming.is_vague else 0.0
    return Geocoded(
        text=part.text,
        status=GeocodeStatus.LOCATED,
        method=naming.method,
        confidence=round(naming.confidence, 4),
        point=place.point,
        precision_m=max(place.extent_m, place.accuracy_m, vague_m),
        place_id=None if place.is_coarse else place.place_id,
        matched_name=place.name,
        note=_note_of(naming, part),
    )


def _has_house_number(naming: Naming, part: Part, town: Town) -> bool:
    """Whether a number stands before a word that begins a name, and nobody settled the text."""
    if naming.method is GeocodeMethod.DECISION or not part.written:
        return False
    vocabulary = town.index.vocabulary
    return any(
        _HOUSE_NUMBER.fullmatch(word) and vocabulary.weight(following) > 0
        for word, following in pairwise(part.words)
    )


def _note_of(naming: Naming, part: Part) -> str:
    if part.on is None and not naming.is_vague:
        return ""
    notes = []
    if naming.is_vague:
        notes.append("Near the place.")
    if part.on is not None and not naming.place.open_on(part.on):
        notes.append(CLOSED_NOTE.format(name=naming.place.name))
    return " ".join(notes)


def at_position(
    fix: Fix, part: Part, town: Town, *, method: GeocodeMethod, confidence: float
) -> Geocoded:
    """At a position that the text gives.

    Beside an origin and not at a public place, it is the origin. Outside of the area it
    keeps its position. In a public place's extent it is at the place; in a large place it
    stands at the place's own point.
    """
    named = _place_named_beside(fix, part, town)
    place = named or _place_at(fix, town)
    if named is not None and named.point.distance_m(fix.point) > _CONTRADICTION_M:
        return review(part, "The words name a place far from the position.")
    if place is None and town.origins.within(town.params.origin_exclusion_m, fix.point):
        return unlocated(part, GeocodeStatus.PRIVATE, GeocodeMethod.ORIGIN, confidence=confidence)
    problem = fix.doubt or _too_coarse(fix, town) or why_not_there(part.words, town.index.lexicon)
    if problem:
        return review(part, problem)
    inside = town.boundaries.contains(fix.point)
    snaps = place is not None and inside and place.extent_m > town.params.snap_extent_m
    return Geocoded(
        text=part.text,
        status=GeocodeStatus.LOCATED if inside else GeocodeStatus.OUTSIDE,
        method=method,
        confidence=confidence,
        point=place.point if place is not None and snaps else fix.point,
        precision_m=max(fix.precision_m, place.extent_m if place is not None and snaps else 0.0),
        place_id=place.place_id if place is not None and inside else None,
        matched_name=place.name if place is not None else fix.label,
        note="In the place's extent; shown at its own point." if snaps else "",
    )


def _place_at(fix: Fix, town: Town) -> Place | None:
    """The place in whose extent the position lies, if the position is as good as that."""
    place = town.gazetteer.at(fix.point)
    if place is None:
        return None
    fine_enough = fix.precision_m <= max(place.extent_m, town.params.postcode_precision_m)
    return place if fine_enough else None


def _place_named_beside(fix: Fix, part: Part, town: Town) -> Place | None:
    """The place that the rest of the text names, near the position or contradicting it."""
    rest = Part(fix.rest, town.index.lexicon, on=part.on)
    if not rest.words:
        return None
    naming = exact_naming(rest, town) or fuzzy_naming(rest, town)
    if not isinstance(naming, Naming) or naming.place.is_coarse:
        return None
    away_m = naming.place.point.distance_m(fix.point)
    near = away_m <= _SAME_PLACE_M + max(naming.place.extent_m, naming.place.accuracy_m)
    return naming.place if near or away_m > _CONTRADICTION_M else None


def _too_coarse(fix: Fix, town: Town) -> str:
    too_coarse = fix.precision_m > town.params.coarsest_precision_m
    return "Too coarse to say where it was." if too_coarse else ""
