"""Each check of a row, one at a time; and what a good row becomes. All of it is synthetic."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.model import (
    EpisodeStatus,
    InterviewState,
    PlacementType,
    PlaceRole,
    PlaceSource,
    ReturnInterview,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.ledger import Batch

    Read = Callable[..., Batch]


def test_a_full_row_becomes_an_episode(read: Read) -> None:
    batch = read(
        {
            "Reported At": "01/03/2021 18:00",
            "Risk Level": "Medium",
            "Placement Type Code": "k2",
            "Placement Provider": "PR1",
            "Responsible LA": "Derby",
            "Placement Postcode": "Invented House, de12ru",
            "Last Seen Location": "outside the home",
            "Places Visited": "bus stn / Assembly Rooms",
            "Found Location": "Markeaton Park",
            "Found By": "PCSO on patrol",
            "Return Interview Offered": "Y",
            "Return Interview Date": "03/03/2021",
            "Return Interview Outcome": "Completed",
            "Push Factors": "placement; conflict;placement",
            "Pull Factors": "peers",
            "Interview Location": "Blue Peter",
            "Case Notes": "CANARY",
            "Child Name": "CANARY",
        }
    )
    (episode,) = batch.episodes
    assert batch.remarks == tuple(n for n in batch.remarks if n.rule == "column absent")
    assert episode.episode_id == "E1"
    assert episode.child_id.startswith("c_")
    assert episode.status is EpisodeStatus.MISSING
    assert episode.started_at == datetime(2021, 3, 1, 17, 5, tzinfo=UTC)
    assert episode.returned_at == datetime(2021, 3, 2, 9, 10, tzinfo=UTC)
    assert episode.reported_at == datetime(2021, 3, 1, 18, tzinfo=UTC)
    assert episode.time_known
    assert not episode.time_uncertain
    assert (episode.placement, episode.placement_code, episode.placement_provider) == (
        PlacementType.OWN_RESIDENTIAL,
        "K2",
        "PR1",
    )
    assert (episode.risk_level, episode.responsible_la) == ("medium", "Derby")
    assert episode.origin_postcode == "DE1 2RU"
    assert [(m.key, m.source, m.text) for m in episode.mentions] == [
        ("last seen", PlaceSource.CARER, "outside the home"),
        ("visited", PlaceSource.RETURN_INTERVIEW, "bus stn / Assembly Rooms"),
        ("found", PlaceSource.POLICE, "Markeaton Park"),
        ("mentioned", PlaceSource.RETURN_INTERVIEW, "Blue Peter"),
    ]
    assert episode.interview == ReturnInterview(
        state=InterviewState.COMPLETED,
        completed_at=datetime(2021, 3, 3, tzinfo=UTC),
        push=("placement", "conflict"),
        pull=("peers",),
    )
    assert "CANARY" not in repr(batch)
    assert "SYN-0001" not in repr(batch)


@pytest.mark.parametrize(
    ("change", "column", "value_class", "rule"),
    [
        ({"Child ID": ""}, "Child ID", "blank", "child reference blank"),
        ({"Child ID": "n/k"}, "Child ID", "text", "child reference blank"),
        ({"Child ID": "#N/A"}, "Child ID", "error value", "child reference unreadable"),
        ({"Missing From Date": ""}, "Missing From Date", "blank", "start blank (564)"),
        ({"Status": ""}, "Status", "blank", "status blank (565)"),
        ({"Status": "Lost"}, "Status", "text", "status unknown (566)"),
        ({"Return Date": "28/02/2021"}, "Return Date", "date", "end before start (567)"),
        ({"Return Time": "", "Return Date": "28/02/2021"}, "Return Date", "date",
         "end before start (567)"),
        ({"Date of Birth": "02/03/2021"}, "Missing From Date", "date",
         "starts before birth (586)"),
        ({"Missing From Date": "30/02/2021"}, "Missing From Date", "text with digits",
         "start not a date (1004)"),
        ({"Return Date": "n/k"}, "Return Date", "text", "end not a date (1005)"),
        ({"Return Date": ""}, "Return Date", "blank", "end not a date (1005)"),
        ({"Missing From Time": "teatime"}, "Missing From Time", "text", "not a time of day"),
        ({"Return Date": "", "Return Time": "late"}, "Return Time", "text", "not a time of day"),
        ({"Missing From Date": "31/12/1989"}, "Missing From Date", "date before 1990",
         "date out of range"),
        ({"Return Date": "02/02/2026"}, "Return Date", "date in the future", "date out of range"),
        ({"Missing From Date": "28/03/2021", "Missing From Time": "01:30",
          "Return Date": "28/03/2021"}, "Missing From Time", "time that did not exist",
         "time that did not exist"),
        ({"Episode ID": "1.2E+17"}, "Episode ID", "rounded number", "unreadable cell"),
    ],
)  # fmt: skip
def test_a_row_is_rejected_with_its_place_and_reason(
    read: Read, change: dict[str, str], column: str, value_class: str, rule: str
) -> None:
    batch = read(change)
    assert batch.episodes == ()
    (note,) = batch.rejects
    assert (note.file, note.row) == ("rows.csv", 2)
    assert (note.column, note.value_class, note.rule) == (column, value_class, rule)
    assert note.mend
    for value in change.values():
        assert len(value) < 4 or value not in f"{note.problem} {note.mend}"


@pytest.mark.parametrize("status", ["A", "Absent", "away from placement WITHOUT authorisation"])
def test_away_without_authorisation_is_told_apart(read: Read, status: str) -> None:
    assert read({"Status": status}).episodes[0].status is EpisodeStatus.AWAY_WITHOUT_AUTHORISATION


def test_a_blank_return_means_still_missing(read: Read) -> None:
    (episode,) = read({"Return Date": "", "Return Time": "n/k"}).episodes
    assert episode.returned_at is None
    assert episode.time_known


@pytest.mark.parametrize("column", ["Missing From Time", "Return Time"])
def test_where_a_time_lacks_the_dates_count_alone(read: Read, column: str) -> None:
    batch = read({column: "n/k"})
    (episode,) = batch.episodes
    assert not episode.time_known
    assert episode.started_at == datetime(2021, 3, 1, tzinfo=UTC)
    assert episode.returned_at == datetime(2021, 3, 2, tzinfo=UTC)
    assert [(n.column, n.rule) for n in batch.remarks if n.row == 2] == [(column, "time not known")]


def test_a_time_that_happened_twice_is_marked(read: Read) -> None:
    night = {"Missing From Date": "31/10/2021", "Return Date": "31/10/2021"}
    batch = read(night | {"Missing From Time": "01:40", "Return Time": "01:20"})
    (episode,) = batch.episodes
    assert episode.time_uncertain
    assert episode.started_at == datetime(2021, 10, 31, 0, 40, tzinfo=UTC)
    assert episode.returned_at == datetime(2021, 10, 31, 1, 20, tzinfo=UTC)
    assert {n.rule for n in batch.remarks if n.row == 2} == {"time happened twice"}


def test_the_length_across_the_clock_change_is_true(read: Read) -> None:
    night = {"Missing From Date": "30/10/2021", "Return Date": "31/10/2021"}
    (episode,) = read(night | {"Missing From Time": "23:30", "Return Time": "02:30"}).episodes
    assert episode.length is not None
    assert episode.length.total_seconds() == 4 * 3600


@pytest.mark.parametrize("identifier", ["SYN0001/3", "SYN-0001/3", "syn0001-3", "M.SYN.0001"])
@pytest.mark.parametrize("reference", ["SYN0001", "syn-0001"])
def test_an_episode_id_that_names_the_child_is_veiled(
    read: Read, identifier: str, reference: str
) -> None:
    (episode,) = read({"Episode ID": identifier, "Child ID": reference}).episodes
    assert episode.episode_id.startswith("e_")
    assert "0001" not in episode.episode_id


def test_a_short_reference_is_found_as_a_part(read: Read) -> None:
    later = {"Missing From Date": "01/04/2021", "Return Date": "02/04/2021"}
    batch = read(
        {"Episode ID": "E-42-1", "Child ID": "42"},
        {"Episode ID": "E-421", "Child ID": "42"} | later,
    )
    assert [e.episode_id.startswith("e_") for e in batch.episodes] == [False, True]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"Date of Birth": "spring"}, "Date of Birth"),
        ({"Risk Level": "purple"}, "Risk Level"),
        ({"Risk Level": "#N/A"}, "Risk Level"),
        ({"Placement Type Code": "Invented House"}, "Placement Type Code"),
        ({"Placement Type Code": "K2", "Placement Provider": ""}, "Placement Type Code"),
        ({"Placement Postcode": "Invented House"}, "Placement Postcode"),
        ({"Reported At": "then"}, "Reported At"),
        ({"Return Interview Outcome": "went well"}, "Return Interview Outcome"),
        ({"Return Interview Date": "01/03/2021", "Return Interview Outcome": "Completed"},
         "Return Interview Date"),
        ({"Push Factors": "a;" + "long story " * 9}, "Push Factors"),
        ({"Found Location": "#REF!"}, "Found Location"),
    ],
)  # fmt: skip
def test_what_is_not_needed_is_left_out_with_a_remark(
    read: Read, change: dict[str, str], column: str
) -> None:
    batch = read(change)
    assert len(batch.episodes) == 1
    notes = [note for note in batch.remarks if note.row == 2]
    assert [(note.column, note.rule) for note in notes] == [(column, "cell not understood")]
    for value in change.values():
        assert len(value) < 4 or value not in repr(notes)


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({"Return Interview Offered": "Yes"}, InterviewState.OFFERED),
        ({"Return Interview Offered": "No"}, InterviewState.NOT_RECORDED),
        ({"Return Interview Outcome": "Declined"}, InterviewState.DECLINED),
        ({"Return Interview Outcome": "Not possible"}, InterviewState.NOT_POSSIBLE),
        ({"Return Interview Outcome": "Offered", "Return Interview Date": "03/03/2021"},
         InterviewState.OFFERED),
        ({"Push Factors": "conflict"}, InterviewState.NOT_RECORDED),
    ],
)  # fmt: skip
def test_the_return_interview_has_a_state(
    read: Read, cells: dict[str, str], state: InterviewState
) -> None:
    interview = read(cells).episodes[0].interview
    assert interview is not None
    assert interview.state is state
    assert interview.completed_at is None
    assert (interview.offered_at is not None) == ("Return Interview Date" in cells)


def test_an_interview_on_the_day_of_the_return_is_not_before_it(read: Read) -> None:
    batch = read({"Return Interview Outcome": "Completed", "Return Interview Date": "02/03/2021"})
    (episode,) = batch.episodes
    assert episode.interview is not None
    assert episode.interview.completed_at == episode.returned_at


def test_no_word_of_an_interview_is_none(read: Read) -> None:
    assert read({}).episodes[0].interview is None


@pytest.mark.parametrize(
    ("finder", "source"),
    [
        ("Police", PlaceSource.POLICE),
        ("An officer", PlaceSource.POLICE),
        ("returned with PC", PlaceSource.POLICE),
        ("Residential staff", PlaceSource.CARER),
        ("own accord", PlaceSource.UNKNOWN),
        ("policy", PlaceSource.UNKNOWN),
        ("", PlaceSource.UNKNOWN),
    ],
)
def test_who_found_the_child_is_the_source(read: Read, finder: str, source: PlaceSource) -> None:
    (episode,) = read({"Found Location": "Aldi", "Found By": finder}).episodes
    assert episode.mentions[0].source is source


def test_a_second_column_of_a_role_has_a_key_of_its_own(read: Read) -> None:
    (episode,) = read({"Places Visited 2": "Lidl", "Places Visited": "Aldi"}).episodes
    assert {m.key: m.text for m in episode.mentions} == {"visited": "Lidl", "visited#2": "Aldi"}


POLICE = {
    "Misper Ref": "P1",
    "Nominal Ref": "SYN77",
    "Date/Time Last Seen": "01/03/2021 17:05",
    "Date/Time Found": "02/03/2021 09:10",
    "Last Seen Location": "a shop",
}


@pytest.mark.parametrize(
    ("easting", "northing", "text", "remarked"),
    [
        ("435601", "336203", "435601, 336203", False),
        ("435,601.4", "336203.0", "435601, 336203", False),
        ("", "336203", "a shop", False),
        ("0", "0", "a shop", False),
        ("9435601", "336203", "a shop", True),
        ("nan", "336203", "a shop", True),
        ("east", "north", "a shop", True),
    ],
)
def test_a_position_counts_before_the_words(
    read: Read, easting: str, northing: str, text: str, *, remarked: bool
) -> None:
    row = POLICE | {"Last Seen Easting": easting, "Last Seen Northing": northing}
    batch = read(row, profile="police")
    (mention,) = batch.episodes[0].mentions
    assert (mention.text, mention.role, mention.source) == (
        text,
        PlaceRole.LAST_SEEN,
        PlaceSource.POLICE,
    )
    assert any(note.row == 2 for note in batch.remarks) == remarked


def test_a_position_needs_no_column_of_words(read: Read) -> None:
    row = POLICE | {"Found Easting": "435601", "Found Northing": "336203"}
    del row["Last Seen Location"]
    (episode,) = read(row, profile="police").episodes
    assert [(m.key, m.text) for m in episode.mentions] == [("found", "435601, 336203")]
