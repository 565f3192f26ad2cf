"""`hotspots areas`: kept, listed and removed; and the next release has their briefs."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.brief import BriefTerms
from hotspots.demo.areas import CONTACTS, LOCALITY, SCHOOL
from hotspots.errors import InputError, ParameterError
from hotspots.geo import PointM, to_lon_lat
from hotspots.release import Audience
from hotspots.resources import Workspace
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from .conftest import Done

ADD = ("areas", "add", "Park School", "--kind", "school", "--place", "Markeaton Park")


def _square(name: str, west: float, side_m: float, south: float = 335000) -> dict[str, Any]:
    corners = [(west, south), (west + side_m, south), (west + side_m, south + side_m)]
    corners += [(west, south + side_m), (west, south)]
    ring = [list(to_lon_lat(PointM(*corner))) for corner in corners]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


def _file(folder: Path, *features: dict[str, Any]) -> Path:
    path = folder / "localities.geojson"
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )
    return path


def _lines(cli: Callable[..., Result], out: Path) -> list[list[str]]:
    done = cli("areas", "list", "--out", out)
    assert done.exit_code == 0
    return [line.split("\t") for line in done.stdout.splitlines()]


def test_an_area_is_added_listed_and_removed(tmp_path: Path, cli: Callable[..., Result]) -> None:
    out = tmp_path / "out"
    done = cli(*ADD, "--radius-m", 600, "--valid-from", "2021-01-01", "--out", out)
    assert done.exit_code == 0, done.output
    assert "1 area kept" in done.stderr
    ((code, *line),) = _lines(cli, out)
    assert line == ["school", "Park School", "113 ha", "2021-01-01"]
    again = cli(*ADD, "--radius-m", 600, "--valid-from", "2021-01-01", "--out", out)
    assert "1 area kept" in again.stderr
    assert (out / "inside" / "areas.geojson").exists()
    gone = cli("areas", "remove", code.lower(), "--out", out)
    assert gone.exit_code == 0
    assert _lines(cli, out) == []
    assert isinstance(cli("areas", "remove", code, "--out", out).exception, ParameterError)


def test_an_area_holds_from_today_unless_it_is_said(
    tmp_path: Path, cli: Callable[..., Result]
) -> None:
    assert cli(*ADD, "--radius-m", 600, "--out", tmp_path).exit_code == 0
    ((*_, day),) = _lines(cli, tmp_path)
    assert day > "2025"


@pytest.mark.parametrize(
    ("place", "radius_m"), [("Markeaton Park", 50), ("Nowhere", 600), ("", 600)]
)
def test_no_area_of_one_building_and_none_about_nothing(
    tmp_path: Path, cli: Callable[..., Result], place: str, radius_m: float
) -> None:
    arguments = ("areas", "add", "X", "--kind", "other", "--place", place)
    done = cli(*arguments, "--radius-m", radius_m, "--out", tmp_path)
    assert isinstance(done.exception, ParameterError)
    assert "Nowhere" not in str(done.exception)
    assert _lines(cli, tmp_path) == []


def test_no_area_about_a_place_that_must_not_be_named(
    tmp_path: Path, cli: Callable[..., Result]
) -> None:
    gazetteer = tmp_path / "places.csv"
    head = "place_id,name,aliases,category,easting,northing,postcode,zone,extent_m,publishable"
    gazetteer.write_text(
        f"{head}\nshelter,Shelter,,retail,435000,335000,,Centre,60,no\n", encoding="utf-8"
    )
    arguments = ("areas", "add", "X", "--kind", "other", "--place", "shelter")
    done = cli(*arguments, "--radius-m", 600, "--gazetteer", gazetteer, "--out", tmp_path)
    assert "must not be named" in str(done.exception)


def test_polygons_are_taken_all_or_none(tmp_path: Path, cli: Callable[..., Result]) -> None:
    good = (_square("Old Town", 435000, 900), _square("New Town", 436000, 900))
    arguments = ("areas", "import", _file(tmp_path, *good), "--kind", "locality")
    done = cli(*arguments, "--valid-from", "2021-01-01", "--out", tmp_path)
    assert done.exit_code == 0, done.output
    assert sorted(line[2] for line in _lines(cli, tmp_path)) == ["New Town", "Old Town"]
    for bad, problem in (
        (_square("Shed", 437000, 20), "feature 2 is no area"),
        (_square("", 437000, 900), "feature 2 is no area"),
        (_square("London", 530000, 900, 180000), "Area 2 lies outside"),
    ):
        path = _file(tmp_path, _square("Third", 437500, 900), bad)
        done = cli("areas", "import", path, "--kind", "locality", "--out", tmp_path)
        assert isinstance(done.exception, InputError | ParameterError)
        assert problem in str(done.exception)
        assert "Shed" not in str(done.exception)
        assert len(_lines(cli, tmp_path)) == 2


def test_names_may_stand_where_the_official_layers_have_them(
    tmp_path: Path, cli: Callable[..., Result]
) -> None:
    feature = _square("", 435000, 900) | {"properties": {"WD24CD": "E05999999", "WD24NM": "Old"}}
    path = _file(tmp_path, feature)
    assert cli("areas", "import", path, "--kind", "other", "--out", tmp_path).exit_code == 0
    assert _lines(cli, tmp_path)[0][2] == "Old"


def test_the_demo_s_school_and_locality_have_briefs_and_whom_to_call(demo: Done) -> None:
    briefs = {
        one["area"]["name"]: one
        for path in (demo.out / "brief" / "areas").glob("*/brief.json")
        if (one := json.loads(path.read_bytes()))["area"]["kind"] != "ward"
    }
    assert set(briefs) == {SCHOOL, LOCALITY}
    release = json.loads((demo.out / "brief" / "release.json").read_bytes())
    figures = {one["name"]: one["episodes"]["value"] for one in release["hotspots"]}
    for one in briefs.values():
        assert set(BriefTerms(contacts=CONTACTS).contacts) <= set(one["contacts"])
        assert one["places"]
        assert all(figures[p["name"]] == p["episodes"]["value"] for p in one["places"])
    where = {place["name"]: place["where"] for place in briefs[SCHOOL]["places"]}
    assert set(where.values()) == {"in the area", "near the area"}


def test_an_area_that_changes_is_in_the_next_release_alone(demo: Done) -> None:
    latest = json.loads((demo.out / "brief" / "release.json").read_bytes())
    assert [name for name, _ in latest["layers"]] == ["areas.geojson", "wards.geojson"]
    assert len(list((demo.out / "brief" / "areas").iterdir())) == 20
    # The half-year before ended before the areas began, so it was sealed without them.
    with closing(ReleaseStore.open(Workspace(demo.out).release_url)) as store:
        newer, older = store.list(Audience.BRIEF)
        assert store.layer(newer.digest, "areas.geojson") is not None
        assert store.layer(older.digest, "areas.geojson") is None
