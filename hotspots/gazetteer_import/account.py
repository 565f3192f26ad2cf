"""What became of every row of every source: counted, and told beside the list."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRows:
    """Rows that gave no place for one reason: how many, and the first of them."""

    column: str
    problem: str
    mend: str
    rows: int
    first_row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAccount:
    """What became of a file's rows: rows = kept + merged + outside + rejected."""

    file: str
    format: str
    sha256: str
    rows: int
    kept: int
    merged: int
    outside: int
    rejects: tuple[RejectedRows, ...]

    @property
    def rejected(self) -> int:
        """Rows that gave no place."""
        return sum(reject.rows for reject in self.rejects)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """How many places were written, how many were there before, and each file's account."""

    places: int
    existing: int
    sources: tuple[SourceAccount, ...]
    sha256: str


def account_path(target: Path) -> Path:
    """Where the sources of a list are told: `places.sources.toml` beside `places.csv`."""
    return target.with_suffix(".sources.toml")


def account_bytes(
    report: ImportReport, name: str, *, merge_within_m: float, dated: date | None
) -> bytes:
    """The account of the sources of the list of that name, as TOML."""
    head = {
        "file": name,
        "sha256": report.sha256,
        "places": report.places,
        "existing": report.existing,
        "merge_within_m": merge_within_m,
    }
    tables = [
        "# Where the list of places beside this file comes from.\n",
        toml_table("[list]", head),
    ]
    for source in sorted(report.sources, key=lambda s: (s.file, s.sha256)):
        counts = {
            "file": source.file,
            "format": source.format,
            "sha256": source.sha256,
            "date": dated,
            "rows": source.rows,
            "kept": source.kept,
            "merged": source.merged,
            "outside": source.outside,
            "rejected": source.rejected,
        }
        tables.append(toml_table("[[source]]", counts))
        tables += [toml_table("[[source.rejects]]", asdict(reject)) for reject in source.rejects]
    return "\n".join(tables).encode("utf-8")


def toml_table(heading: str, values: Mapping[str, object]) -> str:
    """A table of TOML; what is None is left out."""
    # A JSON string is a TOML basic string, except that DEL must be escaped there too.
    lines = [
        f"{key} = {_toml_text(value) if isinstance(value, str) else value}"
        for key, value in values.items()
        if value is not None
    ]
    return "\n".join([heading, *lines, ""])


def _toml_text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
