"""A position that a person types: read by the same finders as the words of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.geocode.coordinates import find_easting_northing, find_lat_lon
from hotspots.geocode.fix import as_written
from hotspots.geocode.gridref import find_grid_reference
from hotspots.geocode.params import GeocodeParams
from hotspots.geocode.postal import postcodes_in

if TYPE_CHECKING:
    from hotspots.geo import PointM
    from hotspots.postcodes import Postcodes

_FINDERS = (find_lat_lon, find_easting_northing, find_grid_reference)
# A settled position is taken to be as good as a postcode; a coarser one is none.
_COARSEST_M = GeocodeParams().postcode_precision_m


def typed_position(typed: str, *, postcodes: Postcodes) -> PointM | None:
    """The position, in metres, where the text is one and nothing else.

    Latitude and longitude, easting and northing, a grid reference of six digits or more, or
    a whole postcode of the list. None for all others: nothing is guessed from words beside.
    """
    written = as_written(typed).strip()
    for find in _FINDERS:
        fix = find(written)
        if fix is not None:
            is_good = fix.precision_m <= _COARSEST_M and not _says(fix.rest) and not fix.doubt
            return fix.point if is_good else None
    found = postcodes_in(written)
    if len(found) != 1 or _says(found[0][1]):
        return None
    known = postcodes.find(found[0][0])
    return None if known is None or known.mail_only else known.point


def _says(rest: str) -> bool:
    return any(letter.isalnum() for letter in rest)
