"""The map's frame: an element and a start-up script without any data in them.

It is small, and the same for every map of a version of Folium.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What `hotspots.map.layout` makes of Folium's map."""

    element: str
    script: str
