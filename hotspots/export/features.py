"""A release as GeoJSON (RFC 7946): what the files and the service both hand out.

Every feature is a public place's own position from the gazetteer, or cells of the
fixed grid; there is nothing else in a release that could be drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry import mapping

from hotspots.geo import DEGREE_DECIMALS, GRID_M

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from hotspots.release import Release, ReleasedHotspot, ShownAction, ShownCell

PROPERTIES = (
    "hotspot_id",
    "name",
    "category",
    "zone",
    "area_code",
    "area_name",
    "episodes",
    "episodes_text",
    "children_text",
    "first_month",
    "last_month",
    "direction",
    "direction_text",
    "firmness",
    "actions_text",
    "place_risk_text",
    "extent_m",
    "easting",
    "northing",
)
"""The properties of every feature, in the order of the columns of the other files."""


def properties_of(hotspot: ReleasedHotspot) -> dict[str, str | float | None]:
    """Flat properties of one hotspot.

    `episodes` is the shown (rounded) number, or null where only a text may be shown;
    `episodes_text` and `children_text` are what people read. Months are `YYYY-MM`;
    `extent_m`, `easting` and `northing` are metres (EPSG:27700). `direction` is the word
    of a `Change`, `direction_text` its sentence, `actions_text` what is done and
    `place_risk_text` what is agreed, one after the other; null where nothing is told.
    """
    area, direction = hotspot.area, hotspot.direction
    return {
        "hotspot_id": hotspot.hotspot_id,
        "name": hotspot.name,
        "category": hotspot.category,
        "zone": hotspot.zone,
        "area_code": None if area is None else area.code,
        "area_name": None if area is None else area.name,
        "episodes": hotspot.episodes.value,
        "episodes_text": hotspot.episodes.text,
        "children_text": hotspot.children.text,
        "first_month": hotspot.first_month,
        "last_month": hotspot.last_month,
        "direction": None if direction is None else direction.change.value,
        "direction_text": None if direction is None else direction.text,
        "firmness": hotspot.firmness or None,
        "actions_text": "; ".join(_action(one) for one in hotspot.actions) or None,
        "place_risk_text": " ".join(hotspot.agreed) or None,
        "extent_m": hotspot.extent_m,
        "easting": hotspot.position.easting,
        "northing": hotspot.position.northing,
    }


def _action(action: ShownAction) -> str:
    until = "on" if action.last_month is None else f"to {action.last_month}"
    return f"{action.what} ({action.lead}, {action.first_month} {until})"


def about(release: Release, *, digest: str | None = None) -> dict[str, Any]:
    """What must stand on every product of a release; `digest` is the release's own if not given."""
    return {
        "title": release.title,
        "audience": release.audience.value,
        "period_from": release.period.first.isoformat(),
        "period_to": release.period.last.isoformat(),
        "classification": release.classification,
        "banner": release.banner,
        "digest": release.digest if digest is None else digest,
        "notices": list(release.notices),
        "attribution": list(release.attribution),
    }


def feature_collection(release: Release, *, digest: str | None = None) -> dict[str, Any]:
    """The release as a GeoJSON feature collection in longitude and latitude.

    Args:
        release: what may be shown.
        digest: the digest of the sealed release that this is, or is a part of; that
            of `release` itself if not given.

    Returns:
        A point for a place, a polygon or polygons for cells, with `properties_of` each,
        and `about` as foreign members (RFC 7946, section 6.1).
    """
    return {
        "type": "FeatureCollection",
        **about(release, digest=digest),
        "features": [feature(hotspot) for hotspot in release.hotspots],
    }


def feature(hotspot: ReleasedHotspot) -> dict[str, Any]:
    """One hotspot as a GeoJSON feature; its `id` is the hotspot's."""
    return {
        "type": "Feature",
        "id": hotspot.hotspot_id,
        "geometry": _geometry(hotspot),
        "properties": properties_of(hotspot),
    }


def cells_m(cells: tuple[ShownCell, ...]) -> BaseGeometry:
    """The cells as one multipolygon in metres (EPSG:27700), edges between them dissolved."""
    boxes = [
        shapely.box(cell.easting, cell.northing, cell.easting + GRID_M, cell.northing + GRID_M)
        for cell in cells
    ]
    return _dissolved(boxes)


def _geometry(hotspot: ReleasedHotspot) -> dict[str, Any]:
    if not hotspot.cells:
        return {
            "type": "Point",
            "coordinates": [hotspot.position.lon, hotspot.position.lat],
        }
    # Neighbouring cells have the same rounded corners, so their edges match exactly.
    whole = _dissolved([shapely.Polygon(cell.ring) for cell in hotspot.cells])
    shown = whole.geoms[0] if len(whole.geoms) == 1 else whole
    return _plain(mapping(shown))


def _dissolved(polygons: list[shapely.Polygon]) -> shapely.MultiPolygon:
    """One valid multipolygon, its rings as RFC 7946 wants them, in an order of its own."""
    union = shapely.normalize(shapely.union_all(polygons))
    parts = shapely.get_parts(union)
    return shapely.MultiPolygon(list(shapely.orient_polygons(parts)))


def _plain(geometry: dict[str, Any]) -> dict[str, Any]:
    """Tuples as lists, as JSON has them, so that reading the file gives the same object."""
    return {"type": geometry["type"], "coordinates": _lists(geometry["coordinates"])}


def _lists(value: Any) -> Any:  # noqa: ANN401 - coordinates nest to a depth that depends on the type
    if isinstance(value, tuple | list):
        return [_lists(item) for item in value]
    return round(value, DEGREE_DECIMALS)
