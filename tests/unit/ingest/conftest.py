"""Rows of a made-up export, read through the real door. All of it is synthetic."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.ingest import Pseudonymiser, load_profile, read_episodes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from hotspots.ledger import Batch

AS_OF = date(2026, 1, 31)
ROW: Mapping[str, str] = {
    "Episode ID": "E1",
    "Child ID": "SYN-0001",
    "Date of Birth": "01/02/2006",
    "Status": "Missing",
    "Missing From Date": "01/03/2021",
    "Missing From Time": "17:05",
    "Return Date": "02/03/2021",
    "Return Time": "09:10",
}


@pytest.fixture
def pseudonymiser() -> Pseudonymiser:
    return Pseudonymiser(bytes(range(32)))


@pytest.fixture
def read(tmp_path: Path, pseudonymiser: Pseudonymiser) -> Callable[..., Batch]:
    """Read rows (mappings by heading, over a good row) as one CSV by a profile."""

    def read_rows(*rows: Mapping[str, Any], profile: str = "case-system") -> Batch:
        path = tmp_path / "rows.csv"
        base = ROW if profile == "case-system" else {}
        path.write_text(table([{**base, **row} for row in rows]), encoding="utf-8")
        return read_episodes(
            [path], profile=load_profile(profile), pseudonymiser=pseudonymiser, as_of=AS_OF
        )

    return read_rows


@pytest.fixture
def read_files(tmp_path: Path, pseudonymiser: Pseudonymiser) -> Callable[..., Batch]:
    """Read several files, each a list of mappings over a good row: `file1.csv`, `file2.csv` …"""

    def read_all(*files: Sequence[Mapping[str, str]]) -> Batch:
        paths = []
        for number, rows in enumerate(files, start=1):
            path = tmp_path / f"file{number}.csv"
            path.write_text(table([{**ROW, **row} for row in rows]), encoding="utf-8")
            paths.append(path)
        return read_episodes(
            paths, profile=load_profile("case-system"), pseudonymiser=pseudonymiser, as_of=AS_OF
        )

    return read_all


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    headings = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, headings, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
