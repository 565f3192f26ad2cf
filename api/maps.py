"""Map pages, drawn once for each release and kept; each with a policy of its own hashes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.cache import Bounded
from api.headers import map_policy
from api.saved import saved_layer
from hotspots.errors import StoreError
from hotspots.map import page_of, script_hashes, style_hashes
from hotspots.release import Release

if TYPE_CHECKING:
    from api.shelf import View
    from api.workroom import Workroom
    from hotspots.map import Basemap
    from hotspots.store import ReleaseStore

_WARDS = "wards.geojson"
_CONTEXT = "context.json"
_KEPT_BYTES = 24_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPage:
    """A self-contained page and the Content-Security-Policy that lets it run, and no more."""

    html: bytes
    policy: str


class Maps:
    """Draws maps of views."""

    def __init__(
        self,
        releases: ReleaseStore,
        *,
        workroom: Workroom,
        size: int,
        basemap: Basemap | None = None,
    ) -> None:
        self._releases = releases
        self._workroom = workroom
        self._basemap = basemap
        self._pages: Bounded[tuple[str, str], MapPage] = Bounded(
            size, weigh=lambda page: len(page.html), most_bytes=_KEPT_BYTES
        )

    def page(self, view: View) -> MapPage:
        """The map of what this view shows.

        Raises:
            StoreError: the release was sealed without its boundaries, or they are damaged.
        """
        key = (view.sealed_digest, view.digest)
        return self._pages.get(key, lambda: self._draw(view))

    def _draw(self, view: View) -> MapPage:
        html = page_of(
            view.release,
            wards=self.wards(view),
            context=self._context(view),
            frame=self._workroom.frame(),
            basemap=self._basemap,
        )
        policy = map_policy(
            scripts=script_hashes(html),
            styles=style_hashes(html),
            pictures=() if self._basemap is None else (self._basemap.origin,),
        )
        return MapPage(html=html.encode(), policy=policy)

    def wards(self, view: View) -> dict[str, Any]:
        """The outlines that this view's map is drawn on, as GeoJSON in longitude and latitude.

        Raises:
            StoreError: the release was sealed without them, or they are damaged.
        """
        layer = self._releases.layer(view.sealed_digest, _WARDS)
        try:
            wards = json.loads(layer or b"")
        except ValueError as error:
            raise StoreError("A release was stored without readable boundaries.") from error
        if not isinstance(wards, dict):
            raise StoreError("A release was stored without readable boundaries.")
        return wards

    def areas(self, view: View) -> dict[str, Any]:
        """The saved areas that this view was sealed with, likewise; empty if there are none.

        Raises:
            StoreError: they are damaged.
        """
        return saved_layer(self._releases, view.sealed_digest)

    def _context(self, view: View) -> Release | None:
        layer = self._releases.layer(view.sealed_digest, _CONTEXT)
        return None if layer is None else Release.from_bytes(layer)
