"""The middle of a cluster: for choosing among names and for the co-ordinator, never shown."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

from hotspots.errors import InternalError
from hotspots.geo import PointM

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.model import Sighting


def centre_of(sightings: Iterable[Sighting]) -> PointM:
    """The mean position in metres; `fsum` is exact, so the order is no matter.

    Raises:
        InternalError: no sighting has a position.
    """
    points = [s.where.point for s in sightings if s.where.point is not None]
    if not points:
        msg = "A cluster without positions has no middle."
        raise InternalError(msg)
    return PointM(
        fsum(point.easting for point in points) / len(points),
        fsum(point.northing for point in points) / len(points),
    )
