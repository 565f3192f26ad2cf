"""What holds of the figures whatever the episodes are."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hotspots.model import Episode, EpisodeStatus, PlacementType
from hotspots.monitor import figures_of
from hotspots.period import Period

FIRST, LAST = date(2021, 1, 1), date(2021, 12, 31)
YEAR = Period(first=FIRST, last=LAST)
DAYS = (LAST - FIRST).days


@st.composite
def _episodes(draw: st.DrawFn) -> list[Episode]:
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(0, 7),
                st.integers(-3 * 24, (DAYS + 3) * 24),
                st.sampled_from(PlacementType),
            ),
            max_size=40,
        )
    )
    start = datetime(2021, 1, 1, tzinfo=UTC)
    return [
        Episode(
            episode_id=f"e{number}",
            child_id=f"c{child}",
            status=EpisodeStatus.MISSING,
            started_at=start + timedelta(hours=hours),
            returned_at=None,
            placement=placement,
        )
        for number, (child, hours, placement) in enumerate(rows)
    ]


@given(episodes=_episodes(), cut=st.integers(0, DAYS - 1))
def test_a_period_cut_in_two_adds_up(episodes: list[Episode], cut: int) -> None:
    middle = FIRST + timedelta(days=cut)
    one = figures_of(episodes, Period(first=FIRST, last=middle))
    other = figures_of(episodes, Period(first=middle + timedelta(days=1), last=LAST))
    whole = figures_of(episodes, YEAR)
    assert one.episodes + other.episodes == whole.episodes
    parts: Counter[PlacementType] = Counter()
    for figures in (one, other):
        parts.update({figure.placement: figure.episodes for figure in figures.placements})
    assert parts == {figure.placement: figure.episodes for figure in whole.placements}
    assert max(one.children, other.children) <= whole.children <= one.children + other.children
    assert whole.top_episodes <= one.top_episodes + other.top_episodes


@given(data=st.data(), episodes=_episodes())
def test_the_order_does_not_matter(data: st.DataObject, episodes: list[Episode]) -> None:
    shuffled = data.draw(st.permutations(episodes))
    assert figures_of(shuffled, YEAR) == figures_of(episodes, YEAR)


@given(episodes=_episodes())
def test_movers_are_counted_once(episodes: list[Episode]) -> None:
    figures = figures_of(episodes, YEAR)
    types: dict[str, set[PlacementType]] = {}
    for episode in episodes:
        if episode.started_on in YEAR:
            types.setdefault(episode.child_id, set()).add(episode.placement)
    assert figures.children == len(types)
    assert figures.movers == sum(len(held) > 1 for held in types.values())
    assert sum(one.children for one in figures.placements) == sum(map(len, types.values()))


@given(episodes=_episodes())
def test_the_parts_make_the_whole_and_the_top_is_a_part_of_it(episodes: list[Episode]) -> None:
    figures = figures_of(episodes, YEAR)
    assert sum(one.episodes for one in figures.placements) == figures.episodes
    assert figures.top_children == min(5, figures.children)
    assert figures.top_episodes <= figures.episodes
    assert figures.top_episodes * figures.children >= figures.episodes * figures.top_children
    assert 0.0 <= figures.top_share <= 1.0
