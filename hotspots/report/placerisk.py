"""The Place Based Risk record as tables: as it stands, what is done, and how it came to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.model import (
    GUARDIANS,
    LIST_VERSION,
    LONDON,
    THEMES,
    ActionPlace,
    guardian_words,
    theme_words,
)
from hotspots.report.tidy import count, day, table, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from hotspots.model import Action, PlaceReview, PlaceRisk, PlaceRiskVersion
    from hotspots.report.tidy import Column, Table, Value

BETWEEN = "; "
_YES = {True: "yes", False: "no"}
ABOUT_PLACES = (
    "The record is about places where children are seen to be at risk, never about a child."
)
NOT_TO_BLAME = (
    f"{ABOUT_PLACES} It holds no name, number, age or home of anybody; it cannot know a name, so "
    "read what you write."
)
_FACTS = (
    text("themes", "Themes", "Codes of the list of themes, separated by a semicolon."),
    text("guardiankinds", "Guardian kinds", "Codes of the list of guardians, likewise."),
    text("guardian", "Guardian", "Who looks after the place: roles, organisations. Inside only."),
    text("owner", "Owner", "Whose the place is: an organisation. Inside only."),
    text("lead", "Lead", "The agency that leads."),
    day("lastreview", "Last review", "The day on which partners last looked at it together."),
    day("nextreview", "Next review", "The day that was agreed for the next time."),
    text("note", "Note", "What else is agreed about the place. Inside only."),
    text(
        "told", "Told", "What partners may read: themes, guardians, lead, review; blank: nothing."
    ),
    text("closed", "Closed", "Yes: no longer followed; it is neither told nor due."),
)
_ENTRY = (
    count("version", "Version", "Which entry of this record it is, from 1."),
    text("by", "Entered by", "Who entered it."),
    text("at", "Entered at", "When, local time."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRiskBook:
    """All that the workbook is made of; `names` are those of the places, `today` the day."""

    versions: tuple[PlaceRiskVersion, ...]
    current: tuple[PlaceRiskVersion, ...]
    actions: tuple[Action, ...]
    names: Mapping[tuple[ActionPlace, str], str]
    today: date

    def name_of(self, kind: ActionPlace, where: str) -> str:
        """The name for people, or the id where none is known any more."""
        return self.names.get((kind, where), where)


def place_risk_tables(book: PlaceRiskBook) -> tuple[Table, ...]:
    """Records (to edit and bring back), actions (likewise, as actions), history, words."""
    return (_records(book), _actions(book), _history(book), words_table())


def reviews_table(reviews: Sequence[PlaceReview]) -> Table:
    """The reviews that are due or overdue, or have no day."""
    return table(
        "place_reviews",
        "Places that partners look at again",
        (
            text("place", "Place", "The hotspot, public place or zone."),
            text("kind", "Kind", "Hotspot, place or zone."),
            text("lead", "Lead", "The agency that leads."),
            day("lastreview", "Last review", "When partners last looked at it together."),
            day("nextreview", "Next review", "The day that was agreed."),
            count("overdue", "Days overdue", "Days since then; none before it and on the day."),
            text("state", "State", "Overdue, due, or no day agreed."),
        ),
        (
            (
                one.name,
                one.kind.value,
                one.lead or None,
                one.reviewed_on,
                one.next_review,
                one.days_overdue if one.days_overdue and one.days_overdue > 0 else None,
                _state(one),
            )
            for one in reviews
        ),
    )


def reviews_sentence(reviews: Sequence[PlaceReview]) -> str:
    """How many are overdue, due, and without a day."""
    states = [_state(one) for one in reviews]
    overdue, due = states.count("overdue"), states.count("due")
    return (
        f"Reviews of places: {overdue} overdue, {due} due within four weeks, "
        f"{len(states) - overdue - due} without a day."
    )


def record_sentence(record: PlaceRisk) -> str:
    """The whole record but its note in a line, for papers of the inside."""
    parts = (
        ("Themes", "; ".join(theme_words(record.themes))),
        ("Looked after by", "; ".join(guardian_words(record.guardian_kinds))),
        ("Lead agency", record.lead),
        ("Next review", f"{record.next_review:%d/%m/%Y}" if record.next_review else ""),
    )
    return " ".join(f"{name}: {said}." for name, said in parts if said)


def told_sentence(record: PlaceRisk) -> str:
    """What partners may read of it, as far as the policy of each audience shows it."""
    if record.closed:
        return "It is closed, and told to nobody."
    if not record.told:
        return "It is told to nobody."
    return f"Told where the policy allows it: {', '.join(record.told)}."


def words_table() -> Table:
    """The controlled list with its sources."""
    rows = [
        (kind, one.code, one.words, one.source, one.since, one.until)
        for kind, words in (("theme", THEMES), ("guardian", GUARDIANS))
        for one in words
    ]
    return table(
        "words",
        f"The controlled list, version {LIST_VERSION}",
        (
            text("list", "List", "Theme or guardian."),
            text("code", "Code", "What is written in the record."),
            text("words", "Words", "What people read; these alone leave the wall."),
            text("source", "Source", "Where the word comes from."),
            count("since", "Since", "The version of the list that first had it."),
            count("until", "Until", "The last version that offers it; blank: it is offered."),
        ),
        rows,
    )


def _records(book: PlaceRiskBook) -> Table:
    return table(
        "records",
        "What is agreed about places",
        (
            text("kind", "Kind", "Hotspot, place or zone."),
            text("where", "Where", "Its id, or the zone's name."),
            text("name", "Name", "What it is called; not read when the sheet is brought back."),
            *_FACTS,
            count("overdue", "Days overdue", "Days since the next review was due; not read."),
            text("tobedone", "Actions", "What is under way or planned there; not read."),
            *_ENTRY,
        ),
        (_record_row(one, book) for one in book.current),
        note="Edit it and bring it back with `hotspots place-risk import`. Leave Version as it is: "
        "it shows whether somebody changed the record meanwhile. A blank cell clears a fact.",
    )


def _record_row(version: PlaceRiskVersion, book: PlaceRiskBook) -> tuple[Value, ...]:
    record = version.record
    days = record.days_overdue(book.today)
    done = [
        f"{one.what} ({one.lead}, {one.status_on(book.today).value})"
        for one in book.actions
        if (one.kind, one.where) == record.key and one.is_open_on(book.today)
    ]
    return (
        record.kind.value,
        record.where,
        book.name_of(record.kind, record.where),
        *_facts(record),
        days if days is not None and days > 0 else None,
        BETWEEN.join(done) or None,
        *_entry(version),
    )


def _actions(book: PlaceRiskBook) -> Table:
    places: tuple[Column, ...] = tuple(
        text(kind.value, kind.value.capitalize(), f"Where, if it is a {kind.value}.")
        for kind in ActionPlace
    )
    return table(
        "actions",
        "What is done there: the register of actions",
        (
            text("what", "What", "What is done."),
            *places,
            day("from", "From", "The first day."),
            day("to", "To", "The last day, if it is known."),
            text("lead", "Lead", "Who leads."),
            text("told", "Told", "Yes: partners may read it."),
            text("status", "Status", "How it stands today; not read."),
        ),
        (
            (
                one.what,
                *(one.where if one.kind is kind else None for kind in ActionPlace),
                one.from_on,
                one.to_on,
                one.lead,
                _YES[one.told],
                one.status_on(book.today).value,
            )
            for one in book.actions
        ),
        note="The same register as `hotspots actions list`; bring changes back with "
        "`hotspots actions import`.",
    )


def _history(book: PlaceRiskBook) -> Table:
    return table(
        "history",
        "Every entry that was ever made",
        (
            text("of", "Of", "Hotspot, place or zone."),
            text("id", "Id", "Its id, or the zone's name."),
            text("name", "Name", "What it is called today."),
            *_FACTS,
            *_ENTRY,
            count("list", "List", "The version of the controlled list it was written with."),
        ),
        (
            (
                one.record.kind.value,
                one.record.where,
                book.name_of(one.record.kind, one.record.where),
                *_facts(one.record),
                *_entry(one),
                one.record.list_version,
            )
            for one in book.versions
        ),
        note="No entry is ever changed: what stood on a day is the last one entered by then.",
    )


def _facts(record: PlaceRisk) -> tuple[Value, ...]:
    return (
        BETWEEN.join(record.themes) or None,
        BETWEEN.join(record.guardian_kinds) or None,
        record.guardian or None,
        record.owner or None,
        record.lead or None,
        record.reviewed_on,
        record.next_review,
        record.note or None,
        BETWEEN.join(fact.value for fact in record.told) or None,
        _YES[record.closed],
    )


def _entry(version: PlaceRiskVersion) -> tuple[Value, ...]:
    return (version.number, version.record.recorded_by, _moment(version.record.recorded_at))


def _moment(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%d/%m/%Y %H:%M}"


def _state(review: PlaceReview) -> str:
    if review.days_overdue is None:
        return "no day agreed"
    return "overdue" if review.days_overdue > 0 else "due"
