"""The list of texts in doubt: out to Excel, filled in, and back. All texts are made up."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook

from hotspots.boundaries import read_boundaries
from hotspots.errors import InputError
from hotspots.gazetteer import Gazetteer, Place, read_gazetteer
from hotspots.geo import PointM
from hotspots.geocode import Geocoder
from hotspots.model import (
    Candidate,
    Episode,
    EpisodeStatus,
    Geocoded,
    GeocodeMethod,
    GeocodeStatus,
    PlaceMention,
    PlaceRole,
    PlaceSource,
    Sighting,
)
from hotspots.postcodes import Postcodes
from hotspots.report.review import COLUMNS, exported_at_of, read_review, write_review
from hotspots.resources import data_path

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.model import Decision

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
REVIEW = GeocodeStatus.REVIEW


def _place(place_id: str, name: str, *aliases: str) -> Place:
    return Place(
        place_id=place_id,
        name=name,
        category="pub",
        point=PointM(433000, 333000),
        extent_m=60,
        accuracy_m=30,
        zone="",
        aliases=aliases,
    )


GAZETTEER = Gazetteer(
    [
        _place("fleece", "The Golden Fleece, Hartfield", "Fleece"),
        _place("corn-exchange", "Corn Exchange", "Square"),
        _place("museum", "Museum", "Square", "Corn Exchange"),
    ],
    name="made up",
)


def _sighting(
    text: str,
    number: int = 0,
    *,
    status: GeocodeStatus = REVIEW,
    role: PlaceRole = PlaceRole.FOUND,
    candidates: tuple[str, ...] = (),
) -> Sighting:
    mention = PlaceMention(key=role.value, role=role, source=PlaceSource.POLICE, text=text)
    episode = Episode(
        episode_id=f"SECRET-{number}",
        child_id="c_secretchild",
        status=EpisodeStatus.MISSING,
        started_at=NOW,
        returned_at=None,
        origin_postcode="DE99 1ZZ",
        mentions=(mention,),
    )
    where = Geocoded(
        text=text,
        status=status,
        method=GeocodeMethod.UNRESOLVED,
        confidence=0.0,
        note="Several places fit as well.",
        candidates=tuple(
            Candidate(place_id=one, name=GAZETTEER[one].name, score=0.5) for one in candidates
        ),
    )
    return Sighting(episode=episode, mention=mention, part=0, where=where)


def _written(path: Path, *sightings: Sighting) -> list[tuple[Any, ...]]:
    write_review(sightings, path, gazetteer=GAZETTEER, exported_at=NOW)
    return list(load_workbook(path)["Review"].iter_rows(values_only=True))


def _fill_in(path: Path, *decisions: tuple[int, str], by: str = "") -> None:
    workbook = load_workbook(path)
    sheet = workbook["Review"]
    headings = list(COLUMNS)
    for row, decision in decisions:
        sheet.cell(row=row, column=headings.index("Decision") + 1, value=decision)
        sheet.cell(row=row, column=headings.index("Decided by") + 1, value=by)
    workbook.save(path)


def _read(path: Path) -> tuple[Decision, ...]:
    return read_review(path, gazetteer=GAZETTEER, decided_by="AB", decided_at=NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "review.xlsx"


def test_each_distinct_text_has_one_row_the_most_frequent_first(path: Path) -> None:
    rows = _written(
        path,
        _sighting("the square", 1, candidates=("corn-exchange", "museum")),
        _sighting("The Square!", 2, role=PlaceRole.VISITED),
        _sighting("a pub", 3),
    )
    assert rows[0] == tuple(COLUMNS)
    assert [row[:3] for row in rows[1:]] == [
        ("The Square!", 2, "found (1), visited (1)"),
        ("a pub", 1, "found (1)"),
    ]


def test_the_order_of_the_sightings_does_not_matter(tmp_path: Path) -> None:
    sightings = [_sighting(text, n) for n, text in enumerate(["b", "a", "A.", "c"])]
    assert _written(tmp_path / "1.xlsx", *sightings) == _written(
        tmp_path / "2.xlsx", *sightings[::-1]
    )


def test_only_texts_in_doubt_are_listed_and_no_child(path: Path) -> None:
    others = [s for s in GeocodeStatus if s is not REVIEW]
    rows = _written(path, *(_sighting(f"text {s}", status=s) for s in others))
    assert len(rows) == 1
    _written(path, _sighting("a pub"))
    with zipfile.ZipFile(path) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    for secret in (b"secret", b"SECRET", b"DE99", b"text private"):
        assert secret not in content


def test_the_candidates_are_a_drop_down_list_with_names_that_have_commas(path: Path) -> None:
    _written(path, _sighting("fl", candidates=("fleece", "museum")))
    workbook = load_workbook(path)
    (validation,) = workbook["Review"].data_validations.dataValidation
    assert (str(validation.sqref), validation.formula1) == ("F2", "Choices!$A$2:$E$2")
    assert not validation.showErrorMessage
    choices = [cell.value for cell in workbook["Choices"][2]]
    words = ["private", "outside", "no information"]
    assert choices == ["The Golden Fleece, Hartfield", "Museum", *words]
    assert workbook["Choices"].sheet_state == "hidden"


def test_the_sheet_is_ready_to_work_with(path: Path) -> None:
    _written(path, _sighting("a pub"))
    workbook = load_workbook(path)
    assert workbook.sheetnames[:3] == ["Review", "How to", "Places"]
    assert workbook["Review"].freeze_panes == "B2"
    assert workbook["Review"].auto_filter.ref == "A1:G2"
    assert "Decision" in str(workbook["How to"]["A1"].value)


@pytest.mark.parametrize(
    "text", ["=1+1", "+44", "-Aldi", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("x")', "\t=1"]
)
def test_what_looks_like_a_formula_is_text_and_stays_text(text: str, path: Path) -> None:
    _written(path, _sighting(text, candidates=("museum",)))
    cell = load_workbook(path)["Review"]["A2"]
    assert (cell.data_type, cell.number_format, cell.quotePrefix) == ("s", "@", True)
    assert str(cell.value).strip() == text.strip()
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_control_characters_and_endless_texts_can_be_written(path: Path) -> None:
    rows = _written(path, _sighting("a\x00b\x1fc" + "z" * 40_000))
    assert str(rows[1][0]).startswith("a b cz")
    assert len(str(rows[1][0])) == 4096


@pytest.mark.parametrize(
    ("written", "status", "place_id", "point"),
    [
        ("Corn Exchange", GeocodeStatus.LOCATED, "corn-exchange", None),
        ("the golden fleece, HARTFIELD", GeocodeStatus.LOCATED, "fleece", None),
        ("fleece", GeocodeStatus.LOCATED, "fleece", None),
        ("435601, 336203", GeocodeStatus.LOCATED, None, PointM(435601, 336203)),
        ("435601.5 336203", GeocodeStatus.LOCATED, None, PointM(435601.5, 336203)),
        (" Private ", GeocodeStatus.PRIVATE, None, None),
        ("OUTSIDE", GeocodeStatus.OUTSIDE, None, None),
        ("no  information", GeocodeStatus.NONE, None, None),
    ],
)
def test_what_is_filled_in_comes_back(
    written: str,
    status: GeocodeStatus,
    place_id: str | None,
    point: PointM | None,
    path: Path,
) -> None:
    _written(path, _sighting("=the square"), _sighting("a pub"))
    _fill_in(path, (2, written))
    (decision,) = _read(path)
    assert (decision.text, decision.status) == ("=the square", status)
    assert (decision.place_id, decision.point) == (place_id, point)
    assert (decision.decided_by, decision.decided_at) == ("AB", NOW)


def test_the_initials_in_the_row_go_before(path: Path) -> None:
    _written(path, _sighting("a pub"))
    _fill_in(path, (2, "private"), by="CD")
    assert [decision.decided_by for decision in _read(path)] == ["CD"]


def test_rows_left_empty_are_left_out(path: Path) -> None:
    _written(path, _sighting("a pub"))
    assert _read(path) == ()


@pytest.mark.parametrize(
    "written", ["Nowhere Inn", "Square", "435601", "999999 9999999", "!?", "=1+1"]
)
def test_a_decision_that_is_none_names_the_row_and_not_the_text(written: str, path: Path) -> None:
    _written(path, _sighting("a pub"), _sighting("b pub"))
    _fill_in(path, (3, written))
    with pytest.raises(InputError) as caught:
        _read(path)
    assert (caught.value.row, caught.value.column) == (3, "Decision")
    assert caught.value.file == "review.xlsx"
    for words in (written, "b pub"):
        assert words not in str(caught.value)


def test_the_same_text_settled_twice_must_agree(path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Review"
    for line in (
        ["Text", "Decision"],
        ["a pub", "private"],
        ["A  pub.", "Private"],
        ["a pub", "outside"],
    ):
        sheet.append(line)
    workbook.save(path)
    with pytest.raises(InputError, match="row 2") as caught:
        _read(path)
    assert caught.value.row == 4
    sheet.delete_rows(4)
    workbook.save(path)
    assert [decision.text for decision in _read(path)] == ["a pub"]


def test_a_decision_without_its_text_is_refused(path: Path) -> None:
    _written(path, _sighting("a pub"))
    workbook = load_workbook(path)
    workbook["Review"]["A2"] = None
    workbook.save(path)
    _fill_in(path, (2, "private"))
    with pytest.raises(InputError, match="without a text"):
        _read(path)


def _save(path: Path, *lines: list[str], title: str = "Review") -> None:
    workbook = Workbook()
    workbook.worksheets[0].title = title
    for line in lines:
        workbook.worksheets[0].append(line)
    workbook.save(path)


def test_a_workbook_that_is_not_ours_is_refused(path: Path) -> None:
    _save(path, ["Text", "Decision"], title="Sheet1")
    with pytest.raises(InputError, match="no sheet called Review"):
        _read(path)
    _save(path, ["Text", "Text", "Decision"])
    with pytest.raises(InputError, match="column 'Text'"):
        _read(path)
    _save(path)
    with pytest.raises(InputError, match="column 'Text'"):
        _read(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"a,b\n1,2\n"])
def test_a_file_that_is_no_workbook_is_refused(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    with pytest.raises(InputError, match="not an Excel workbook"):
        _read(path)


def test_a_missing_file_and_an_empty_archive_are_refused(path: Path) -> None:
    with pytest.raises(InputError, match="not an Excel workbook"):
        _read(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(InputError, match="not an Excel workbook"):
        _read(path)


def test_a_workbook_that_unpacks_to_far_too_much_is_refused_unread(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (51 * 2**20))
    with pytest.raises(InputError, match="larger than any list"):
        _read(path)


def test_what_is_settled_is_applied_to_its_equals(path: Path) -> None:
    gazetteer = read_gazetteer(data_path("gazetteer/derby.csv"))
    ground: dict[str, Any] = {
        "gazetteer": gazetteer,
        "postcodes": Postcodes.load(),
        "boundaries": read_boundaries(data_path("boundaries/derby_wards.geojson")),
    }
    asked = _sighting("Aldi")
    write_review([asked], path, gazetteer=gazetteer, exported_at=NOW)
    _fill_in(path, (2, "Aldi Alvaston"))
    decisions = read_review(path, gazetteer=gazetteer, decided_by="AB", decided_at=NOW)
    (before,) = Geocoder(**ground).read("ALDI!")
    (after,) = Geocoder(**ground, decisions=decisions).read("ALDI!")
    assert before.status is REVIEW
    assert (after.method, after.place_id) == (GeocodeMethod.DECISION, "aldi-alvaston")


def test_the_workbook_says_when_it_was_written(path: Path) -> None:
    _written(path)
    assert exported_at_of(path) == NOW
    _fill_in(path)
    assert exported_at_of(path) == NOW


@pytest.mark.parametrize("written", ["yesterday", "2024-05-01T12:00:00", ""])
def test_a_moment_that_was_changed_by_hand_is_not_known(path: Path, written: str) -> None:
    _written(path)
    workbook = load_workbook(path)
    notes = workbook["How to"]
    notes.cell(row=notes.max_row, column=1, value=f"Written at (do not change): {written}")
    workbook.save(path)
    assert exported_at_of(path) is None


@pytest.mark.parametrize("without", ["sheet", "line"])
def test_a_workbook_without_its_notes_does_not_say_when_it_was_written(
    path: Path, without: str
) -> None:
    _written(path)
    workbook = load_workbook(path)
    notes = workbook["How to"]
    if without == "sheet":
        workbook.remove(notes)
    else:
        notes.delete_rows(notes.max_row)
    workbook.save(path)
    assert exported_at_of(path) is None
