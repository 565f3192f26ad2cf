"""MAP: a release as one self-contained page.

`render_map` is looked up when it is first used (PEP 562): it loads Folium and pandas,
and the service, which draws with a `Frame` made elsewhere, must not.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from hotspots.map.basemap import Basemap
from hotspots.map.frame import Frame
from hotspots.map.hashes import script_hashes, style_hashes
from hotspots.map.page import page_of

if TYPE_CHECKING:
    from hotspots.map.layout import render_map

__all__ = ["Basemap", "Frame", "page_of", "render_map", "script_hashes", "style_hashes"]


def __getattr__(name: str) -> object:
    if name != "render_map":
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module("hotspots.map.layout"), name)
