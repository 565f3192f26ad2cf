"""The collections that one principal may see, made of released features in memory.

A collection is of one release. Its features are made once and kept; so are their
shapes in each reference system that somebody asked for.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from api.cache import Bounded
from api.ogc.crs import DEFAULT, plain, shape_of
from api.ogc.operands import GEOMETRY, MONTH, NUMBER, TEXT
from api.policy import AREA_READERS
from api.saved import saved_in, wards_in
from api.shelf import areas_of
from hotspots.boundaries import polygon_of
from hotspots.errors import StoreError
from hotspots.export import feature
from hotspots.geo import DEGREE_DECIMALS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from api.ogc.crs import Crs
    from api.saved import Drawn
    from api.shelf import Shelf, View
    from hotspots.access import Principal
    from hotspots.release import ReleasedHotspot, ReleasedZone

SHORT = 12
_KEPT_COLLECTIONS = 128
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_NAME = re.compile(r"(hotspots|zones|areas)(?:-([0-9a-f]{12}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a collection is of: its title, what it says, its properties, a page's columns."""

    name: str
    title: str
    about: str
    shape: str
    properties: Mapping[str, tuple[str, str]]
    columns: tuple[tuple[str, str], ...]

    @property
    def queryables(self) -> dict[str, str]:
        """What a filter may name, and its kind."""
        kinds = {name: kind for name, (kind, _) in self.properties.items()}
        return kinds | {"geometry": GEOMETRY}


HOTSPOTS = Kind(
    name="hotspots",
    title="Hotspots",
    about="Public places where young people who were reported missing are seen again and again.",
    shape="geometry-any",
    properties={
        "hotspot_id": (TEXT, "The hotspot's id, the same from release to release."),
        "name": (TEXT, "The public place's name."),
        "category": (TEXT, "What kind of place it is."),
        "zone": (TEXT, "The zone that it is grouped into."),
        "area_code": (TEXT, "The ward's official code; null if it is not in one ward."),
        "area_name": (TEXT, "The ward's name; null if it is not in one ward."),
        "episodes": (NUMBER, "Episodes, rounded; null where only a text may be shown."),
        "episodes_text": (TEXT, "Episodes, as people read it."),
        "children_text": (TEXT, "Young people, as people read it."),
        "first_month": (MONTH, "First month (YYYY-MM) with an episode, if shown."),
        "last_month": (MONTH, "Last month (YYYY-MM) with an episode, if shown."),
        "direction": (TEXT, "Which way it goes beside the earlier release; null if untold."),
        "direction_text": (TEXT, "The same as a sentence, with an interval."),
        "firmness": (TEXT, "How firm it is; null where nothing is said."),
        "actions_text": (TEXT, "What is being done, as far as it is told; null if nothing is."),
        "place_risk_text": (TEXT, "What is agreed about it, as far as told; null if nothing is."),
        "extent_m": (NUMBER, "Radius of the place in metres."),
        "easting": (NUMBER, "Easting in metres, EPSG:27700."),
        "northing": (NUMBER, "Northing in metres, EPSG:27700."),
    },
    columns=(
        ("name", "Place"),
        ("zone", "Zone"),
        ("area_name", "Ward"),
        ("episodes_text", "Episodes"),
        ("children_text", "Young people"),
    ),
)
ZONES = Kind(
    name="zones",
    title="Zones",
    about="Named groupings of the hotspots that are shown, at the places of these.",
    shape="geometry-multipoint",
    properties={
        "zone_id": (TEXT, "The zone's id, made from its name."),
        "name": (TEXT, "The zone's name."),
        "episodes": (NUMBER, "Episodes, built from figures that are shown; null if not."),
        "episodes_text": (TEXT, "Episodes, as people read it."),
        "hotspots": (NUMBER, "How many hotspots of it are shown."),
    },
    columns=(("name", "Zone"), ("episodes_text", "Episodes"), ("hotspots", "Hotspots")),
)
AREAS = Kind(
    name="areas",
    title="Areas",
    about="The wards that the release is drawn on, and saved areas: yours, if bound to some.",
    shape="geometry-multipolygon",
    properties={
        "area_code": (TEXT, "The ward's official code, or the saved area's."),
        "area_name": (TEXT, "Its name."),
        "kind": (TEXT, "ward, school, locality or other."),
    },
    columns=(("area_name", "Area"), ("kind", "Kind"), ("area_code", "Code")),
)
_KINDS = {one.name: one for one in (HOTSPOTS, ZONES, AREAS)}


@dataclass(frozen=True, kw_only=True)
class Content:
    """The features of one collection in CRS84, with their shapes (None for no geometry)."""

    features: tuple[dict[str, Any], ...]

    @cached_property
    def shapes(self) -> NDArray[np.object_]:
        """Shape (n,), in CRS84."""
        found = np.empty(len(self.features), dtype=object)
        for number, one in enumerate(self.features):
            found[number] = None if one["geometry"] is None else shape_of(one["geometry"])
        return found

    @cached_property
    def bbox(self) -> tuple[float, ...] | None:
        """West, south, east, north in CRS84; None without any geometry."""
        drawn = self.shapes[~shapely.is_missing(self.shapes)]
        if not drawn.size:
            return None
        bounds = shapely.total_bounds(drawn)
        return None if np.isnan(bounds).any() else tuple(float(one) for one in bounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """One collection of one release."""

    collection_id: str
    kind: Kind
    view: View
    content: Content
    is_latest: bool

    @property
    def short(self) -> str:
        """The release's short name, which a page of the latest carries on."""
        return self.view.digest[:SHORT]

    @property
    def title(self) -> str:
        """For people: the latest, or the release's period."""
        when = "latest release" if self.is_latest else self.view.release.period.in_words
        return f"{self.kind.title}, {when}"


class Catalogue:
    """Makes collections of what the shelf hands out, and keeps them."""

    def __init__(
        self,
        shelf: Shelf,
        wards: Callable[[View], dict[str, Any]],
        saved: Callable[[View], dict[str, Any]],
    ) -> None:
        self._shelf = shelf
        self._wards = wards
        self._saved = saved
        self._kept: Bounded[tuple[str, str, str, frozenset[str] | None], Content] = Bounded(
            _KEPT_COLLECTIONS
        )
        self._shapes: Bounded[tuple[int, str], tuple[Content, NDArray[np.object_]]] = Bounded(
            _KEPT_COLLECTIONS
        )

    def all(self, principal: Principal) -> tuple[Collection, ...]:
        """The three of the latest release, and the hotspots of every one, newest first."""
        views = self._shelf.all(principal)
        if not views:
            return ()
        latest = [self._collection(kind, views[0], principal) for kind in _KINDS.values()]
        named = [self._collection(HOTSPOTS, view, principal, is_latest=False) for view in views]
        return (*latest, *named)

    def find(
        self, principal: Principal, name: str, *, release: str | None = None
    ) -> Collection | None:
        """The collection of that id; with `release`, as it was in that release."""
        found = _NAME.fullmatch(name)
        if found is None or (found[2] and (found[1] != HOTSPOTS.name or release)):
            return None
        short = found[2] or release
        views = self._shelf.all(principal)
        fitting = (view for view in views if short is None or view.digest.startswith(short))
        view = next(fitting, None)
        if view is None:
            return None
        return self._collection(_KINDS[found[1]], view, principal, is_latest=not found[2])

    def shapes(self, collection: Collection, crs: Crs) -> NDArray[np.object_]:
        """The collection's shapes in a reference system, shape (n,)."""
        content = collection.content
        if crs is DEFAULT:
            return content.shapes
        # The content is kept beside its shapes, so that its id cannot be another's.
        key = (id(content), crs.uri)
        return self._shapes.get(key, lambda: (content, crs.shapes(content.shapes)))[1]

    def _collection(
        self, kind: Kind, view: View, principal: Principal, *, is_latest: bool = True
    ) -> Collection:
        areas = areas_of(principal)
        key = (kind.name, view.sealed_digest, view.digest, areas)
        content = self._kept.get(key, lambda: Content(features=self._made(kind, view, areas)))
        name = kind.name if is_latest else f"{kind.name}-{view.digest[:SHORT]}"
        return Collection(
            collection_id=name, kind=kind, view=view, content=content, is_latest=is_latest
        )

    def _made(
        self, kind: Kind, view: View, areas: frozenset[str] | None
    ) -> tuple[dict[str, Any], ...]:
        hotspots = view.release.hotspots
        if kind is HOTSPOTS:
            return tuple(feature(one) for one in hotspots)
        if kind is ZONES:
            by_id = {one.hotspot_id: one for one in hotspots}
            return tuple(_zone(one, by_id) for one in view.release.zones)
        found = wards_in(self._wards(view))
        if view.release.audience in AREA_READERS:  # the public is told nothing of saved ones
            found |= {
                code: one for code, one in saved_in(self._saved(view)).items() if code not in found
            }
        return tuple(_area(one) for one in found.values() if areas is None or one.code in areas)


def _zone(zone: ReleasedZone, hotspots: Mapping[str, ReleasedHotspot]) -> dict[str, Any]:
    """A zone at the public places of its hotspots; no outline, which would be of our making."""
    shown = [hotspots[one].position for one in zone.hotspot_ids if one in hotspots]
    points = [[one.lon, one.lat] for one in shown]
    zone_id = _slug(zone.name)
    return {
        "type": "Feature",
        "id": zone_id,
        "geometry": {"type": "MultiPoint", "coordinates": points} if points else None,
        "properties": {
            "zone_id": zone_id,
            "name": zone.name,
            "episodes": zone.episodes.value,
            "episodes_text": zone.episodes.text,
            "hotspots": len(shown),
        },
    }


def _area(area: Drawn) -> dict[str, Any]:
    """An area's outline as RFC 7946 wants it."""
    shape = polygon_of(area.feature)
    if shape is None:
        raise StoreError("A release was stored without readable boundaries.")
    polygons = [shapely.orient_polygons(one) for one in shapely.get_parts(shape)]
    whole = shapely.transform(
        shapely.MultiPolygon(polygons), lambda xy: np.round(xy, DEGREE_DECIMALS)
    )
    return {
        "type": "Feature",
        "id": area.code,
        "geometry": plain(whole),
        "properties": {"area_code": area.code, "area_name": area.name, "kind": area.kind.value},
    }


def _slug(name: str) -> str:
    """An id that can stand in an address; a few digits keep two like names apart."""
    digits = hashlib.sha256(name.encode()).hexdigest()[:6]
    return f"{_NOT_IN_SLUG.sub('-', name.lower()).strip('-')}-{digits}".lstrip("-")
