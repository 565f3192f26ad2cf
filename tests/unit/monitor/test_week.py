"""The last weeks beside as many before, and who is missing at the end of a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hotspots.model import Tally
from hotspots.monitor import missing_now, windows_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode

AS_OF = date(2021, 1, 31)


def test_windows_end_on_the_day_and_begin_a_week_of_days_before(
    episode: Callable[..., Episode],
) -> None:
    made = [
        episode("a", 30, risk_level=" HIGH "),  # the day itself
        episode("a", 24, risk_level="medium"),  # the first day of the week
        episode("b", 23),  # the last day before it
        episode("c", 31),  # the day after
    ]
    week, four, thirteen = windows_of(made, AS_OF)
    assert (week.days.first, week.days.last) == (date(2021, 1, 25), AS_OF)
    assert (week.days_before.first, week.days_before.last) == (
        date(2021, 1, 18),
        date(2021, 1, 24),
    )
    assert week.now == Tally(episodes=2, children=1)
    assert week.before == Tally(episodes=1, children=1)
    assert week.high_risk == Tally(episodes=1, children=1)
    assert four.now == Tally(episodes=3, children=2)
    assert four.days.days == four.days_before.days == 28
    assert thirteen.weeks == 13
    assert windows_of(reversed(made), AS_OF) == (week, four, thirteen)


def test_who_is_missing_is_seen_from_the_end_of_the_day(episode: Callable[..., Episode]) -> None:
    made = [
        episode("late", 30, hours=None),
        episode("long", 2, hours=None, risk_level="high"),
        episode("back", 5, hours=3),
        episode("back later", 29, hours=72),
        episode("not yet", 31, hours=None),
    ]
    found = missing_now(made, AS_OF)
    assert [(one.child_id, one.days) for one in found] == [
        ("long", 28),
        ("back later", 1),
        ("late", 0),
    ]
    assert found[0].risk_level == "high"
    assert missing_now([], AS_OF) == ()
