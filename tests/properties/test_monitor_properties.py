"""What holds of the co-ordinator's counts whatever the episodes are."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hotspots.model import (
    Episode,
    EpisodeStatus,
    PlacementSpell,
    PlacementType,
    RepeatRule,
    SpanUnit,
)
from hotspots.monitor import (
    MonitorParams,
    frequency_of,
    lengths_of,
    provider_tallies,
    rates_of,
    span_tallies,
    spans_of,
    unevenness_of_counts,
)
from hotspots.period import Period

FIRST, LAST = date(2021, 1, 1), date(2021, 12, 31)
YEAR = Period(first=FIRST, last=LAST)
MARCH = Period(first=date(2021, 3, 1), last=date(2021, 3, 31))
DAYS = (LAST - FIRST).days
LONDON = ZoneInfo("Europe/London")
# Around midnight and around both clock changes of 2021, in minutes from the year's beginning.
_EDGES = [
    int((moment - datetime(2021, 1, 1, tzinfo=UTC)) / timedelta(minutes=1))
    for moment in (
        datetime(2021, 3, 28, 1, tzinfo=UTC),
        datetime(2021, 10, 31, 1, tzinfo=UTC),
        datetime(2021, 6, 30, 23, tzinfo=UTC),
        datetime(2021, 12, 31, 23, 59, tzinfo=UTC),
        datetime(2021, 1, 1, tzinfo=UTC),
    )
]
_MINUTES = st.one_of(
    st.integers(-3 * 1440, (DAYS + 3) * 1440),
    st.tuples(st.sampled_from(_EDGES), st.integers(-90, 90)).map(sum),
)


@st.composite
def _episodes(draw: st.DrawFn) -> list[Episode]:
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(0, 5),
                _MINUTES,
                st.one_of(st.none(), st.integers(0, 5000)),
                st.sampled_from(PlacementType),
                st.sampled_from(EpisodeStatus),
                st.booleans(),
                st.sampled_from(["PR1", "PR4", ""]),
            ),
            max_size=30,
        )
    )
    start = datetime(2021, 1, 1, tzinfo=UTC)
    return [
        Episode(
            episode_id=f"e{number}",
            child_id=f"c{child}",
            status=status,
            started_at=start + timedelta(minutes=minutes),
            returned_at=None if length is None else start + timedelta(minutes=minutes + length),
            placement=placement,
            time_known=time_known,
            placement_provider=provider,
        )
        for number, (child, minutes, length, placement, status, time_known, provider) in enumerate(
            rows
        )
    ]


@given(episodes=_episodes(), unit=st.sampled_from(SpanUnit), cut=st.integers(0, DAYS - 1))
def test_the_spans_add_up_to_the_period_and_so_do_its_two_parts(
    episodes: list[Episode], unit: SpanUnit, cut: int
) -> None:
    middle = FIRST + timedelta(days=cut)
    counted = [one for one in episodes if FIRST <= one.started_at.astimezone(LONDON).date() <= LAST]
    whole = span_tallies(episodes, YEAR, unit)
    assert sum(one.all.episodes for one in whole) == len(counted)
    halves = [
        *span_tallies(episodes, Period(first=FIRST, last=middle), unit),
        *span_tallies(episodes, Period(first=middle + timedelta(days=1), last=LAST), unit),
    ]
    by_label: Counter[str] = Counter()
    for one in halves:
        by_label[one.span.label] += one.all.episodes
    assert by_label == Counter({one.span.label: one.all.episodes for one in whole})
    for one in whole:
        assert sum(tally.episodes for _, tally in one.placements) == one.all.episodes
        assert sum(tally.episodes for _, tally in one.statuses) == one.all.episodes
        assert all(tally.children <= one.all.children for _, tally in one.placements)


@given(
    first=st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    length=st.integers(0, 800),
    unit=st.sampled_from(SpanUnit),
)
def test_spans_follow_one_another_and_cover_the_period(
    first: date, length: int, unit: SpanUnit
) -> None:
    period = Period(first=first, last=first + timedelta(days=length))
    spans = spans_of(period, unit)
    assert (spans[0].days.first, spans[-1].days.last) == (period.first, period.last)
    for one, after in pairwise(spans):
        assert one.days.last + timedelta(days=1) == after.days.first
        assert one.label < after.label
    assert all(span.is_whole for span in spans[1:-1])
    if unit is SpanUnit.WEEK:
        assert all(span.days.first.weekday() == 0 for span in spans[1:])
        assert all(span.label == f"{span.days.first:%G-W%V}" for span in spans)


@given(data=st.data(), episodes=_episodes())
def test_the_order_of_the_rows_changes_nothing(
    data: st.DataObject, episodes: list[Episode]
) -> None:
    shuffled = data.draw(st.permutations(episodes))
    assert frequency_of(shuffled, YEAR) == frequency_of(episodes, YEAR)
    assert provider_tallies(shuffled, YEAR) == provider_tallies(episodes, YEAR)
    for unit in SpanUnit:
        assert span_tallies(shuffled, YEAR, unit) == span_tallies(episodes, YEAR, unit)


@given(
    episodes=_episodes(),
    rule=st.builds(RepeatRule, episodes=st.integers(2, 4), days=st.integers(1, 60)),
)
def test_every_young_person_counts_once_and_flags_are_those_of_the_definition(
    episodes: list[Episode], rule: RepeatRule
) -> None:
    found = frequency_of(episodes, MARCH, params=MonitorParams(rules=(rule,)))
    names = [child.child_id for child in found.children]
    assert len(names) == len(set(names))
    assert sum(child.episodes for child in found.children) == sum(
        one.started_on in MARCH for one in episodes
    )
    for child in found.children:
        days = [one.started_on for one in episodes if one.child_id == child.child_id]
        held = [_holds(days, rule, date(2021, 3, day)) for day in range(1, 32)]
        assert (rule in child.rules_met) == held[-1]
        assert (rule in child.rules_met_in_period) == any(held)
        assert child.missing + child.away == child.episodes
        assert list(child.in_windows) == sorted(child.in_windows)


def _holds(days: list[date], rule: RepeatRule, on: date) -> bool:
    """By the definition, looked at day by day."""
    return sum(0 <= (on - day).days < rule.days for day in days) >= rule.episodes


@given(episodes=_episodes())
def test_every_episode_has_a_length_or_a_reason_and_no_length_depends_on_the_clocks(
    episodes: list[Episode],
) -> None:
    lengths = lengths_of(episodes)
    assert lengths.ended + lengths.still_missing + lengths.dates_only == len(episodes)
    local = [
        replace(
            one,
            started_at=one.started_at.astimezone(LONDON),
            returned_at=None if one.returned_at is None else one.returned_at.astimezone(UTC),
        )
        for one in episodes
    ]
    assert lengths_of(local) == lengths


@given(episodes=_episodes(), data=st.data())
def test_a_rate_counts_each_day_once_and_loses_no_episode(
    episodes: list[Episode], data: st.DataObject
) -> None:
    days = st.dates(FIRST - timedelta(days=30), LAST + timedelta(days=30))
    spells = data.draw(
        st.lists(
            st.builds(
                PlacementSpell,
                child_id=st.sampled_from(["c0", "c1", "c2"]),
                placement=st.sampled_from([PlacementType.FOSTER, PlacementType.HOME]),
                first=days,
                until=st.one_of(st.none(), days),
            ),
            max_size=8,
        )
    )
    rates = rates_of(episodes, spells, YEAR)
    assert sum(one.episodes + one.outside for one in rates) == sum(
        one.started_on in YEAR for one in episodes
    )
    lived = {
        (spell.child_id, spell.placement, FIRST + timedelta(days=day))
        for spell in spells
        for day in range(DAYS + 1)
        if spell.first <= FIRST + timedelta(days=day) < (spell.until or date.max)
    }
    by_type = Counter(placement for _, placement, _ in lived)
    for one in rates:
        assert one.child_days in {0, by_type[one.placement]}
        assert (one.per_1000_days is None) == (one.child_days == 0) == bool(one.reason)
    assert rates_of(episodes, reversed(spells), YEAR) == rates


@given(counts=st.lists(st.integers(1, 40), max_size=12), seed=st.integers(0, 9))
def test_concentration_is_a_part_of_one_and_the_same_for_the_same_seed(
    counts: list[int], seed: int
) -> None:
    params = MonitorParams(simulations=99)
    one, other = (
        unevenness_of_counts(these, generator=np.random.default_rng(seed), params=params)
        for these in (counts, counts[::-1])
    )
    assert one == other
    assert 0 <= one.top_share <= 1
    if one.gini is not None:
        assert 0 <= one.gini <= (len(counts) - 1) / len(counts)
    if one.chance_gini is not None:
        assert one.p_value is not None
        assert 0.01 <= one.p_value <= 1
