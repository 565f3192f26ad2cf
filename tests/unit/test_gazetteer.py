from datetime import date
from pathlib import Path

import pytest

from hotspots.errors import InputError
from hotspots.gazetteer import Gazetteer, Place, place_id_of, read_gazetteer
from hotspots.geo import PointM

HEADINGS = "name,category,easting,northing"


def written(tmp_path: Path, text: str, *, encoding: str = "utf-8") -> Path:
    path = tmp_path / "places.csv"
    path.write_text(text, encoding=encoding)
    return path


def place(name: str, easting: float, *, category: str = "pub", extent_m: float = 60.0) -> Place:
    return Place(
        place_id=place_id_of(name),
        name=name,
        category=category,
        point=PointM(easting, 300_000),
        extent_m=extent_m,
        accuracy_m=30,
        zone="here",
    )


def test_every_column_is_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "place_id,name,aliases,category,easting,northing,postcode,zone,extent_m,accuracy_m,"
        "valid_from,valid_to,publishable,source\n"
        'the-id,The Place,"One; Two ;",Park,435379.5,336469,DE1 3AF,Centre,610,30,'
        "1977-11-01,2024-09-30,no,somebody said\n",
    )
    (only,) = read_gazetteer(path).places
    assert only == Place(
        place_id="the-id",
        name="The Place",
        aliases=("One", "Two"),
        category="park",
        point=PointM(435_379.5, 336_469),
        postcode="DE1 3AF",
        zone="Centre",
        extent_m=610,
        accuracy_m=30,
        valid_from=date(1977, 11, 1),
        valid_to=date(2024, 9, 30),
        publishable=False,
        source="somebody said",
    )


def test_four_columns_are_enough(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADINGS}\nThe Park,park,435379,336469\nThe Kiosk,kiosk,1,2\n")
    gazetteer = read_gazetteer(path)
    assert gazetteer.name == "places"
    park, kiosk = gazetteer["the-park"], gazetteer["the-kiosk"]
    assert (park.extent_m, kiosk.extent_m) == (400, 60)
    assert park.accuracy_m == 100
    assert park.publishable
    assert park.zone == ""


@pytest.mark.parametrize(
    ("confidence", "accuracy_m"), [("high", 30), ("Medium", 100), ("low", 400), ("", 100)]
)
def test_confidence_stands_for_accuracy(tmp_path: Path, confidence: str, accuracy_m: float) -> None:
    path = written(tmp_path, f"{HEADINGS},confidence\nA,pub,1,2,{confidence}\n")
    assert read_gazetteer(path)["a"].accuracy_m == accuracy_m


def test_a_byte_order_mark_and_superfluous_cells_do_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADINGS}\nA,pub,1,2,what,is this\n", encoding="utf-8-sig")
    assert [place.name for place in read_gazetteer(path).places] == ["A"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",pub,1,2,,,,", "name"),
        ("北京,pub,1,2,,,,", "name"),
        ("A,pub,,2,,,,", "easting"),
        ("A,pub,1,twelve,,,,", "northing"),
        ("A,pub,nan,2,,,,", "easting"),
        ("A,pub,-1,2,,,,", "easting"),
        ("A,pub,800000,2,,,,", "easting"),
        ("A,pub,1,2,0,,,", "extent_m"),
        ("A,pub,1,2,-5,,,", "extent_m"),
        ("A,pub,1,2,,30/09/2024,,", "valid_from"),
        ("A,pub,1,2,,,soon,", "valid_to"),
        ("A,pub,1,2,,2024-09-30,2024-09-29,", "valid_to"),
        ("A,pub,1,2,,,,perhaps", "publishable"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column_but_not_quoted(
    tmp_path: Path, row: str, column: str
) -> None:
    path = written(
        tmp_path, f"{HEADINGS},extent_m,valid_from,valid_to,publishable\nGood,pub,1,2,,,,\n{row}\n"
    )
    with pytest.raises(InputError) as caught:
        read_gazetteer(path)
    assert (caught.value.file, caught.value.row, caught.value.column) == ("places.csv", 3, column)
    for secret in ("twelve", "perhaps", "soon", "30/09/2024"):
        assert secret not in str(caught.value)


def test_missing_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="easting, northing"):
        read_gazetteer(written(tmp_path, "name,category\nA,pub\n"))


def test_an_empty_file_lacks_all_columns(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="category, easting, name, northing"):
        read_gazetteer(written(tmp_path, ""))


def test_a_file_that_is_no_utf_8_or_not_there_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADINGS}\nCafé,pub,1,2\n", encoding="cp1252")
    with pytest.raises(InputError, match="UTF-8"):
        read_gazetteer(path)
    with pytest.raises(InputError, match="UTF-8"):
        read_gazetteer(tmp_path / "nowhere.csv")


def test_a_cell_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read as CSV"):
        read_gazetteer(written(tmp_path, f"{HEADINGS}\n{'A' * 200_000},pub,1,2\n"))


def test_one_place_twice_is_refused_with_both_rows(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADINGS}\nThe Park,park,1,2\nB,pub,1,2\nthe park!,park,3,4\n")
    with pytest.raises(InputError, match=r"row 4.*the same place stands in row 2"):
        read_gazetteer(path)


def test_the_order_of_the_rows_does_not_matter(tmp_path: Path) -> None:
    rows = ["B,pub,1,2", "C,pub,1,2", "A,pub,1,2"]
    there = read_gazetteer(written(tmp_path, "\n".join([HEADINGS, *rows])))
    back = read_gazetteer(written(tmp_path, "\n".join([HEADINGS, *reversed(rows)])))
    assert there.places == back.places
    assert there.at(PointM(1, 2)) == back.at(PointM(1, 2)) == there["a"]


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Derby Bus Station", "derby-bus-station"),
        ("St Peter's Churchyard", "st-peters-churchyard"),
        ("M&S Kingsway", "m-s-kingsway"),
        ("Café  Blé", "cafe-ble"),
        ("北京", ""),
    ],
)
def test_ids_are_plain_words(name: str, place_id: str) -> None:
    assert place_id_of(name) == place_id


def test_the_place_that_a_position_is_deepest_in_wins() -> None:
    park = place("Park", 400_000, category="park", extent_m=600)
    cafe = place("Cafe", 400_300, extent_m=60)
    gazetteer = Gazetteer([park, cafe], name="two")
    assert gazetteer.at(PointM(400_300, 300_000)) == cafe
    # 25 m of 60 is nearer the middle than 275 m of 600; 55 m of 60 is not nearer than 245.
    assert gazetteer.at(PointM(400_275, 300_000)) == cafe
    assert gazetteer.at(PointM(400_245, 300_000)) == park
    assert gazetteer.at(PointM(400_600, 300_000)) == park
    assert gazetteer.at(PointM(400_600.1, 300_000)) is None


def test_a_tie_goes_to_the_lower_id() -> None:
    twins = [place("B", 400_000), place("A", 400_000)]
    found = Gazetteer(twins, name="twins").at(PointM(400_000, 300_000))
    assert found is not None
    assert found.place_id == "a"


@pytest.mark.parametrize("category", ["area", "street"])
def test_nobody_is_at_a_suburb_or_a_street(category: str) -> None:
    coarse = place("Coarse", 400_000, category=category, extent_m=1000)
    assert coarse.is_coarse
    assert Gazetteer([coarse], name="one").at(coarse.point) is None


def test_nobody_is_at_a_place_that_is_not_open() -> None:
    before, after = date(2024, 9, 30), date(2024, 10, 1)
    closed = Place(
        place_id="closed",
        name="Closed",
        category="car park",
        point=PointM(400_000, 300_000),
        extent_m=60,
        accuracy_m=30,
        zone="here",
        valid_from=date(1977, 11, 1),
        valid_to=before,
    )
    gazetteer = Gazetteer([closed], name="one")
    assert gazetteer.at(closed.point, on=before) == closed
    assert gazetteer.at(closed.point, on=date(1977, 11, 1)) == closed
    assert gazetteer.at(closed.point, on=after) is None
    assert gazetteer.at(closed.point, on=date(1977, 10, 31)) is None
    assert gazetteer.at(closed.point) == closed


def test_an_empty_gazetteer_knows_no_place() -> None:
    empty = Gazetteer([], name="none")
    assert len(empty) == 0
    assert "a" not in empty
    assert empty.at(PointM(400_000, 300_000)) is None
    assert empty.distances_m(PointM(400_000, 300_000)).shape == (0,)


def test_distances_are_in_the_order_of_the_places() -> None:
    gazetteer = Gazetteer([place("B", 400_000), place("A", 400_300)], name="two")
    assert gazetteer.distances_m(PointM(400_000, 300_400)).tolist() == [500, 400]
