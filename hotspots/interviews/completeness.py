"""Which fields of the records are missing, and how often, by where the record was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.model import Completeness, InterviewState, PlaceSource, RecordKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hotspots.model import Interview

_NOT_HELD = frozenset({InterviewState.DECLINED, InterviewState.NOT_POSSIBLE})
_OFFERED = frozenset({InterviewState.OFFERED, InterviewState.ACCEPTED, *_NOT_HELD})


def told_where(one: Interview) -> bool:
    """Whether the interview named a place at all."""
    return any(
        mention.source is PlaceSource.RETURN_INTERVIEW
        for episode in one.episodes
        for mention in episode.mentions
    )


def _held(one: Interview) -> bool:
    return one.state is InterviewState.COMPLETED


def _any(_one: Interview) -> bool:
    return True


# A field, which records should have it, and whether one has.
_FIELDS: tuple[tuple[str, Callable[[Interview], bool], Callable[[Interview], bool]], ...] = (
    ("time of the return", _any, lambda one: all(e.time_known for e in one.episodes)),
    ("state of the interview", _any, lambda one: one.state is not InterviewState.NOT_RECORDED),
    (
        "date of the offer",
        lambda one: one.state in _OFFERED,
        lambda one: one.offered is not None,
    ),
    ("date it was held", _held, lambda one: one.completed is not None),
    (
        "time it was held",
        _held,
        lambda one: one.completed is not None and one.completed.is_exact,
    ),
    ("push reasons", _held, lambda one: bool(one.push)),
    ("pull reasons", _held, lambda one: bool(one.pull)),
    ("a place named in it", _held, told_where),
    ("hours of work", _held, lambda one: one.hours is not None),
    ("why it was not held", lambda one: one.state in _NOT_HELD, lambda one: bool(one.reason)),
)


def completeness_of(interviews: Iterable[Interview]) -> tuple[Completeness, ...]:
    """Every field that some record of a source should have, in a fixed order."""
    every = tuple(interviews)
    counted = (
        _one(field, source, [one for one in every if one.recorded_in is source], rules)
        for source in RecordKind
        if any(one.recorded_in is source for one in every)
        for field, *rules in _FIELDS
    )
    return tuple(one for one in counted if one.of)


def _one(
    field: str,
    source: RecordKind,
    records: list[Interview],
    rules: list[Callable[[Interview], bool]],
) -> Completeness:
    should, has = rules
    wanted = [one for one in records if should(one)]
    return Completeness(
        field=field,
        source=source.value,
        of=len(wanted),
        missing=sum(not has(one) for one in wanted),
    )
