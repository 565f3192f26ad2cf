from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pyogrio
import pyogrio.raw
import pytest
import shapely

from hotspots.errors import InternalError, StoreError
from hotspots.export import csv_bytes, feature_collection, write_release
from hotspots.release import Release

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["hotspots.geojson", "hotspots.gpkg", "hotspots.csv", "release.json"]


def _written(release: Release, folder: Path) -> dict[str, bytes]:
    paths = write_release(release, folder, digest=release.digest)
    return {path.name: path.read_bytes() for path in paths}


def _table(release: Release) -> list[dict[str, str]]:
    text = csv_bytes(release, digest=release.digest).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_it_writes_four_files_and_nothing_else(places: Release, tmp_path: Path) -> None:
    assert list(_written(places, tmp_path / "partner")) == NAMES
    assert sorted(path.name for path in (tmp_path / "partner").iterdir()) == sorted(NAMES)


def test_the_release_file_is_what_the_digest_names(places: Release, tmp_path: Path) -> None:
    data = _written(places, tmp_path)["release.json"]
    assert hashlib.sha256(data).hexdigest() == places.digest
    assert Release.from_bytes(data) == places


@pytest.mark.parametrize("name", ["places", "cells", "nothing", "hostile"])
def test_two_writes_are_the_same_bytes(
    name: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release: Release = request.getfixturevalue(name)
    first = _written(release, tmp_path / "a")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert _written(release, tmp_path / "b") == first
    assert _written(release, tmp_path / "a") == first


def test_the_geopackages_clock_is_the_releases_own(places: Release, tmp_path: Path) -> None:
    write_release(places, tmp_path, digest=places.digest)
    with closing(sqlite3.connect(tmp_path / "hotspots.gpkg")) as database:
        stamps = {row[0] for row in database.execute("SELECT last_change FROM gpkg_contents")}
    assert stamps == {"2021-06-30T00:00:00.000Z"}
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None


def test_the_geopackage_is_in_metres_with_nulls(places: Release, tmp_path: Path) -> None:
    write_release(places, tmp_path, digest=places.digest)
    frame = pyogrio.read_dataframe(tmp_path / "hotspots.gpkg", layer="hotspots")
    assert frame.crs.to_epsg() == 27700
    assert list(frame["name"]) == ["Aldi Alvaston", "St Peter's"]
    assert (frame.geometry.x[0], frame.geometry.y[0]) == (437001, 332900)
    with closing(sqlite3.connect(tmp_path / "hotspots.gpkg")) as database:
        shown = list(database.execute("SELECT episodes, area_code, last_month FROM hotspots"))
        about = list(database.execute("SELECT item, text FROM about"))
    assert shown == [(20, "E05015508", None), (None, None, None)]
    assert ("banner", "SYNTHETIC DATA") in about
    assert ("digest", places.digest) in about
    assert ("notices", "Only public places are shown.") in about


def test_cells_are_polygons_in_metres(cells: Release, tmp_path: Path) -> None:
    write_release(cells, tmp_path, digest=cells.digest)
    _, _, shapes, _ = pyogrio.raw.read(tmp_path / "hotspots.gpkg", layer="cells")
    shape = shapely.from_wkb(shapes[0])
    assert shape.geom_type == "MultiPolygon"
    assert shape.area == 3 * 100 * 100
    assert shape.is_valid
    assert len(shape.geoms) == 2


def test_nothing_to_show_still_has_its_layer(nothing: Release, tmp_path: Path) -> None:
    files = _written(nothing, tmp_path)
    info = pyogrio.read_info(tmp_path / "hotspots.gpkg", layer="hotspots")
    assert info["features"] == 0
    assert "episodes_text" in info["fields"]
    assert json.loads(files["hotspots.geojson"])["features"] == []
    assert files["hotspots.csv"].count(b"\r\n") == 1


def test_the_geojson_file_is_the_collection(places: Release, tmp_path: Path) -> None:
    data = _written(places, tmp_path)["hotspots.geojson"]
    assert json.loads(data) == feature_collection(places, digest=places.digest)


def test_the_csv_is_for_excel(places: Release) -> None:
    data = csv_bytes(places, digest=places.digest)
    assert data.startswith(b"\xef\xbb\xbf")
    first, second = _table(places)
    assert first["name"] == "Aldi Alvaston"
    assert first["episodes"] == "20"
    assert second["episodes"] == ""
    assert second["episodes_text"] == "5 to 7"
    assert {row["banner"] for row in (first, second)} == {"SYNTHETIC DATA"}
    assert first["digest"] == places.digest


def test_the_csv_runs_no_formula(hostile: Release) -> None:
    (row,) = _table(hostile)
    assert row["name"].startswith("'=HYPERLINK")


def test_another_digest_is_refused(places: Release, tmp_path: Path) -> None:
    with pytest.raises(InternalError, match="nothing was written"):
        write_release(places, tmp_path / "new", digest="0" * 64)
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_a_file_is_said_plainly(places: Release, tmp_path: Path) -> None:
    blocked = tmp_path / "partner"
    blocked.write_bytes(b"")
    with pytest.raises(StoreError, match="partner cannot be written"):
        write_release(places, blocked, digest=places.digest)


def test_a_failed_write_leaves_the_old_file(
    places: Release, nothing: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _written(places, tmp_path)

    def full(_: Path, __: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(StoreError, match="No space left"):
        write_release(nothing, tmp_path, digest=nothing.digest)
    assert {name: (tmp_path / name).read_bytes() for name in NAMES} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES)
