"""A drawing of the town for a page without the internet: wards, public places, and a way to point.

Coordinates are metres of the National Grid with north up, so a point on the drawing is a
position in metres and nothing has to be projected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.boundaries import Boundaries
    from hotspots.gazetteer import Gazetteer
    from hotspots.model import Candidate

_MARGIN_M = 300
# Finer than a pixel of the drawing.
_SIMPLER_M = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A public place on the drawing; `number` is its candidate's, 0 for one that is not."""

    place_id: str
    name: str
    easting: int
    y: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TownMap:
    """An SVG's parts: `view` is its viewBox, `y` runs down from `-northing`."""

    view: str
    wards: tuple[str, ...]
    spots: tuple[Spot, ...]


def town_map(
    boundaries: Boundaries, gazetteer: Gazetteer, candidates: Sequence[Candidate]
) -> TownMap:
    """The area with every public place, and the candidates numbered from 1."""
    numbers = {one.place_id: number for number, one in enumerate(candidates, start=1)}
    west, south, east, north = boundaries.outline_m.bounds
    view = (
        f"{west - _MARGIN_M:.0f} {-north - _MARGIN_M:.0f} "
        f"{east - west + 2 * _MARGIN_M:.0f} {north - south + 2 * _MARGIN_M:.0f}"
    )
    spots = [
        Spot(
            place_id=place.place_id,
            name=place.name,
            easting=round(place.point.easting),
            y=-round(place.point.northing),
            number=numbers.get(place.place_id, 0),
        )
        for place in gazetteer.places
        if place.place_id in numbers or not place.is_coarse
    ]
    return TownMap(
        view=view,
        wards=tuple(_path(ward.geometry_m) for ward in boundaries.wards),
        # Candidates last: they lie on top of the others.
        spots=tuple(sorted(spots, key=lambda one: (one.number > 0, -one.number, one.place_id))),
    )


def _path(geometry_m: shapely.geometry.base.BaseGeometry) -> str:
    parts = shapely.get_parts(geometry_m.simplify(_SIMPLER_M))
    return " ".join(
        "M" + "L".join(f"{x:.0f} {-y:.0f}" for x, y in part.exterior.coords) + "Z" for part in parts
    )
