"""Open records to a context layer: exact counts, because there is no person in the data."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from hotspots.describe import distinct_ids
from hotspots.errors import ParameterError
from hotspots.gazetteer import place_id_of
from hotspots.geo import GRID_M, GridCell, coordinates_to_lon_lat, grid_cell, to_lon_lat
from hotspots.period import Period
from hotspots.protect.figures import exactly, withheld
from hotspots.protect.floor import refuse_weaker
from hotspots.release import Release, ReleasedHotspot, ShownCell, ShownPosition, Withheld

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.openrecord import OpenCluster, OpenRecord
    from hotspots.protect.policy import Policy

# The licence under which the police publish street-level records asks for this line.
OPEN_LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."
# South-west, south-east, north-east, north-west and back: counter-clockwise (RFC 7946).
_CORNERS_M = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]) * GRID_M


def protect_open(
    clusters: Sequence[OpenCluster],
    *,
    policy: Policy,
    records: Sequence[OpenRecord],
    banner: str = "",
    attribution: tuple[str, ...] = (OPEN_LICENCE,),
    layers: tuple[tuple[str, str], ...] = (),
) -> Release:
    """The context layer of these clusters, for the months that all the records span.

    A cluster is drawn as the cells of the fixed grid in which the publisher's map points
    lie, and named by their most common label. There are no zones: grouping is the
    council's, and this layer is not to be mixed with the council's own.

    Raises:
        ParameterError: a policy for data about people, or no records.
        ReleaseRefusedError: a policy weaker than the floor.
    """
    refuse_weaker(policy)
    if policy.rules is not None:
        msg = "This policy is for data about people. Open data is shown under its own alone."
        raise ParameterError(msg)
    period = _period_of(records)
    shapes = sorted((_shape_of(cluster) for cluster in clusters), key=_Shape.order)
    ids = distinct_ids([shape.stem for shape in shapes])
    return Release(
        audience=policy.audience,
        period=period,
        title=f"{policy.title}, {period.in_words}",
        classification=policy.classification,
        policy_version=f"{policy.audience.value}-{policy.version}",
        banner=banner,
        notices=policy.statements,
        total_episodes=exactly(len(records)),
        hotspots=tuple(_show(s, hotspot_id) for hotspot_id, s in zip(ids, shapes, strict=True)),
        zones=(),
        attribution=attribution,
        layers=layers,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """A cluster in the terms in which it is shown; `busiest` is one of the `cells`."""

    category: str
    name: str
    busiest: GridCell
    cells: tuple[GridCell, ...]
    records: int
    first_month: str
    last_month: str

    @property
    def stem(self) -> str:
        """What the id is made of: the category and the cell with most records."""
        return f"{place_id_of(self.category)}-{self.busiest.easting}-{self.busiest.northing}"

    def order(self) -> tuple[str, str, str, str, tuple[GridCell, ...], int]:
        """By category, month and name; the rest settles every tie."""
        return (
            self.category,
            self.first_month,
            self.name,
            self.stem,
            self.cells,
            self.records,
        )


def _shape_of(cluster: OpenCluster) -> _Shape:
    records = cluster.records
    cells = Counter(grid_cell(record.point) for record in records)
    labels = Counter(record.location or cluster.category for record in records)
    return _Shape(
        category=cluster.category,
        name=min(labels, key=lambda label: (-labels[label], label)),
        busiest=min(cells, key=lambda cell: (-cells[cell], cell)),
        cells=tuple(sorted(cells)),
        records=len(records),
        first_month=min(record.month for record in records),
        last_month=max(record.month for record in records),
    )


def _show(shape: _Shape, hotspot_id: str) -> ReleasedHotspot:
    centre = shape.busiest.centre
    lon, lat = to_lon_lat(centre)
    return ReleasedHotspot(
        hotspot_id=hotspot_id,
        name=shape.name,
        category=shape.category,
        zone="",
        area=None,
        position=ShownPosition(easting=centre.easting, northing=centre.northing, lon=lon, lat=lat),
        extent_m=GRID_M / 2,
        episodes=exactly(shape.records),
        children=withheld(Withheld.NOT_FOR_AUDIENCE),
        first_month=shape.first_month,
        last_month=shape.last_month,
        cells=_show_cells(shape.cells),
    )


def _show_cells(cells: Sequence[GridCell]) -> tuple[ShownCell, ...]:
    corners_m = np.array([(cell.easting, cell.northing) for cell in cells], dtype=np.float64)
    rings_m = corners_m[:, None, :] + _CORNERS_M
    degrees = coordinates_to_lon_lat(rings_m.reshape(-1, 2)).reshape(rings_m.shape)
    return tuple(
        ShownCell(
            easting=cell.easting,
            northing=cell.northing,
            ring=tuple((lon, lat) for lon, lat in ring),
        )
        for cell, ring in zip(cells, degrees.tolist(), strict=True)
    )


def _period_of(records: Sequence[OpenRecord]) -> Period:
    """The whole calendar months from the first to the last."""
    months = sorted({record.month for record in records})
    if not months:
        msg = "There are no open records to show. Give a file that has some."
        raise ParameterError(msg)
    first = date.fromisoformat(f"{months[0]}-01")
    last = date.fromisoformat(f"{months[-1]}-01")
    return Period(first=first, last=last.replace(day=monthrange(last.year, last.month)[1]))
