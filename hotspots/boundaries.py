"""The wards and the outline of the authority's area, and the layer files that hold them.

Neutral ground, like the gazetteer: areas and nothing about people. Layers are GeoJSON
in degrees (RFC 7946), read with `json` and shapely, never with GDAL: a driver that
opens whatever the bytes say can be made to read the server's own files.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import shapely
from shapely.geometry import mapping, shape

from hotspots.errors import InputError
from hotspots.geo import (
    DEGREE_DECIMALS,
    PointM,
    coordinates_from_lon_lat,
    coordinates_to_lon_lat,
    in_great_britain,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Ward:
    """A ward by its official code (`E05…`) and name; `geometry_m` is in EPSG:27700."""

    code: str
    name: str
    geometry_m: BaseGeometry


class Boundaries:
    """Wards, and the outline that is their union.

    `geojson` is the layer as it was read, in degrees, for drawing.
    """

    def __init__(
        self, wards: tuple[Ward, ...], *, geojson: dict[str, Any], attribution: str
    ) -> None:
        self.wards = tuple(sorted(wards, key=lambda ward: ward.code))
        self.geojson = geojson
        self.attribution = attribution

    @cached_property
    def outline_m(self) -> BaseGeometry:
        """The whole area, EPSG:27700; prepared, so that many questions are cheap."""
        # Neighbours meet exactly in degrees; the transformation to metres moves each of
        # their shared vertices alike, so that the union has no cracks.
        outline = shapely.union_all([ward.geometry_m for ward in self.wards])
        shapely.prepare(outline)
        return outline

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree([ward.geometry_m for ward in self.wards])

    def ward_of(self, point: PointM) -> Ward | None:
        """The ward in which the position lies; the lower code where it is on the line."""
        hits = self._tree.query(shapely.Point(point.key), predicate="intersects")
        # `wards` is in the order of their codes, and so are the tree's numbers.
        return self.wards[int(hits.min())] if hits.size else None

    def contains(self, point: PointM) -> bool:
        """Whether the position lies in the authority's area, its edge included."""
        return bool(shapely.intersects(self.outline_m, shapely.Point(point.key)))


def read_boundaries(path: Path) -> Boundaries:
    """Read wards from a GeoJSON file in degrees.

    Code and name are the properties that the Office for National Statistics calls
    `WD..CD` and `WD..NM` (`..` is the year), or else `code` and `name`.

    Raises:
        InputError: not GeoJSON, no polygons, or a ward without code, name or valid
            shape inside Great Britain, or two wards of one code.
    """
    raw = read_feature_collection(path)
    wards = tuple(_ward(f, path.name, number) for number, f in enumerate(raw["features"], start=1))
    codes = [ward.code for ward in wards]
    for number, code in enumerate(codes, start=1):
        if code in codes[: number - 1]:
            raise InputError(
                problem=f"feature {number} has the same code as feature {codes.index(code) + 1}",
                file=path.name,
                mend="Join the parts of a ward into one feature.",
            )
    return Boundaries(wards, geojson=raw, attribution=str(raw.get("attribution", "")))


def read_feature_collection(path: Path) -> dict[str, Any]:
    """The GeoJSON feature collection in the file, with at least one feature.

    Raises:
        InputError: the file cannot be read, or is anything else.
    """
    try:
        raw: dict[str, Any] | None = json.loads(path.read_bytes(), parse_constant=_refuse_constant)
    except (OSError, ValueError, RecursionError):
        raw = None
    features = raw.get("features") if isinstance(raw, dict) else None
    if raw is None or not isinstance(features, list):
        raise InputError(
            problem="not a GeoJSON feature collection",
            file=path.name,
            mend="Export the layer as GeoJSON in longitude and latitude.",
        )
    if not features:
        raise InputError(problem="no wards in it", file=path.name, mend="Export the layer again.")
    return raw


def code_and_name(properties: Mapping[str, Any]) -> tuple[str, str]:
    """The ward's code and name, or empty strings.

    Official layers carry the authority's `LAD24CD` beside (and before) the ward's
    `WD24CD`, and a Welsh name `WD24NMW` beside `WD24NM`: neither is taken.
    """
    return _property(properties, "CD", "code"), _property(properties, "NM", "name")


def property_name(properties: Mapping[str, Any], area: str, ending: str) -> str | None:
    """The property that holds an area's code or name, for instance `LAD`, `CD`: `LAD24CD`."""
    pattern = re.compile(rf"{area}\d\d{ending}", re.IGNORECASE)
    return next((key for key in sorted(properties) if pattern.fullmatch(key)), None)


def _property(properties: Mapping[str, Any], ending: str, plain: str) -> str:
    value = properties.get(property_name(properties, "WD", ending) or plain)
    return "" if value is None else str(value).strip()


def _refuse_constant(_: str) -> NoReturn:
    msg = "NaN and Infinity are not JSON"
    raise ValueError(msg)


def _ward(feature: object, file: str, number: int) -> Ward:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code, name = code_and_name(properties) if isinstance(properties, dict) else ("", "")
    degrees = polygon_of(feature)
    if not code or not name or degrees is None:
        raise InputError(
            problem=f"feature {number} lacks a code, a name or a polygon",
            file=file,
            mend="Each ward needs a code (E05…), a name and a polygon.",
        )
    geometry_m = shapely.transform(degrees, coordinates_from_lon_lat)
    if not lies_in_great_britain(geometry_m) or not geometry_m.is_valid:
        raise InputError(
            problem=f"feature {number} is not a valid shape in Great Britain",
            file=file,
            mend="Mend the layer: self-intersections, or coordinates that are not"
            " longitude and latitude.",
        )
    return Ward(code=code, name=name, geometry_m=geometry_m)


def polygon_of(feature: object) -> BaseGeometry | None:
    """The polygon or multipolygon of a GeoJSON feature; None if it has no such thing."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    try:
        polygon = shape(geometry)
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError):
        return None
    return polygon if polygon.geom_type in {"Polygon", "MultiPolygon"} else None


def lies_in_great_britain(geometry_m: BaseGeometry) -> bool:
    """Whether it has any vertices, all of them finite and inside the extent of EPSG:27700."""
    coordinates = shapely.get_coordinates(geometry_m)
    if not len(coordinates) or not np.isfinite(coordinates).all():
        return False
    corners = (coordinates.min(axis=0), coordinates.max(axis=0))
    return all(in_great_britain(PointM(float(e), float(n))) for e, n in corners)


@dataclass(frozen=True, slots=True)
class LayerFeature:
    """One area to be written: its official properties, and its shape in metres."""

    properties: Mapping[str, str]
    geometry_m: BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer to be written. `note` says what a reader of the map must know about it."""

    name: str
    attribution: str
    features: tuple[LayerFeature, ...]
    note: str = ""


def layer_bytes(layer: Layer) -> bytes:
    """The layer as GeoJSON (RFC 7946), one feature a line; the same layer, the same bytes.

    Degrees with six decimals, outer rings counter-clockwise.
    """
    head = {"type": "FeatureCollection", "name": layer.name, "attribution": layer.attribution}
    if layer.note:
        head["note"] = layer.note
    features = ",\n".join(_json(_feature(feature)) for feature in layer.features)
    text = _json(head).removesuffix("}") + f',"features":[\n{features}\n]}}\n'
    return text.encode("utf-8")


def _feature(feature: LayerFeature) -> dict[str, Any]:
    degrees = shapely.transform(feature.geometry_m, coordinates_to_lon_lat)
    if not degrees.is_valid:
        # Rounding can fold a spike of a very fine boundary over its neighbour.
        mended = shapely.make_valid(degrees, method="structure", keep_collapsed=False)
        degrees = shapely.transform(mended, _rounded)
    ordered = shapely.orient_polygons(shapely.normalize(degrees))
    return {
        "type": "Feature",
        "properties": dict(feature.properties),
        "geometry": mapping(ordered),
    }


def _rounded(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(coordinates, DEGREE_DECIMALS)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
