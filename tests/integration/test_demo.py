"""The demo finds the report's seven hotspots, in three zones, and prints its figures."""

from __future__ import annotations

import csv
import hashlib
import json
import random
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from hotspots.cli.main import hotspots
from hotspots.demo.children import CHILDREN

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Done

ZONES = {
    "Alvaston and Allenton": {
        "Aldi Alvaston",
        "Blue Peter public house, Alvaston",
        "Lidl Alvaston",
        "Spider Island (Mitre Island), Allenton",
    },
    "City centre": {"Derby Bus Station", "Assembly Rooms Car Park"},
    "Markeaton Park": {"Markeaton Park"},
}
SHARED = ("partner", "brief", "public")


def test_the_partner_release_holds_the_seven_in_their_three_zones(demo: Done) -> None:
    layer = json.loads((demo.out / "partner" / "hotspots.geojson").read_bytes())
    found: dict[str, set[str]] = {}
    for feature in layer["features"]:
        properties = feature["properties"]
        found.setdefault(properties["zone"], set()).add(properties["name"])
    assert found == ZONES


@pytest.mark.parametrize(
    "figure",
    [
        ("245", "25"),
        ("180", "11"),
        ("164", "5", "66.9"),
        ("6", "2", "foster"),
        ("43", "9", "supported"),
        ("16", "3", "independent"),
    ],
)
def test_the_figures_of_paragraph_4_7_are_printed(demo: Done, figure: tuple[str, ...]) -> None:
    lines = demo.printed.splitlines()
    assert any(all(part in line for part in figure) for line in lines), demo.printed


def test_the_seven_names_are_printed(demo: Done) -> None:
    for name in set().union(*ZONES.values()):
        assert name in demo.printed


def test_everything_that_is_shared_is_marked_synthetic(demo: Done) -> None:
    for audience in SHARED:
        folder = demo.out / audience
        for name in ("map.html", "hotspots.geojson", "release.json"):
            assert "SYNTHETIC" in (folder / name).read_text(encoding="utf-8"), (audience, name)
        rows = list(csv.DictReader((folder / "hotspots.csv").read_text("utf-8-sig").splitlines()))
        assert all(row["banner"].startswith("SYNTHETIC") for row in rows)
        assert b"SYNTHETIC" in (folder / "hotspots.gpkg").read_bytes()


def test_every_audience_has_its_folder_and_the_co_ordinator_hers(demo: Done) -> None:
    files = {"map.html", "hotspots.geojson", "hotspots.gpkg", "hotspots.csv", "release.json"}
    for audience in SHARED:
        areas = {"areas"} if audience == "brief" else set()
        assert {path.name for path in (demo.out / audience).iterdir()} == files | areas
    inside = {path.name for path in (demo.out / "inside").iterdir()}
    assert {"rejects.csv", "review.xlsx", "report.html", "run.json"} <= inside


def test_a_release_is_named_by_the_digest_of_its_file(demo: Done) -> None:
    run = json.loads((demo.out / "inside" / "run.json").read_bytes())
    for audience in SHARED:
        data = (demo.out / audience / "release.json").read_bytes()
        assert hashlib.sha256(data).hexdigest() == run["releases"][audience]


def test_the_account_balances(demo: Done) -> None:
    run = json.loads((demo.out / "inside" / "run.json").read_bytes())
    counts = run["counts"]
    assert counts["rows_in"] == counts["rows_kept"] + counts["rows_rejected"]
    assert counts["rows_rejected"] > 0
    assert counts["episodes"] == 245
    assert counts["shown"]["partner"] == 7
    assert counts["withheld"]["partner"] > 0
    assert sum(counts["geocoded"]["status"].values()) >= counts["mentions"]


def test_no_count_below_the_threshold_of_an_audience_is_shown(demo: Done) -> None:
    for audience, least in (("partner", 5), ("brief", 8)):
        release = json.loads((demo.out / audience / "release.json").read_bytes())
        values = [h["episodes"]["value"] for h in release["hotspots"]]
        assert all(value is None or (value >= least and value % 5 == 0) for value in values)


def test_the_public_release_names_no_place(demo: Done) -> None:
    release = json.loads((demo.out / "public" / "release.json").read_bytes())
    assert release["hotspots"] == []


def _digests(out: Path) -> dict[str, str]:
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for audience in SHARED
        for path in sorted((out / audience).rglob("*"))
        if path.is_file()
    }


def test_a_second_demo_gives_the_same_bytes(demo: Done, tmp_path: Path) -> None:
    result = CliRunner().invoke(hotspots, ["demo", "--out", str(tmp_path / "again")])
    assert result.exit_code == 0
    assert _digests(tmp_path / "again") == _digests(demo.out)


def test_a_second_demo_in_the_same_folder_changes_nothing(demo: Done) -> None:
    before = _digests(demo.out)
    result = CliRunner().invoke(hotspots, ["demo", "--out", str(demo.out)])
    assert result.exit_code == 0
    assert "0 new, 0 changed, 245 unchanged" in result.output
    assert _digests(demo.out) == before


def _run(source: Path, out: Path) -> dict[str, str]:
    period = ["--from", "2021-01-01", "--to", "30/06/2021"]
    result = CliRunner().invoke(hotspots, ["run", str(source), "--out", str(out), *period])
    assert result.exit_code == 0, result.output
    return _digests(out)


def test_the_order_of_the_rows_changes_no_byte(demo: Done, tmp_path: Path) -> None:
    source = next((demo.out / "inside").glob("*episodes-2021.csv"))
    rows = list(csv.reader(source.read_text(encoding="utf-8-sig").splitlines()))
    heading = next(i for i, row in enumerate(rows) if "Episode ID" in row)
    body = rows[heading + 1 :]
    random.Random(7).shuffle(body)  # noqa: S311 - a shuffle, not a secret
    shuffled = tmp_path / "shuffled.csv"
    with shuffled.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([*rows[: heading + 1], *body])
    assert _run(shuffled, tmp_path / "shuffled") == _run(source, tmp_path / "straight")


def test_the_spreadsheet_and_the_csv_give_the_same_releases(demo: Done, tmp_path: Path) -> None:
    inside = demo.out / "inside"
    sheet = next(inside.glob("*episodes-2021.xlsx"))
    text = next(inside.glob("*episodes-2021.csv"))
    assert _run(sheet, tmp_path / "sheet") == _run(text, tmp_path / "text")


# What the generator plants: places of one or two children, and the homes' postcodes.
TRAPS = ("Rollerworld", "Peartree railway station", "Oakwood Centre", "Moorways", "Derby Arena")


def test_single_child_places_are_known_inside_and_appear_in_no_release(demo: Done) -> None:
    report = (demo.out / "inside" / "report.html").read_text(encoding="utf-8")
    for name in TRAPS:
        assert name in report
    for path in _shared_files(demo.out):
        data = path.read_bytes()
        for name in TRAPS:
            assert name.encode() not in data, (path.name, name)


def test_no_home_appears_in_any_release(demo: Done) -> None:
    homes = {child.home.postcode for child in CHILDREN}
    assert len(homes) > 5
    needles = {text.encode() for home in homes for text in (home, home.replace(" ", ""))}
    for path in _shared_files(demo.out):
        data = path.read_bytes()
        assert not [needle for needle in needles if needle in data], path.name


def _shared_files(out: Path) -> list[Path]:
    return [p for folder in (*SHARED, "service") for p in (out / folder).iterdir() if p.is_file()]
