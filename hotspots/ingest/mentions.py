"""Place words of a row: one mention for each filled column, positions before words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hotspots.geo import PointM, in_great_britain
from hotspots.ingest import checks
from hotspots.ingest.cells import CellError, text_of, value_class
from hotspots.model import PlaceMention, PlaceSource

if TYPE_CHECKING:
    from hotspots.ingest.headings import MentionColumn
    from hotspots.ingest.rowview import RowView

# A rough box around Great Britain, in degrees: a position outside it is a mistake.
_LATITUDES = (49.0, 61.5)
_LONGITUDES = (-9.5, 2.5)
_WORD = re.compile(r"[a-z]+")


def read_mentions(view: RowView) -> tuple[PlaceMention, ...]:
    """The row's mentions in the order of the profile; blank cells give none."""
    found = []
    for column in view.heading.mentions:
        text = (column.positions and _position(view, column)) or _words(view, column)
        if text:
            found.append(
                PlaceMention(
                    key=column.key,
                    role=column.rule.role,
                    source=_source(view, column),
                    text=text,
                )
            )
    return tuple(found)


def _words(view: RowView, column: MentionColumn) -> str:
    try:
        return text_of(view.at(column.text))
    except CellError as problem:
        view.remark_under(column.heading, checks.OPTIONAL_CELL, problem)
        return ""


def _source(view: RowView, column: MentionColumn) -> PlaceSource:
    rule = column.rule
    if not rule.source_from:
        return rule.source
    text = view.optional_text("found_by").casefold()
    words = set(_WORD.findall(text))
    for phrase, source in view.profile.codes.get(rule.source_from, {}).items():
        if phrase in words or (" " in phrase and phrase in text):
            return PlaceSource(source)
    return rule.source


def _position(view: RowView, column: MentionColumn) -> str:
    """`435601, 336203` or `52.918452, -1.471530`; blank where the row has no position."""
    grid = _pair(view, column, "easting", "northing")
    if grid is not None and in_great_britain(PointM(*grid)):
        return f"{grid[0]:.0f}, {grid[1]:.0f}"
    degrees = _pair(view, column, "latitude", "longitude")
    if degrees is not None and _in_box(*degrees):
        return f"{degrees[0]:.6f}, {degrees[1]:.6f}"
    if grid is not None or degrees is not None:
        view.remark_under(
            column.heading,
            checks.OPTIONAL_CELL,
            CellError(
                "the position lies outside Great Britain; the words count instead",
                value_class="number",
                mend="Check whether easting and northing are exchanged.",
            ),
        )
    return ""


def _in_box(latitude: float, longitude: float) -> bool:
    return (
        _LATITUDES[0] <= latitude <= _LATITUDES[1] and _LONGITUDES[0] <= longitude <= _LONGITUDES[1]
    )


def _pair(
    view: RowView, column: MentionColumn, first: str, second: str
) -> tuple[float, float] | None:
    """Two numbers; None where either is blank, or both are 0 as some systems write it."""
    cells = [view.at(column.positions.get(part)) for part in (first, second)]
    try:
        texts = [text_of(cell).replace(",", "") for cell in cells]
        if not all(texts):
            return None
        numbers = (float(texts[0]), float(texts[1]))
    except (CellError, ValueError):
        view.remark_under(
            column.heading,
            checks.OPTIONAL_CELL,
            CellError(
                "the position is not two numbers; the words count instead",
                value_class=value_class(cells[0]),
                mend="Give easting and northing in metres.",
            ),
        )
        return None
    return None if numbers == (0.0, 0.0) else numbers
