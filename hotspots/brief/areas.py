"""Saved areas: a school's surroundings, a locality, any polygon that was fixed beforehand.

A release is sealed with the areas of its day as a layer, as it is with the wards. They
count nothing: an area's brief is a choice among the places that the release shows anyway,
so that two areas, however they overlap, tell no more than the release does.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

import shapely

from hotspots.boundaries import (
    Layer,
    LayerFeature,
    layer_bytes,
    lies_in_great_britain,
    polygon_of,
    read_feature_collection,
)
from hotspots.brief.wording import plain
from hotspots.errors import InputError, ParameterError, StoreError
from hotspots.geo import coordinates_from_lon_lat
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from hotspots.geo import PointM

AREAS_LAYER = "areas.geojson"
"""The name of the layer that a release is sealed with, and of the file they are kept in."""

MIN_RADIUS_M, MAX_RADIUS_M = 400.0, 5000.0
"""Metres. An area of one building would be a label on its people. Our judgement: 400 m is a
walk of five minutes, and the smallest ward of Derby is four times as large."""
MIN_AREA_M2 = 0.95 * math.pi * MIN_RADIUS_M**2
"""As large as the smallest circle, less what its corners and rounding take away."""
NEAR_M = 300.0
"""Metres round an area in which a place is still told of, as near."""
_MOST_AREAS = 500
_MOST_CORNERS = 20_000
_NAME_LENGTH = 80
_CODE_DIGITS = 9
_QUARTER_SEGMENTS = 16
# Metres to which corners are rounded: what no map of an area shows.
_GRID_M = 0.1


class AreaKind(StrEnum):
    """What an area is; wards are the official layer's and never saved ones."""

    WARD = "ward"
    SCHOOL = "school"
    LOCALITY = "locality"
    OTHER = "other"


SAVED_KINDS = tuple(kind for kind in AreaKind if kind is not AreaKind.WARD)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedArea:
    """One area; `shape_m` is in EPSG:27700. Releases whose period ends before `valid_from` lack it.

    `code` is made of all the rest: an area that is drawn anew has another one, so that nobody
    who was let see the former sees the new one for it.
    """

    code: str
    name: str
    kind: AreaKind
    shape_m: BaseGeometry
    valid_from: date

    @classmethod
    def made(cls, *, name: str, kind: AreaKind, shape_m: BaseGeometry, valid_from: date) -> Self:
        """A new area, its corners rounded and its code made.

        Raises:
            ParameterError: no name or too long a one, a ward, or a shape that is broken, too
                small, too fine, or not in Great Britain.
        """
        name = " ".join(plain(name).split())
        if not name or len(name) > _NAME_LENGTH:
            msg = f"An area's name has 1 to {_NAME_LENGTH} characters that can be read."
            raise ParameterError(msg)
        if kind is AreaKind.WARD:
            raise ParameterError("Wards have briefs without being saved. Choose another kind.")
        shape_m = shapely.normalize(shapely.set_precision(shape_m, _GRID_M))
        _require_shape(shape_m)
        said = [name, kind.value, valid_from.isoformat(), shape_m.wkb_hex]
        digest = hashlib.sha256(json.dumps(said).encode()).hexdigest()
        code = f"A{digest[:_CODE_DIGITS].upper()}"
        return cls(code=code, name=name, kind=kind, shape_m=shape_m, valid_from=valid_from)


def circle_m(centre: PointM, radius_m: float) -> BaseGeometry:
    """The surroundings of a place, as a polygon of 64 corners in EPSG:27700.

    Raises:
        ParameterError: the radius is too small to hide one building, or larger than any area.
    """
    if not MIN_RADIUS_M <= radius_m <= MAX_RADIUS_M:
        msg = f"The radius of an area is from {MIN_RADIUS_M:g} to {MAX_RADIUS_M:g} metres."
        raise ParameterError(msg)
    return shapely.buffer(shapely.Point(centre.key), radius_m, quad_segs=_QUARTER_SEGMENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedAreas:
    """All that are kept, in the order of their codes."""

    areas: tuple[SavedArea, ...] = ()

    def on(self, day: date) -> Self:
        """Those that hold on a day."""
        return type(self)(areas=tuple(area for area in self.areas if area.valid_from <= day))

    def with_areas(self, *more: SavedArea) -> Self:
        """These and the others; one that is here already stays as it is.

        Raises:
            ParameterError: more than may be kept.
        """
        every = {area.code: area for area in (*self.areas, *more)}
        if len(every) > _MOST_AREAS:
            msg = f"At most {_MOST_AREAS} areas are kept. Remove some first."
            raise ParameterError(msg)
        return type(self)(areas=tuple(every[code] for code in sorted(every)))

    def without(self, code: str) -> Self:
        """All but one.

        Raises:
            ParameterError: there is no such area.
        """
        kept = tuple(area for area in self.areas if area.code != code)
        if len(kept) == len(self.areas):
            raise ParameterError("There is no area of this code. List them: hotspots areas list.")
        return type(self)(areas=kept)

    def layer(self) -> bytes:
        """The areas as GeoJSON in degrees; the same areas, the same bytes."""
        features = tuple(LayerFeature(_properties(area), area.shape_m) for area in self.areas)
        return layer_bytes(Layer(name="areas", attribution="", features=features))


def read_areas(path: Path) -> SavedAreas:
    """The areas kept in this file; none where there is no file.

    Raises:
        InputError: the file is not as `write_areas` left it.
    """
    if not path.exists():
        return SavedAreas()
    features = read_feature_collection(path)["features"]
    try:
        found = tuple(_area(feature) for feature in features)
    except (KeyError, TypeError, ValueError, AttributeError, ParameterError):
        raise InputError(
            problem="an area in it lacks a code, a name, a kind, a day or a polygon",
            file=path.name,
            mend="Put back the file from a backup, or save the areas anew: hotspots areas add.",
        ) from None
    return SavedAreas(areas=tuple(sorted(found, key=lambda area: area.code)))


def write_areas(areas: SavedAreas, path: Path) -> None:
    """Keep the areas in this file, whole or not at all; no areas, no file.

    Raises:
        StoreError: it cannot be written.
    """
    try:
        if not areas.areas:
            path.unlink(missing_ok=True)
            return
        with written_whole(path) as part:
            part.write_bytes(areas.layer())
    except OSError as error:
        msg = (
            f"The file {path.name} cannot be written ({error.strerror or 'no reason'}). "
            "Close programs that have it open, check free space and rights, run again."
        )
        raise StoreError(msg) from error


def _require_shape(shape_m: BaseGeometry) -> None:
    if (
        shape_m.geom_type not in {"Polygon", "MultiPolygon"}
        or not shape_m.is_valid
        or not lies_in_great_britain(shape_m)
    ):
        msg = "An area is a valid polygon in Great Britain: mend it, or check its coordinates."
        raise ParameterError(msg)
    if shapely.area(shape_m) < MIN_AREA_M2:
        msg = f"An area has {MIN_AREA_M2 / 10_000:.0f} hectares or more: draw it larger."
        raise ParameterError(msg)
    if shapely.get_num_coordinates(shape_m) > _MOST_CORNERS:
        msg = f"An area has at most {_MOST_CORNERS:,} corners: simplify it."
        raise ParameterError(msg)


def _properties(area: SavedArea) -> Mapping[str, str]:
    return {
        "code": area.code,
        "name": area.name,
        "kind": area.kind.value,
        "valid_from": area.valid_from.isoformat(),
        "near_m": f"{NEAR_M:g}",
    }


def _area(feature: Mapping[str, Any]) -> SavedArea:
    own = feature["properties"]
    shape = polygon_of(feature)
    if shape is None:
        raise ParameterError("no polygon")
    code, kind = str(own["code"]), AreaKind(own["kind"])
    if not (code.isascii() and code.isalnum()) or kind is AreaKind.WARD:
        raise ParameterError("no code of a saved area")
    return SavedArea(
        code=code,
        name=str(own["name"]),
        kind=kind,
        shape_m=shapely.transform(shape, coordinates_from_lon_lat),
        valid_from=date.fromisoformat(own["valid_from"]),
    )
