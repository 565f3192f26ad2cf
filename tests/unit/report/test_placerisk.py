"""The record of places as tables. All of it is made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hotspots.model import (
    GUARDIANS,
    THEMES,
    Action,
    ActionPlace,
    PlaceFact,
    PlaceReview,
    PlaceRisk,
    PlaceRiskVersion,
)
from hotspots.report.placerisk import (
    PlaceRiskBook,
    place_risk_tables,
    record_sentence,
    reviews_sentence,
    reviews_table,
    told_sentence,
)

NOW = datetime(2021, 7, 5, 9, tzinfo=UTC)
TODAY = date(2021, 7, 5)
BARE = PlaceRisk(kind=ActionPlace.ZONE, where="City", recorded_by="AB", recorded_at=NOW)
PARK = PlaceRisk(
    kind=ActionPlace.PLACE,
    where="park",
    themes=("approaches", "few-eyes"),
    guardian_kinds=("wardens",),
    lead="Council",
    next_review=date(2021, 7, 1),
    told=(PlaceFact.THEMES, PlaceFact.LEAD),
    recorded_by="MPC",
    recorded_at=NOW,
)
PATROLS = Action(
    action_id="one",
    what="Patrols",
    kind=ActionPlace.PLACE,
    where="park",
    from_on=date(2021, 6, 1),
    to_on=None,
    lead="Police",
    recorded_by="MPC",
    recorded_at=NOW,
)
BOOK = PlaceRiskBook(
    versions=(
        PlaceRiskVersion(number=1, record=replace(PARK, lead="")),
        PlaceRiskVersion(number=2, record=PARK),
        PlaceRiskVersion(number=1, record=BARE),
    ),
    current=(
        PlaceRiskVersion(number=2, record=PARK),
        PlaceRiskVersion(number=1, record=BARE),
    ),
    actions=(PATROLS, replace(PATROLS, action_id="two", what="Lights", withdrawn=True)),
    names={PARK.key: "The park"},
    today=TODAY,
)


def test_the_records_stand_with_their_actions_and_their_version() -> None:
    records, *_ = place_risk_tables(BOOK)
    park, bare = records.records()
    assert (park["kind"], park["where"], park["name"]) == ("place", "park", "The park")
    assert park["themes"] == "approaches; few-eyes"
    assert park["told"] == "themes; lead"
    assert park["overdue"] == 4
    assert park["tobedone"] == "Patrols (Police, under way)"
    assert (park["version"], park["by"], park["at"]) == (2, "MPC", "05/07/2021 10:00")
    assert (bare["name"], bare["closed"]) == ("City", "no")
    blank = {key for key, value in bare.items() if value is None}
    assert {"themes", "lead", "nextreview", "told", "overdue", "tobedone"} <= blank


def test_a_review_that_is_not_yet_due_is_not_overdue() -> None:
    later = replace(PARK, next_review=date(2021, 7, 5))
    records, *_ = place_risk_tables(
        replace(BOOK, current=(PlaceRiskVersion(number=1, record=later),))
    )
    assert records.records()[0]["overdue"] is None


def test_actions_are_the_register_of_actions_and_can_be_brought_back() -> None:
    _, actions, _, _ = place_risk_tables(BOOK)
    first, second = actions.records()
    assert (first["what"], first["place"], first["hotspot"], first["zone"]) == (
        "Patrols",
        "park",
        None,
        None,
    )
    assert (first["status"], second["status"]) == ("under way", "withdrawn")


def test_the_history_has_every_entry() -> None:
    *_, history, _ = place_risk_tables(BOOK)
    assert [(one["id"], one["version"], one["lead"]) for one in history.records()] == [
        ("park", 1, None),
        ("park", 2, "Council"),
        ("City", 1, None),
    ]


def test_the_words_stand_with_their_sources() -> None:
    *_, words = place_risk_tables(BOOK)
    assert len(words.rows) == len(THEMES) + len(GUARDIANS)
    assert all(one["source"] for one in words.records())


def test_reviews_are_counted_by_how_they_stand() -> None:
    def review(days: int | None) -> PlaceReview:
        return PlaceReview(
            kind=ActionPlace.PLACE,
            name="x",
            lead="",
            reviewed_on=None,
            next_review=None if days is None else TODAY,
            days_overdue=days,
        )

    reviews = [review(3), review(0), review(-7), review(None)]
    assert reviews_sentence(reviews) == (
        "Reviews of places: 1 overdue, 2 due within four weeks, 1 without a day."
    )
    told = reviews_table(reviews).records()
    assert [(one["state"], one["overdue"]) for one in told] == [
        ("overdue", 3),
        ("due", None),
        ("due", None),
        ("no day agreed", None),
    ]


def test_a_record_is_a_line_for_papers_of_the_inside() -> None:
    assert record_sentence(PARK) == (
        "Themes: adults who approach children; few people about who would notice. "
        "Looked after by: wardens or park staff. Lead agency: Council. Next review: 01/07/2021."
    )
    assert record_sentence(BARE) == ""


def test_it_is_said_what_is_told() -> None:
    assert told_sentence(PARK) == "Told where the policy allows it: themes, lead."
    assert told_sentence(BARE) == "It is told to nobody."
    assert told_sentence(replace(PARK, closed=True)) == "It is closed, and told to nobody."
