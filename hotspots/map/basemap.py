"""A background map from somebody's tile server: only where one is configured, off at first.

Whoever serves tiles learns which streets are looked at. So the page says so beside the
switch, names the server, and lets pictures come from that server alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from hotspots.errors import ParameterError

_LOOPBACK = frozenset({"127.0.0.1", "localhost"})
# The names that WMTS gives to a tile's zoom, column and row (OGC 07-057r7, table 33).
_WMTS = {"TileMatrix": "z", "TileCol": "x", "TileRow": "y"}
_PLACES = re.compile(r"\{([^{}]*)\}")
# What an address may be made of: nothing that ends or divides a directive of the policy.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._]+(:[0-9]+)?/[A-Za-z0-9\-._~:/?@!$&*+=%{}]+")
_LAST_ZOOM = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Basemap:
    """Tiles by an address with `{z}`, `{x}` and `{y}`, or WMTS's names for them.

    They must be those of the usual web grid (EPSG:3857, 256 pixels). `attribution` is what the
    provider wants to be said; `last_zoom` is the deepest zoom that it has.

    Raises:
        ParameterError: the address is not one of tiles over https, or nobody is named.
    """

    url: str
    attribution: str
    last_zoom: int = 19

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.url):
            raise ParameterError("The tiles' address is not one: https://HOST/{z}/{x}/{y}.png.")
        if self.url.startswith("http:") and self.host not in _LOOPBACK:
            raise ParameterError("The tiles' address must begin with https://.")
        if sorted(_PLACES.findall(self.template)) != ["x", "y", "z"]:
            raise ParameterError("The tiles' address needs {z}, {x} and {y}, once each.")
        if not self.attribution.strip():
            raise ParameterError("Say whose tiles they are: the provider wants to be named.")
        if not 1 <= self.last_zoom <= _LAST_ZOOM:
            raise ParameterError(f"The tiles' last zoom must be from 1 to {_LAST_ZOOM}.")

    @property
    def template(self) -> str:
        """The address with Leaflet's names for zoom, column and row."""
        return _PLACES.sub(lambda found: f"{{{_WMTS.get(found[1], found[1])}}}", self.url)

    @property
    def origin(self) -> str:
        """Scheme, host and port: what the page's policy lets pictures come from."""
        parts = urlsplit(self.template)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def host(self) -> str:
        """The server's name, for people."""
        return urlsplit(self.template).hostname or ""
