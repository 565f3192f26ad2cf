"""The areas that a release was sealed with: wards, and areas that were saved beforehand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from hotspots.boundaries import code_and_name
from hotspots.brief import AREAS_LAYER
from hotspots.brief.areas import SAVED_KINDS, AreaKind
from hotspots.brief.wording import plain
from hotspots.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hotspots.brief.ground import Area
    from hotspots.release import ReleasedHotspot
    from hotspots.store import ReleaseStore

_SLACK_M = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """An area as a layer has it; `feature` is GeoJSON in longitude and latitude."""

    code: str
    name: str
    kind: AreaKind
    feature: Mapping[str, Any]


def saved_layer(releases: ReleaseStore, sealed_digest: str) -> dict[str, Any]:
    """The layer as GeoJSON in longitude and latitude; empty where it was sealed without one.

    Raises:
        StoreError: it is damaged.
    """
    layer = releases.layer(sealed_digest, AREAS_LAYER)
    if layer is None:
        return {}
    try:
        areas = json.loads(layer)
    except ValueError:
        areas = None
    if not isinstance(areas, dict):
        raise StoreError("A release was stored with areas that cannot be read.")
    return areas


def wards_in(layer: Mapping[str, Any]) -> dict[str, Drawn]:
    """The wards of a layer by their codes, in its order; what has no code is none."""
    found: dict[str, Drawn] = {}
    for feature in layer.get("features", ()):
        code, name = code_and_name(feature.get("properties") or {})
        if code:
            found[code] = Drawn(code=code, name=name, kind=AreaKind.WARD, feature=feature)
    return found


def saved_in(layer: Mapping[str, Any]) -> dict[str, Drawn]:
    """The saved areas of a layer likewise; what has no code, name or kind of theirs is none."""
    found: dict[str, Drawn] = {}
    for feature in layer.get("features", ()):
        own = feature.get("properties") or {}
        code, name, kind = (str(own.get(key) or "") for key in ("code", "name", "kind"))
        if code and name and kind in SAVED_KINDS:
            found[code] = Drawn(code=code, name=plain(name), kind=AreaKind(kind), feature=feature)
    return found


def hotspots_of(
    areas: Iterable[Area], hotspots: Sequence[ReleasedHotspot]
) -> dict[str, tuple[ReleasedHotspot, ...]]:
    """By code of the saved area, the hotspots in or near it, in their order, as its brief has them.

    An index leaves few to be measured: 500 areas and 10,000 hotspots are five million pairs.
    """
    tree = shapely.STRtree(
        [shapely.Point(one.position.easting, one.position.northing) for one in hotspots]
    )
    found: dict[str, tuple[ReleasedHotspot, ...]] = {}
    for area in areas:
        about = tree.query(area.shape_m, predicate="dwithin", distance=area.near_m + _SLACK_M)
        near = (hotspots[number] for number in sorted(about.tolist()))
        found[area.code] = tuple(h for h in near if area.distance_m(h.position) <= area.near_m)
    return found
