"""The lines in which `hotspots place-risk` answers: records, changes, words; tab between."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from hotspots.model import GUARDIANS, LIST_VERSION, LONDON, THEMES, PlaceRisk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from hotspots.model import Action, PlaceRiskVersion

_NOTHING = "-"
_NO_FACT = {"kind", "where", "recorded_by", "recorded_at", "list_version"}
# Each fact with what stands there while nothing is said of it.
_FACTS = {one.name: one.default for one in fields(PlaceRisk) if one.name not in _NO_FACT}


def record_lines(
    records: Sequence[PlaceRisk], *, actions: Sequence[Action], today: date
) -> Iterator[str]:
    """A heading, then a line for each record as it stands on the day."""
    yield "kind\twhere\tthemes\tlead\tnext review\tstate\ttold\tactions under way or planned"
    for one in records:
        own = [a for a in actions if (a.kind, a.where) == (one.kind, one.where)]
        yield "\t".join(
            (
                one.kind.value,
                one.where,
                _said(one.themes),
                _said(one.lead),
                _said(one.next_review),
                _state(one, today),
                _said(one.told),
                str(sum(a.is_open_on(today) for a in own)),
            )
        )


def change_lines(versions: Sequence[PlaceRiskVersion]) -> Iterator[str]:
    """A heading and a line for each version, the oldest first: what it says that is new."""
    if versions:
        yield "version\tat\tby\tchanged"
    before: PlaceRisk | None = None
    for one in versions:
        record = one.record
        changed = [
            f"{name.replace('_', ' ')}: {_said(value)}"
            for name, nothing in _FACTS.items()
            if (value := getattr(record, name)) != getattr(before, name, nothing)
        ]
        at = f"{record.recorded_at.astimezone(LONDON):%Y-%m-%d %H:%M}"
        yield f"{one.number}\t{at}\t{record.recorded_by}\t{'; '.join(changed) or _NOTHING}"
        before = record


def word_lines() -> Iterator[str]:
    """The controlled list: which, code, words, source."""
    yield f"list (version {LIST_VERSION})\tcode\twords\tsource"
    for name, words in (("theme", THEMES), ("guardian", GUARDIANS)):
        offered = (one for one in words if one.is_offered_in(LIST_VERSION))
        yield from (f"{name}\t{one.code}\t{one.words}\t{one.source}" for one in offered)


def _state(record: PlaceRisk, today: date) -> str:
    if record.closed:
        return "closed"
    days = record.days_overdue(today)
    if days is None:
        return "no day agreed"
    return f"{days} days overdue" if days > 0 else "due later" if days < 0 else "due today"


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value) or _NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value or _NOTHING)
