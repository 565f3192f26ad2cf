"""The steps of the ladder that read positions: coordinates, grid references, postcodes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotspots.geocode.coordinates import find_easting_northing, find_lat_lon
from hotspots.geocode.fix import Fix
from hotspots.geocode.gridref import find_grid_reference
from hotspots.geocode.names import Naming, exact_naming
from hotspots.geocode.outcomes import at_named_place, at_position, review, unlocated
from hotspots.geocode.postal import is_coarse_postcode, is_off_the_grid, postcodes_in
from hotspots.geocode.town import Part
from hotspots.model import Geocoded, GeocodeMethod, GeocodeStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.geocode.town import Town

_SURE, _BY_COORDINATES, _BY_GRID, _BY_POSTCODE = 1.0, 0.98, 0.97, 0.95


def origin(part: Part, town: Town) -> Geocoded | None:
    """Say that a text with an origin's postcode is private, whatever else it says."""
    known = town.origins.postcodes
    if known and any(code in known for code, _ in _postcodes(part)):
        return unlocated(part, GeocodeStatus.PRIVATE, GeocodeMethod.ORIGIN, confidence=_SURE)
    return None


def lat_lon(part: Part, town: Town) -> Geocoded | None:
    """Read a latitude and longitude."""
    return _by_fix(_fix(find_lat_lon, part), part, town, GeocodeMethod.LAT_LON)


def easting_northing(part: Part, town: Town) -> Geocoded | None:
    """Read an easting and northing; doubted where only the other order is here."""
    fix = _fix(find_easting_northing, part)
    if fix is not None and not town.boundaries.contains(fix.point):
        swapped = replace(fix.point, easting=fix.point.northing, northing=fix.point.easting)
        if town.boundaries.contains(swapped):
            fix = replace(fix, doubt="Easting and northing may be swapped.")
    return _by_fix(fix, part, town, GeocodeMethod.EASTING_NORTHING)


def grid_reference(part: Part, town: Town) -> Geocoded | None:
    """Read an Ordnance Survey grid reference."""
    fix = _fix(find_grid_reference, part)
    return _by_fix(fix, part, town, GeocodeMethod.GRID_REFERENCE)


def _fix(find: Callable[[str], Fix | None], part: Part) -> Fix | None:
    """What is found in the part, which is asked more than once."""
    if not part.written:
        return None
    if find not in part.answers:
        part.answers[find] = find(part.written)
    found = part.answers[find]
    return found if isinstance(found, Fix) else None


def _postcodes(part: Part) -> tuple[tuple[str, str], ...]:
    """Its postcodes, each with the rest of the text."""
    return postcodes_in(part.written) if part.written else ()


def _by_fix(fix: Fix | None, part: Part, town: Town, method: GeocodeMethod) -> Geocoded | None:
    if fix is None:
        return None
    trust = _BY_GRID if method is GeocodeMethod.GRID_REFERENCE else _BY_COORDINATES
    return at_position(fix, part, town, method=method, confidence=trust)


def postcode(part: Part, town: Town) -> Geocoded | None:
    """Read a postcode; a part of one, or two of them, go to review."""
    if part.written and is_coarse_postcode(part.written):
        return review(part, "Only a part of a postcode: too coarse to use.")
    found = _postcodes(part)
    if not found:
        return None
    if len({code for code, _ in found}) > 1:
        return review(part, "More than one postcode.")
    code, rest = found[0]
    if is_off_the_grid(code):
        return unlocated(
            part, GeocodeStatus.OUTSIDE, GeocodeMethod.POSTCODE, confidence=_BY_POSTCODE
        )
    known = town.postcodes.find(code)
    if known is None or known.mail_only:
        return _without_postcode(rest, part, town)
    fix = Fix(
        point=known.point, precision_m=town.params.postcode_precision_m, rest=rest, label=code
    )
    return at_position(fix, part, town, method=GeocodeMethod.POSTCODE, confidence=_BY_POSTCODE)


def _without_postcode(rest: str, part: Part, town: Town) -> Geocoded:
    """A postcode that is none: the name beside it may still say where."""
    remaining = Part(rest, town.index.lexicon, on=part.on)
    naming = exact_naming(remaining, town) if remaining.words else None
    if isinstance(naming, Naming):
        return at_named_place(naming, part, town)
    return review(part, "No such postcode, or one of post boxes only.")


def is_a_position(part: Part, town: Town) -> bool:
    """Whether the text is one position and says nothing beside it."""
    if not part.written:
        return False
    finders = (find_lat_lon, find_easting_northing, find_grid_reference)
    rests = [fix.rest for finder in finders if (fix := _fix(finder, part)) is not None]
    rests += [rest for _, rest in _postcodes(part)]
    return any(not _tells(rest, town) for rest in rests)


def _tells(text: str, town: Town) -> bool:
    vocabulary = town.index.vocabulary
    words = town.index.lexicon.words(text)
    return any(vocabulary.weight(w) > 0 and w not in vocabulary.town for w in words)
