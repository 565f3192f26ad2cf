"""Two saved areas and whom to call: made up, round places that are really there.

No school is named: its name would stand beside young people who went missing, and though
they are made up, the school would not be.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import shapely

from hotspots.brief.areas import AreaKind, SavedArea, circle_m

if TYPE_CHECKING:
    from hotspots.gazetteer import Gazetteer

SCHOOL = "Riverside School (made up)"
LOCALITY = "City centre (line made up)"
CONTACTS = (
    "Missing co-ordinator (made up): 01632 960 123, weekdays 9 to 5",
    "Team around the School (made up): 01632 960 145",
)
"""Lines of a brief; the numbers are of those that Ofcom keeps free for stories."""

_SCHOOL_AT, _SCHOOL_RADIUS_M = "co-op-allenton", 500.0
_LOCALITY_AT, _HALF_WIDTH_M, _HALF_HEIGHT_M = "derby-bus-station", 900.0, 700.0
_SINCE = date(2021, 1, 1)


def demo_areas(gazetteer: Gazetteer) -> tuple[SavedArea, ...]:
    """A school's surroundings and a locality; the same ones every time.

    Raises:
        KeyError: the gazetteer is not the packaged one.
    """
    school, middle = gazetteer[_SCHOOL_AT].point, gazetteer[_LOCALITY_AT].point
    box = shapely.box(
        middle.easting - _HALF_WIDTH_M,
        middle.northing - _HALF_HEIGHT_M,
        middle.easting + _HALF_WIDTH_M,
        middle.northing + _HALF_HEIGHT_M,
    )
    return (
        SavedArea.made(
            name=SCHOOL,
            kind=AreaKind.SCHOOL,
            shape_m=circle_m(school, _SCHOOL_RADIUS_M),
            valid_from=_SINCE,
        ),
        SavedArea.made(name=LOCALITY, kind=AreaKind.LOCALITY, shape_m=box, valid_from=_SINCE),
    )
