"""`hotspots gazetteer import` says what became of every row, and its list can be used."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotspots.cells import safe_cell
from hotspots.errors import InputError
from hotspots.gazetteer import read_gazetteer
from hotspots.resources import data_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


def test_a_list_is_merged_into_the_packaged_one(cli: Callable[..., Result], tmp_path: Path) -> None:
    ours = data_path("gazetteer/derby.csv")
    wards = data_path("boundaries/derby_wards.geojson")
    source, target = tmp_path / "own.csv", tmp_path / "places.csv"
    source.write_text(
        "name,category,lat,lon\n"
        "Elm Synthetic Shop,retail,52.92,-1.47\n"
        "Far Synthetic Shop,retail,51.5,-0.1\n"
        "Lost Synthetic Shop,retail,,\n",
        encoding="utf-8",
    )
    result = cli(
        *("gazetteer", "import", source, "--out", target, "--merge", ours),
        *("--boundaries", wards, "--margin-m", 200, "--date", "2026-01-02"),
    )
    assert result.exit_code == 0, result.output
    assert "own.csv (csv): 3 rows = 1 kept + 0 merged + 1 outside + 1 rejected" in result.output
    assert "the first in row 4" in result.output
    before, after = read_gazetteer(ours), read_gazetteer(target)
    assert set(after._by_id) - set(before._by_id) == {"elm-synthetic-shop"}
    # A source may be a text that a spreadsheet of another locale would run.
    kept = {replace(place, source=str(safe_cell(place.source))) for place in before.places}
    assert kept <= set(after.places)
    assert "date = 2026-01-02" in (tmp_path / "places.sources.toml").read_text(encoding="utf-8")


def test_a_file_without_places_is_one_clear_message(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    source = tmp_path / "own.csv"
    source.write_text("words\nx\n", encoding="utf-8")
    result = cli("gazetteer", "import", source, "--out", tmp_path / "places.csv")
    assert isinstance(result.exception, InputError)
    assert "column 'name'" in str(result.exception)


def test_how_near_places_of_one_name_are_one_can_be_chosen(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    source, target = tmp_path / "own.csv", tmp_path / "places.csv"
    source.write_text(
        "name,category,easting,northing\n"
        "Elm Synthetic Shop,retail,435000,336000\n"
        "Elm Synthetic Shop,retail,435000,336100\n",
        encoding="utf-8",
    )
    for options, places in (((), 1), (("--merge-m", 50), 2)):
        result = cli("gazetteer", "import", source, "--out", target, *options)
        assert result.exit_code == 0, result.output
        assert f"{places} places written" in result.output
