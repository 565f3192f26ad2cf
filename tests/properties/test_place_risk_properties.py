"""What holds of the history of a place's record, whatever is entered. All of it is made up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from hotspots.model import ActionPlace, PlaceRisk, PlaceRiskVersion, standing, theme_codes
from hotspots.register.placerisk import appended

if TYPE_CHECKING:
    from random import Random

START = datetime(2021, 1, 1, tzinfo=UTC)
WHERE = ("park", "shop")

# What is said, of which place, so many minutes after the entry before it.
ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(WHERE),
        st.sampled_from(["", "Police", "Council"]),
        st.sampled_from([None, date(2021, 6, 1)]),
        st.booleans(),
        st.integers(min_value=1, max_value=3),
    ),
    max_size=12,
)
CUTS = st.lists(st.integers(min_value=1, max_value=4), min_size=12, max_size=12)


def _records(
    entries: list[tuple[str, str, date | None, bool, int]],
) -> list[PlaceRisk]:
    minute, made = 0, []
    for where, lead, due, has_theme, gap in entries:
        minute += gap
        made.append(
            PlaceRisk(
                kind=ActionPlace.PLACE,
                where=where,
                themes=theme_codes()[:1] if has_theme else (),
                lead=lead,
                next_review=due,
                recorded_by="MPC",
                recorded_at=START + timedelta(minutes=minute),
            )
        )
    return made


def _portions(records: list[PlaceRisk], cuts: list[int]) -> list[list[PlaceRisk]]:
    portions, rest = [], list(records)
    for cut in cuts:
        portions.append(rest[:cut])
        rest = rest[cut:]
    return portions


@given(ENTRIES, CUTS, st.randoms(use_true_random=False))
def test_history_only_grows_and_any_day_can_be_seen_again(
    entries: list[tuple[str, str, date | None, bool, int]], cuts: list[int], random: Random
) -> None:
    records = _records(entries)
    held: tuple[PlaceRiskVersion, ...] = ()
    seen: list[tuple[datetime, tuple[PlaceRiskVersion, ...]]] = []
    for portion in _portions(records, cuts):
        shuffled = list(portion)
        random.shuffle(shuffled)
        before = held
        held = (*held, *appended(held, shuffled))
        assert held[: len(before)] == before
        if portion:
            at = max(one.recorded_at for one in portion)
            seen.append((at, standing(held)))
    # What was seen then is what is seen of then from now.
    for at, state in seen:
        assert standing(held, at=at) == state
    for where in WHERE:
        own = [one for one in held if one.record.where == where]
        assert [one.number for one in own] == list(range(1, len(own) + 1))
        assert all(a.record.content != b.record.content for a, b in pairwise(own))


@given(ENTRIES)
def test_at_every_moment_the_last_word_by_then_holds(
    entries: list[tuple[str, str, date | None, bool, int]],
) -> None:
    records = _records(entries)
    held = appended((), records)
    for at in [START, *(one.recorded_at for one in records)]:
        by_then = {one.where: one.content for one in records if one.recorded_at <= at}
        stood = {one.record.where: one.record.content for one in standing(held, at=at)}
        assert stood == by_then
    assert appended(held, records[-1:]) == ()


@given(ENTRIES, CUTS)
def test_it_does_not_matter_how_entries_are_brought(
    entries: list[tuple[str, str, date | None, bool, int]], cuts: list[int]
) -> None:
    records = _records(entries)
    whole = sorted(appended((), reversed(records)), key=lambda one: one.record.recorded_at)
    held: tuple[PlaceRiskVersion, ...] = ()
    for portion in _portions(records, cuts):
        held = (*held, *appended(held, portion))
    assert sorted(held, key=lambda one: one.record.recorded_at) == whole
