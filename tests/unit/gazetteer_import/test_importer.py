"""Sources are limited, merged, counted and told; the outcome does not hang on their order."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from typing import TYPE_CHECKING

import pytest
import shapely

from hotspots.boundaries import Boundaries, Ward
from hotspots.errors import InputError, InternalError, ParameterError, StoreError
from hotspots.gazetteer import Gazetteer, Place, read_gazetteer
from hotspots.gazetteer_import import ImportOptions, import_gazetteer
from hotspots.gazetteer_import.output import list_bytes, write_whole
from hotspots.geo import PointM

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD: list[object] = ["name", "category", "easting", "northing", "source", "locality"]
WARD = Ward(code="E05000001", name="Ward", geometry_m=shapely.box(430e3, 330e3, 440e3, 340e3))
AREA = Boundaries((WARD,), geojson={}, attribution="")
ELM = Place(
    place_id="the-elm",
    name="Elm Centre",
    aliases=("Old Elm",),
    category="retail",
    point=PointM(435000.25, 336000),
    extent_m=75,
    accuracy_m=30,
    zone="North",
    source="council",
)


def test_only_the_area_and_its_margin_are_kept(table: Callable[..., Path], tmp_path: Path) -> None:
    path = table(
        "own.csv",
        HEAD,
        ["In", "park", 435000, 336000],
        ["Near", "park", 440500, 336000],
        ["Corner", "park", 440900, 340900],
        ["Far", "park", 535000, 136000],
    )
    options = ImportOptions(boundaries=AREA, margin_m=1000, dated=date(2026, 1, 2))
    target = tmp_path / "out" / "places.csv"
    report = import_gazetteer([path], target, options=options)
    assert [p.name for p in read_gazetteer(target).places] == ["In", "Near"]
    source = report.sources[0]
    assert (source.rows, source.kept, source.outside) == (4, 2, 2)
    told = tomllib.loads((target.parent / "places.sources.toml").read_text())
    assert told["list"]["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert told["source"][0]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert told["source"][0]["date"] == date(2026, 1, 2)
    assert told["source"][0]["outside"] == 2


def test_the_existing_list_wins_and_gains_the_sources(
    table: Callable[..., Path], tmp_path: Path
) -> None:
    path = table(
        "own.csv",
        HEAD,
        ["ELM-CENTRE", "park", 435050, 336000, "survey"],
        ["old elm", "school", 435000, 336050, "register"],
        ["Elm Centre", "street", 435000, 336000, "roads"],
        ["Elm Centre", "retail", 438000, 336000, "elsewhere"],
        ["The Elm", "retail", 438000, 336000, "homonym", "Elmstead"],
    )
    options = ImportOptions(existing=Gazetteer([ELM], name="ours"))
    report = import_gazetteer([path], tmp_path / "o.csv", options=options)
    places = read_gazetteer(tmp_path / "o.csv")
    elm = places["the-elm"]
    assert (elm.name, elm.point, elm.zone, elm.extent_m) == (ELM.name, ELM.point, "North", 75)
    assert elm.source == "council; survey; register"
    # A school in the same building: what one source forbids is not published.
    assert not elm.publishable
    assert (report.existing, report.places, report.sources[0].merged) == (1, 4, 2)
    assert set(places._by_id) == {
        "the-elm",
        "elm-centre-435000-336000",
        "elm-centre-438000-336000",
        "the-elm-elmstead",
    }


def test_rows_of_one_name_nearby_are_one_place_in_any_order(
    schools: Callable[..., Path], table: Callable[..., Path], tmp_path: Path
) -> None:
    old = ["1", "Elm School", "Closed", "01-09-1990", "31-08-2014", "Primary", "", 435000, 336000]
    new = ["2", "Elm School", "Open", "01-09-2014", "", "Primary", "DE99 9ZZ", 435000, 336000]
    other = table("own.csv", HEAD, ["elm  school", "school", 435010, 336000, "survey"])
    outcomes = set()
    for rows in ([old, new], [new, old]):
        register = schools(*rows)
        for files in ([register, other], [other, register]):
            report = import_gazetteer(files, tmp_path / "o.csv")
            assert sum(source.merged for source in report.sources) == 2
            outcomes.add((tmp_path / "o.csv").read_bytes())
    assert len(outcomes) == 1
    school = read_gazetteer(tmp_path / "o.csv")["elm-school"]
    # The survey's row says no days, so that none is known.
    assert (school.valid_from, school.valid_to) == (None, None)
    assert school.source == "GIAS URN 2; survey; GIAS URN 1"


def test_a_school_and_its_successor_were_open_from_first_to_last(
    schools: Callable[..., Path], tmp_path: Path
) -> None:
    path = schools(
        ["1", "Elm", "Closed", "01-09-1990", "31-08-2014", "Primary", "", 435000, 336000],
        ["2", "Elm", "Closed", "01-09-2014", "31-08-2020", "Primary", "", 435000, 336000],
    )
    import_gazetteer([path], tmp_path / "o.csv")
    school = read_gazetteer(tmp_path / "o.csv")["elm"]
    assert (school.valid_from, school.valid_to) == (date(1990, 9, 1), date(2020, 8, 31))


def test_places_that_nothing_tells_apart_still_have_ids_of_their_own(
    table: Callable[..., Path], tmp_path: Path
) -> None:
    path = table(
        "own.csv",
        HEAD,
        ["Elm", "street", 435000, 336000],
        ["Elm", "park", 435000, 336000],
    )
    import_gazetteer([path], tmp_path / "o.csv")
    assert set(read_gazetteer(tmp_path / "o.csv")._by_id) == {
        "elm-435000-336000-1",
        "elm-435000-336000-2",
    }


def test_a_source_is_not_written_over(table: Callable[..., Path]) -> None:
    path = table("own.csv", HEAD, ["In", "park", 435000, 336000])
    before = path.read_bytes()
    with pytest.raises(InputError, match="over one of its sources"):
        import_gazetteer([path], path)
    assert path.read_bytes() == before


def test_where_everything_is_outside_nothing_is_written(
    table: Callable[..., Path], tmp_path: Path
) -> None:
    path = table("own.csv", HEAD, ["Far", "park", 535000, 136000])
    with pytest.raises(InputError, match="Check the boundaries"):
        import_gazetteer([path], tmp_path / "o.csv", options=ImportOptions(boundaries=AREA))
    assert not (tmp_path / "o.csv").exists()


def test_a_folder_that_cannot_be_written_is_said(
    table: Callable[..., Path], tmp_path: Path
) -> None:
    path = table("own.csv", HEAD, ["In", "park", 435000, 336000])
    with pytest.raises(StoreError, match="cannot be written"):
        import_gazetteer([path], path / "o.csv")
    assert [p.name for p in tmp_path.iterdir()] == ["own.csv"]


def test_a_list_that_reads_otherwise_is_never_put_in_place(tmp_path: Path) -> None:
    target = tmp_path / "o.csv"
    with pytest.raises(InternalError, match="reads otherwise"):
        write_whole(target, list_bytes([ELM]) + b"\n\n", tmp_path / "o.toml", b"")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "make",
    [
        lambda: ImportOptions(format="shp"),
        lambda: ImportOptions(margin_m=-1),
        lambda: ImportOptions(merge_within_m=float("nan")),
    ],
)
def test_options_outside_their_range_are_refused(make: Callable[[], ImportOptions]) -> None:
    with pytest.raises(ParameterError):
        make()
