"""The saved areas that a release was sealed with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hotspots.brief import AREAS_LAYER
from hotspots.errors import StoreError

if TYPE_CHECKING:
    from hotspots.store import ReleaseStore


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
