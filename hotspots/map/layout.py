"""The map laid out by Folium: the one module that loads it.

Folium brings pandas with it, 80 MB and a second, and what it lays out never changes. So
a process that must stay small has this module run as a program of its own, which writes
the frame as JSON, and keeps the answer.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Figure, MacroElement
from jinja2 import Template

from hotspots.map.frame import Frame
from hotspots.map.page import page_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.map.basemap import Basemap
    from hotspots.release import Release

# Where the map starts before its script has fitted it to what is shown (Great Britain).
_START = (54.0, -2.5)
_FIRST_ZOOM = 7
# In Leaflet's own words: Folium's min_zoom and max_zoom are those of a tile layer.
_LEAFLET_OPTIONS: dict[str, Any] = {
    "minZoom": _FIRST_ZOOM,
    "maxZoom": 18,
    "zoomSnap": 0.25,
    "attributionControl": False,
    "scrollWheelZoom": False,
}


def render_map(
    release: Release,
    *,
    wards: Mapping[str, Any],
    context: Release | None = None,
    basemap: Basemap | None = None,
) -> str:
    """The release as one self-contained HTML page; see `page_of`."""
    frame = folium_frame()
    return page_of(release, wards=wards, context=context, frame=frame, basemap=basemap)


class _ShowHotspots(MacroElement):
    """Hands the map that Folium starts to the page's own script."""

    _template = Template(
        "{% macro script(this, kwargs) %}showHotspots({{ this.map_name }});{% endmacro %}"
    )

    def __init__(self, map_name: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Branca gives it no types
        self._id = "hotspots"  # Folium's own ids are random, and bytes must not be
        self.map_name = map_name


@cache
def folium_frame() -> Frame:
    """The map's element and its start-up script, the same every time."""
    layout = folium.Map(
        location=_START,
        tiles=None,
        zoom_start=_FIRST_ZOOM,
        control_scale=True,
        **_LEAFLET_OPTIONS,
    )
    layout._id = "hotspots"  # noqa: SLF001 - Folium has no other way to give an element a fixed id
    layout.default_js = []
    layout.default_css = []
    layout.add_child(_ShowHotspots(layout.get_name()))
    figure = Figure()
    figure.add_child(layout)
    layout.render()  # type: ignore[no-untyped-call]  # Folium gives it no types
    return Frame(element=str(figure.html.render()), script=_flat(figure.script.render()))


def _flat(text: str) -> str:
    """One kind of line end: browsers turn others into it before they hash a block."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(folium_frame())))
