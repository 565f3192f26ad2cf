"""What stands for a place on the map: one drawing for map, legend and paper.

A sign tells by its size and its form as well as by its colour. The blues are ColorBrewer's
(Brewer and Harrower 2003, *ColorBrewer.org*), the other colours Okabe and Ito's (2008,
*Color universal design*): both keep apart for people who see colours otherwise. Every
line has a contrast of 3 or more with the ground (WCAG 2.2, 1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

_LINE = "#06294d"
_QUIET_LINE = "#505a5f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A circle of `radius` pixels, or the polygon of `corners` in a circle of that radius."""

    radius: float
    fill: str
    line: str = _LINE
    dash: str = ""
    corners: tuple[tuple[float, float], ...] = ()

    @property
    def path(self) -> str:
        """The polygon as an SVG path round the origin, in pixels; empty for a circle."""
        if not self.corners:
            return ""
        points = (f"{x * self.radius:.1f} {y * self.radius:.1f}" for x, y in self.corners)
        return f"M{'L'.join(points)}Z"


def _star(points: int, inner: float) -> tuple[tuple[float, float], ...]:
    """A star that points up, its inner corners at this part of the radius."""
    corners = []
    for step in range(2 * points):
        reach = 1.0 if step % 2 == 0 else inner
        angle = step * pi / points
        corners.append((round(reach * sin(angle), 3), round(-reach * cos(angle), 3)))
    return tuple(corners)


# Corners in a circle of radius 1 round the origin; y runs down, as on the screen.
_UP = ((0.0, -1.0), (0.95, 0.75), (-0.95, 0.75))
_DOWN = ((0.0, 1.0), (-0.95, -0.75), (0.95, -0.75))
_DIAMOND = ((0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0))
_CROSS = (
    *((-0.9, -0.6), (-0.6, -0.9), (0.0, -0.3), (0.6, -0.9), (0.9, -0.6), (0.3, 0.0)),
    *((0.9, 0.6), (0.6, 0.9), (0.0, 0.3), (-0.6, 0.9), (-0.9, 0.6), (-0.3, 0.0)),
)

SIZES = ("size-1", "size-2", "size-3", "size-4")
NO_NUMBER = "no-number"
FORMER = "former"
SIGNS: dict[str, Sign] = {
    "size-1": Sign(radius=6.5, fill="#c6dbef"),
    "size-2": Sign(radius=9.0, fill="#6baed6"),
    "size-3": Sign(radius=12.0, fill="#2171b5"),
    "size-4": Sign(radius=15.0, fill="#08306b"),
    NO_NUMBER: Sign(radius=8.0, fill="#ffffff", dash="3 3"),
    "new": Sign(radius=12.0, fill="#f0e442", corners=_star(5, 0.45)),
    "rising": Sign(radius=11.0, fill="#d55e00", corners=_UP),
    "falling": Sign(radius=11.0, fill="#56b4e9", corners=_DOWN),
    "same": Sign(radius=7.0, fill="#ffffff"),
    "unclear": Sign(radius=9.0, fill="#ffffff", corners=_DIAMOND),
    FORMER: Sign(radius=10.0, fill="#ffffff", line=_QUIET_LINE, corners=_CROSS),
}
