"""Open street-level data goes through the same clustering and is never mixed with children's."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from .conftest import Done

LAYERS = ["areas.geojson", "context.json", "wards.geojson"]
HEADINGS = [
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
]


@pytest.fixture
def street(tmp_path: Path) -> Path:
    """Two dense corners in each of two months, one thin street, one row without a position."""
    path = tmp_path / "2021-street.csv"
    rows = [
        ["", month, "X", "X", lon, "52.9225", f"On or near {name}", "", "", kind, "", ""]
        for month in ("2021-01", "2021-02")
        for lon, name, kind, times in (
            ("-1.4719", "Bus Station", "Shoplifting", 25),
            ("-1.4519", "Long Street", "Shoplifting", 30),
            ("-1.4319", "Thin Street", "Burglary", 3),
        )
        for _ in range(times)
    ]
    rows.append(["", "2021-01", "X", "X", "", "", "No Location", "", "", "Burglary", "", ""])
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([HEADINGS, *rows])
    return path


def test_clusters_are_made_by_category_and_month(
    street: Path, cli: Callable[..., Result], tmp_path: Path
) -> None:
    out = tmp_path / "open"
    result = cli("run", street, "--profile", "police-uk", "--out", out)
    assert result.exit_code == 0, result.output
    assert "117 rows in = 116 kept + 1 rejected" in result.output
    release = json.loads((out / "open-data" / "release.json").read_bytes())
    shown = [(h["first_month"], h["name"], h["episodes"]["value"]) for h in release["hotspots"]]
    assert sorted(shown) == [
        ("2021-01", "On or near Bus Station", 25),
        ("2021-01", "On or near Long Street", 30),
        ("2021-02", "On or near Bus Station", 25),
        ("2021-02", "On or near Long Street", 30),
    ]
    assert all(h["cells"] for h in release["hotspots"])
    assert not (out / "partner").exists()
    account = json.loads((out / "inside" / "run.json").read_bytes())["counts"]
    assert account["rows_in"] == account["rows_kept"] + account["rows_rejected"]
    assert "row" in (out / "inside" / "rejects.csv").read_text(encoding="utf-8-sig")


def test_as_a_context_layer_it_changes_the_map_and_no_figure(
    street: Path, demo: Done, cli: Callable[..., Result], tmp_path: Path
) -> None:
    opened = tmp_path / "open"
    assert cli("run", street, "--profile", "police-uk", "--out", opened).exit_code == 0
    layer = opened / "open-data" / "release.json"
    out = tmp_path / "both"
    assert cli("demo", "--out", out, "--context", layer).exit_code == 0
    plain = json.loads((demo.out / "partner" / "release.json").read_bytes())
    both = json.loads((out / "partner" / "release.json").read_bytes())
    assert [name for name, _ in both.pop("layers")] == LAYERS
    plain.pop("layers")
    assert both == plain
    assert "On or near Long Street" in (out / "partner" / "map.html").read_text("utf-8")
    assert "On or near Long Street" not in (demo.out / "partner" / "map.html").read_text("utf-8")


def test_a_context_layer_can_be_added_to_what_was_published_before(
    street: Path, cli: Callable[..., Result], tmp_path: Path
) -> None:
    opened, out = tmp_path / "open", tmp_path / "out"
    assert cli("run", street, "--profile", "police-uk", "--out", opened).exit_code == 0
    assert cli("demo", "--out", out).exit_code == 0
    layer = opened / "open-data" / "release.json"
    assert cli("demo", "--out", out, "--context", layer).exit_code == 0


def test_children_s_release_is_refused_as_a_context_layer(
    demo: Done, cli: Callable[..., Result], tmp_path: Path
) -> None:
    wrong = demo.out / "partner" / "release.json"
    result = cli("demo", "--out", tmp_path / "out", "--context", wrong)
    assert isinstance(result.exception, InputError)
    assert not (tmp_path / "out" / "partner").exists()
