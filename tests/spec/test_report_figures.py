"""Paragraph 4.7 of the council's report of 2021, to the digit, as the co-ordinator reads it.

The report prints 245 episodes; 180 for 11 young people in the council's own homes, 164 of
the 245 for 5; 6 for 2 in foster care; 43 for 9 in supported accommodation; and a remainder
of 3 young people, which leaves them 16. How many each young person had is invented here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hotspots.model import Episode, EpisodeStatus, PlacementType, Tally
from hotspots.monitor import figures_of
from hotspots.period import Period
from hotspots.report import figure_lines

PERIOD = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))
COUNTS = {
    PlacementType.OWN_RESIDENTIAL: (45, 38, 32, 27, 22, 5, 4, 3, 2, 1, 1),
    PlacementType.FOSTER: (4, 2),
    PlacementType.SUPPORTED: (9, 8, 6, 5, 5, 4, 3, 2, 1),
    PlacementType.INDEPENDENT: (8, 5, 3),
}


def _episodes() -> list[Episode]:
    """Spread over the whole period, its first and last day included."""
    return [
        Episode(
            episode_id=f"{placement}-{child}-{number}",
            child_id=f"{placement}-{child}",
            status=EpisodeStatus.MISSING,
            started_at=datetime(2021, 1, 1, 12, tzinfo=UTC)
            + timedelta(days=180 if number == 0 else number),
            returned_at=None,
            placement=placement,
        )
        for placement, counts in COUNTS.items()
        for child, times in enumerate(counts)
        for number in range(times)
    ]


def test_the_report_s_own_sentences() -> None:
    assert figure_lines(figures_of(_episodes(), PERIOD)) == (
        (
            "245 episodes by 25 young people, 1 January 2021 to 30 June 2021, "
            "counted by the day each began"
        ),
        "180 episodes are by 11 young people in own residential homes",
        "6 episodes are by 2 young people in foster care",
        "43 episodes are by 9 young people in supported accommodation",
        "The remainder: 16 episodes are by 3 young people in independent or unregulated provision",
        "164 of the 245 episodes (66.9 %) are by the 5 most often missing, over all placements",
        "164 of the 180 in own residential homes (91.1 %) are by the 5 most often missing there",
        "33 of the 43 in supported accommodation (76.7 %) are by the 5 most often missing there",
    )


def test_the_remainder_is_what_the_named_types_leave() -> None:
    figures = figures_of(_episodes(), PERIOD)
    named = [one for one in figures.placements if one.placement not in figures.remainder_types]
    assert figures.episodes - sum(one.episodes for one in named) == figures.remainder.episodes
    assert figures.remainder == Tally(episodes=16, children=3)


def test_who_also_lived_elsewhere_is_one_young_person_of_all() -> None:
    moved = [
        Episode(
            episode_id=f"mover-{number}",
            child_id=f"{PlacementType.FOSTER}-0",
            status=EpisodeStatus.MISSING,
            started_at=datetime(2021, 5, 1, 12, tzinfo=UTC),
            returned_at=None,
            placement=PlacementType.SUPPORTED,
        )
        for number in range(2)
    ]
    figures = figures_of([*_episodes(), *moved], PERIOD)
    assert (figures.episodes, figures.children, figures.movers) == (247, 25, 1)
    assert sum(one.children for one in figures.placements) == 26
