"""From published lists of places to ours: read, check, limit, merge, write."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import shapely

from hotspots.errors import InputError, InternalError, ParameterError
from hotspots.gazetteer_import.account import (
    ImportReport,
    RejectedRows,
    SourceAccount,
    account_bytes,
    account_path,
)
from hotspots.gazetteer_import.formats import place_of
from hotspots.gazetteer_import.merging import Listed, merge
from hotspots.gazetteer_import.output import list_bytes, write_whole
from hotspots.gazetteer_import.published import FORMATS
from hotspots.gazetteer_import.record import UnusableRowError
from hotspots.gazetteer_import.sourcefile import look_at, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from hotspots.boundaries import Boundaries
    from hotspots.gazetteer import Gazetteer
    from hotspots.gazetteer_import.sourcefile import SourceFile
    from hotspots.geo import PointM

MERGE_WITHIN_M = 150.0
_LARGEST_MARGIN_M, _LARGEST_MERGE_M = 50_000.0, 2_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How to import.

    `format` is one of `FORMATS`, or None to tell it from the file. `boundaries` keeps the
    places in the area and within `margin_m` of it. `existing` is a list that wins. Rows of
    one name within `merge_within_m` are one place. `dated` is the day of the sources.

    Raises:
        ParameterError: an unknown format, or a length out of range.
    """

    format: str | None = None
    boundaries: Boundaries | None = None
    margin_m: float = 0.0
    existing: Gazetteer | None = None
    merge_within_m: float = MERGE_WITHIN_M
    dated: date | None = None

    def __post_init__(self) -> None:
        if self.format is not None and self.format not in FORMATS:
            raise ParameterError(f"The format is one of {', '.join(FORMATS)}.")
        if not 0 <= self.margin_m <= _LARGEST_MARGIN_M:
            raise ParameterError(f"The margin is 0 to {_LARGEST_MARGIN_M:.0f} metres.")
        if not 0 <= self.merge_within_m <= _LARGEST_MERGE_M:
            raise ParameterError(f"Places are merged within 0 to {_LARGEST_MERGE_M:.0f} metres.")


def import_gazetteer(
    sources: Sequence[Path], target: Path, *, options: ImportOptions | None = None
) -> ImportReport:
    """Write one list of places from published ones, and an account of its sources beside it.

    Rows are read one at a time; only the places inside the area are held. The result does
    not depend on the order of files or rows.

    Raises:
        InputError: a file cannot be read or is not of its format, is the target itself, or
            no row of any gives a place.
        StoreError: the target cannot be written.
    """
    chosen = options or ImportOptions()
    _refuse_overwriting(sources, target)
    readings = [_Reading(look_at(path, chosen.format)) for path in sources]
    area = _Area(chosen)
    listed = [
        Listed(item.found, number)
        for number, reading in enumerate(readings)
        for item in reading.places(area, number)
    ]
    if not listed:
        raise InputError(
            "no row gives a place in the area",
            file=", ".join(path.name for path in sources),
            mend=_advice(readings),
        )
    before = chosen.existing.places if chosen.existing else ()
    result = merge(before, listed, within_m=chosen.merge_within_m, files=len(readings))
    content = list_bytes(result.places)
    report = ImportReport(
        places=len(result.places),
        existing=len(before),
        sources=tuple(r.account(m) for r, m in zip(readings, result.merged, strict=True)),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    told = account_bytes(
        report, target.name, merge_within_m=chosen.merge_within_m, dated=chosen.dated
    )
    write_whole(target, content, account_path(target), told)
    return report


def _advice(readings: Sequence[_Reading]) -> str:
    """What to do about the commonest reason why no row gave a place."""
    rejects = [reject for reading in readings for reject in reading.account(0).rejects]
    if not rejects:
        return "Check the boundaries and their margin."
    worst = max(rejects, key=lambda reject: reject.rows)
    return f"In most rows, column {worst.column!r}: {worst.problem}. {worst.mend}"


def _refuse_overwriting(sources: Sequence[Path], target: Path) -> None:
    if any(path.resolve() == target.resolve() for path in sources):
        raise InputError(
            "the list would be written over one of its sources",
            file=target.name,
            mend="Give another name after --out.",
        )


class _Area:
    """The authority's area and its margin; everything where there is none."""

    def __init__(self, options: ImportOptions) -> None:
        self._shape = None
        if options.boundaries is not None:
            self._shape = options.boundaries.outline_m.buffer(options.margin_m)
            shapely.prepare(self._shape)
            self._box = self._shape.bounds

    def holds(self, point: PointM) -> bool:
        if self._shape is None:
            return True
        # Most of a national list is far away, and four comparisons show it.
        west, south, east, north = self._box
        if not (west <= point.easting <= east and south <= point.northing <= north):
            return False
        return bool(shapely.intersects(self._shape, shapely.Point(point.key)))


@dataclass(slots=True)
class _Reading:
    """A file while it is read."""

    source: SourceFile
    rows: int = 0
    inside: int = 0
    outside: int = 0
    # By column, problem and mend: number of rows, and the first of them.
    rejects: dict[tuple[str, str, str], tuple[int, int]] = field(default_factory=dict)

    def places(self, area: _Area, number: int) -> Iterator[Listed]:
        for row, cells in rows_of(self.source):
            self.rows += 1
            try:
                found = place_of(self.source.format, cells, self.source.name)
            except UnusableRowError as reason:
                key = (reason.column, reason.problem, reason.mend)
                count, first = self.rejects.get(key, (0, row))
                self.rejects[key] = (count + 1, first)
                continue
            if area.holds(found.point):
                self.inside += 1
                yield Listed(found, number)
            else:
                self.outside += 1

    def account(self, merged: int) -> SourceAccount:
        rejects = tuple(
            RejectedRows(column=column, problem=problem, mend=mend, rows=rows, first_row=first)
            for (column, problem, mend), (rows, first) in sorted(self.rejects.items())
        )
        account = SourceAccount(
            file=self.source.name,
            format=self.source.format,
            sha256=self.source.sha256,
            rows=self.rows,
            kept=self.inside - merged,
            merged=merged,
            outside=self.outside,
            rejects=rejects,
        )
        if account.rows != account.kept + merged + account.outside + account.rejected:
            msg = "The rows of a source do not add up."
            raise InternalError(msg)
        return account
