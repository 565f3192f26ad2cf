"""The map of one area as an SVG document: its outline, its neighbours', and the places shown.

Drawn on the metres of the national grid, so north is up and a scale bar is true. There
are no tiles, no script and no address in it, and names pass a template that escapes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import shapely
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from hotspots.brief.badges import Badge, badges_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

    from hotspots.brief.ground import Area
    from hotspots.release import ReleasedHotspot

WIDTH, HEIGHT = 600, 400
_MARGIN = 24
# Outlines finer than this cannot be seen, and make the page heavy.
_DETAIL = 0.4
_BARS_M = (100, 200, 250, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
_BAR_MOST = WIDTH / 4
_LETTER_WIDTH = 7.0
_NAME_HEIGHT = 16
_NAME_MOST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What of the grid is seen: the west and north edges in metres, and metres in a unit."""

    west_m: float
    north_m: float
    unit_m: float

    def x(self, easting: float) -> float:
        return round((easting - self.west_m) / self.unit_m, 1)

    def y(self, northing: float) -> float:
        return round((self.north_m - northing) / self.unit_m, 1)

    @property
    def box_m(self) -> tuple[float, float, float, float]:
        """West, south, east and north of what is drawn."""
        south = self.north_m - HEIGHT * self.unit_m
        return self.west_m, south, self.west_m + WIDTH * self.unit_m, self.north_m


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Extent:
    x: float
    y: float
    radius: float


def draw(area: Area, areas: tuple[Area, ...], hotspots: tuple[ReleasedHotspot, ...]) -> str:
    """The map as an SVG document of `WIDTH` by `HEIGHT` units.

    Places are circles of their own extent with their number in the list. Where many
    stand so close that a number has no room, there is a dot without one.
    """
    frame = _frame(area, hotspots)
    others = [other for other in areas if other.code != area.code]
    seen = [(other, _cut(other.shape_m, frame)) for other in others]
    at = [(frame.x(h.position.easting), frame.y(h.position.northing)) for h in hotspots]
    badges = badges_at(at, width=WIDTH, height=HEIGHT)
    bar_m = _bar_m(frame.unit_m)
    return _template().render(
        width=WIDTH,
        height=HEIGHT,
        area=_path(area.shape_m, frame),
        others=[_path(shape, frame) for _, shape in seen],
        names=[
            name for name in _names(seen, frame, badges) if not _lies_on(name, area.shape_m, frame)
        ],
        extents=[_extent(h, frame) for h in hotspots],
        badges=badges,
        bar=round(bar_m / frame.unit_m, 1),
        bar_text=f"{bar_m} m" if bar_m < 1000 else f"{bar_m // 1000} km",  # noqa: PLR2004 - metres in a kilometre
    )


def _frame(area: Area, hotspots: tuple[ReleasedHotspot, ...]) -> _Frame:
    west, south, east, north = shapely.bounds(area.shape_m).tolist()
    # What is near is seen as well, so that a reader sees what lies round the area.
    west, south = west - area.near_m, south - area.near_m
    east, north = east + area.near_m, north + area.near_m
    for one in hotspots:
        # A park's middle may lie beyond the ward's edge.
        west, east = min(west, one.position.easting), max(east, one.position.easting)
        south, north = min(south, one.position.northing), max(north, one.position.northing)
    across, up = WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN
    unit_m = max((east - west) / across, (north - south) / up, 1.0)
    return _Frame(
        west_m=(west + east) / 2 - unit_m * WIDTH / 2,
        north_m=(south + north) / 2 + unit_m * HEIGHT / 2,
        unit_m=unit_m,
    )


def _cut(shape_m: BaseGeometry, frame: _Frame) -> BaseGeometry:
    west, south, east, north = frame.box_m
    # A little beyond the edge, so that the cut itself is not drawn as a boundary.
    beyond = 4 * frame.unit_m
    return shapely.clip_by_rect(
        shape_m, west - beyond, south - beyond, east + beyond, north + beyond
    )


def _path(shape_m: BaseGeometry, frame: _Frame) -> str:
    simple = shapely.simplify(shape_m, _DETAIL * frame.unit_m)
    rings = (ring for part in shapely.get_parts(simple) for ring in _rings(part))
    return "".join(f"M{_corners(ring, frame)}Z" for ring in rings)


def _rings(part: BaseGeometry) -> Iterator[BaseGeometry]:
    if part.geom_type == "Polygon":
        yield from shapely.get_rings(part)


def _corners(ring: BaseGeometry, frame: _Frame) -> str:
    # A ring's last corner repeats its first, which Z does.
    corners = shapely.get_coordinates(ring)[:-1].tolist()
    return "L".join(f"{frame.x(east):g} {frame.y(north):g}" for east, north in corners)


def _extent(hotspot: ReleasedHotspot, frame: _Frame) -> _Extent:
    return _Extent(
        x=frame.x(hotspot.position.easting),
        y=frame.y(hotspot.position.northing),
        radius=round(max(hotspot.extent_m / frame.unit_m, 3.0), 1),
    )


def _names(
    seen: list[tuple[Area, BaseGeometry]], frame: _Frame, badges: tuple[Badge, ...]
) -> Iterator[_Name]:
    """The neighbours' names, each where its area has most room; none that would be cut off."""
    for other, shape in seen:
        if shapely.area(shape) <= 0:
            continue
        part = max(shapely.get_parts(shape), key=shapely.area)
        circle = shapely.maximum_inscribed_circle(part, tolerance=frame.unit_m)
        east, north = shapely.get_coordinates(circle)[0].tolist()
        name = _Name(text=_short(other.name), x=frame.x(east), y=frame.y(north))
        if _fits(name, badges):
            yield name


def _short(name: str) -> str:
    return name if len(name) <= _NAME_MOST else f"{name[: _NAME_MOST - 1]}…"


def _fits(name: _Name, badges: tuple[Badge, ...]) -> bool:
    half = len(name.text) * _LETTER_WIDTH / 2
    inside = half < name.x < WIDTH - half and _NAME_HEIGHT < name.y < HEIGHT - _NAME_HEIGHT
    # The scale bar and the arrow have their corners.
    in_corner = name.y > HEIGHT - 44 and name.x - half < _BAR_MOST + _MARGIN
    at_arrow = name.y < 52 and name.x + half > WIDTH - 44  # noqa: PLR2004 - see the template
    is_free = not any(
        abs(badge.x - name.x) < half + badge.half and abs(badge.y - name.y) < _NAME_HEIGHT
        for badge in badges
        if badge.number
    )
    return inside and not in_corner and not at_arrow and is_free


def _lies_on(name: _Name, shape_m: BaseGeometry, frame: _Frame) -> bool:
    """Whether a neighbour's name would run into the area itself, whose name it is not."""
    half = len(name.text) * _LETTER_WIDTH / 2 * frame.unit_m
    tall = _NAME_HEIGHT / 2 * frame.unit_m
    east = frame.west_m + name.x * frame.unit_m
    north = frame.north_m - name.y * frame.unit_m
    box = shapely.box(east - half, north - tall, east + half, north + 2 * tall)
    return bool(shapely.intersects(shape_m, box))


def _bar_m(unit_m: float) -> int:
    """The longest round number of metres that is no more than a quarter of the width."""
    fitting = [bar for bar in _BARS_M if bar / unit_m <= _BAR_MOST]
    return fitting[-1] if fitting else _BARS_M[0]


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).resolve().parent / "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("map.svg")
