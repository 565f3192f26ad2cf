"""A release as a table for Excel: one row for each hotspot, and no cell that is a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from hotspots.cells import safe_cell
from hotspots.export.features import PROPERTIES, about, properties_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.period import Period
    from hotspots.release import Release

# Beside the properties, every row of the CSV says which release it is from: a row
# that is copied into another sheet must not lose its classification.
_MARKS = ("audience", "period_from", "period_to", "classification", "banner", "digest", "period")


def csv_bytes(release: Release, *, digest: str, fields: Sequence[str] = PROPERTIES) -> bytes:
    """The hotspots as CSV for Excel: UTF-8 with a byte order mark, CRLF, safe cells.

    One row for each hotspot: these of its properties, and then the marks of the release,
    whose period is given both as ISO dates and as `dd/mm/yyyy to dd/mm/yyyy`.
    """
    marks = about(release, digest=digest) | {"period": _uk(release.period)}
    columns = (*fields, *_MARKS)
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(columns)
    for hotspot in release.hotspots:
        values = properties_of(hotspot) | {mark: marks[mark] for mark in _MARKS}
        writer.writerow([safe_cell(values[name]) for name in columns])
    return text.getvalue().encode("utf-8-sig")


def _uk(period: Period) -> str:
    """Days as people here write them; as a range Excel keeps it as text in every locale."""
    return f"{period.first:%d/%m/%Y} to {period.last:%d/%m/%Y}"
