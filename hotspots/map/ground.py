"""What a map is drawn on: wards, an open-data layer, a background map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.map.basemap import Basemap
    from hotspots.release import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The layers beneath the places.

    `wards` is a GeoJSON feature collection in longitude and latitude; `context` an
    open-data release whose switch is off at first; so is that of `basemap`, which is None
    unless somebody configured a tile server.
    """

    wards: Mapping[str, Any]
    context: Release | None = None
    basemap: Basemap | None = None
