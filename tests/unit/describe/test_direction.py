"""Direction of travel: exact intervals, words by rule, sentences for people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from scipy import stats

from hotspots.describe.direction import direction_of, overall_direction, rate_ratio_interval
from hotspots.describe.direction_words import direction_sentence, plain_number
from hotspots.describe.exceptional import baseline_warning, exceptional_in
from hotspots.errors import ParameterError
from hotspots.model import Direction, Episode, EpisodeStatus, Travel
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotspots.model import Sighting

BEFORE = Period(first=date(2022, 1, 1), last=date(2022, 6, 30))
NOW = Period(first=date(2023, 1, 1), last=date(2023, 6, 30))


def _episodes(period: Period, months: Sequence[int], *, children: int = 50) -> list[Episode]:
    """As many episodes in each month of the period as are given, spread over children."""
    made = []
    for month, number in enumerate(months):
        for index in range(number):
            day = date(period.first.year, period.first.month + month, 1 + index % 28)
            started = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
            made.append(
                Episode(
                    episode_id=f"E{period.first.year}-{month}-{index}",
                    child_id=f"c_{len(made) % children}",
                    status=EpisodeStatus.MISSING,
                    started_at=started,
                    returned_at=started + timedelta(hours=3),
                )
            )
    return made


def _direction(before: Sequence[int], now: Sequence[int], *, children: int = 50) -> Direction:
    episodes = [
        *_episodes(BEFORE, before, children=children),
        *_episodes(NOW, now, children=children),
    ]
    return overall_direction(episodes, baseline=BEFORE, current=NOW)


@pytest.mark.parametrize(
    ("before", "now", "word"),
    [
        ([1, 1, 1, 1, 1, 0], [5, 5, 5, 5, 5, 5], Travel.RISING),
        ([5, 5, 5, 5, 5, 5], [1, 1, 1, 1, 1, 0], Travel.FALLING),
        ([0, 0, 0, 0, 0, 0], [2, 2, 2, 2, 2, 2], Travel.EMERGING),
        ([2, 2, 2, 2, 2, 2], [0, 0, 0, 0, 0, 0], Travel.FORMER),
        ([20, 20, 20, 20, 20, 20], [20, 20, 20, 20, 20, 22], Travel.STABLE),
        ([1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 2, 1], Travel.PERSISTENT),
        ([2, 0, 2, 0, 1, 0], [0, 0, 3, 0, 0, 3], Travel.INTERMITTENT),
        ([0, 0, 0, 1, 0, 0], [0, 0, 2, 0, 0, 2], Travel.INSUFFICIENT),
        ([0, 0, 0, 1, 0, 0], [0, 0, 0, 5, 0, 0], Travel.INTERMITTENT),
        ([0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], Travel.INSUFFICIENT),
    ],
)
def test_each_word_has_its_rule(before: list[int], now: list[int], word: Travel) -> None:
    assert _direction(before, now).word is word


def test_nothing_shown_and_none_in_one_period_is_insufficient() -> None:
    short = Period(first=date(2022, 6, 1), last=date(2022, 6, 30))
    episodes = _episodes(NOW, [2, 2, 0, 0, 0, 2])
    assert overall_direction(episodes, baseline=short, current=NOW).word is Travel.INSUFFICIENT


def test_a_period_of_less_than_four_weeks_says_nothing_and_hinges_on_nobody() -> None:
    spell = Period(first=date(2023, 1, 1), last=date(2023, 1, 27))
    found = overall_direction(_episodes(NOW, [20], children=1), baseline=BEFORE, current=spell)
    assert (found.word, found.hinges_on_one_child) == (Travel.INSUFFICIENT, False)


@pytest.mark.parametrize(("now", "before"), [(14, 5), (5, 14), (1, 1), (100, 80), (0, 7), (7, 0)])
def test_the_interval_is_that_of_the_exact_binomial(now: int, before: int) -> None:
    low, high = rate_ratio_interval(now, 181, before, 184)
    exact = stats.binomtest(now, now + before).proportion_ci(method="exact")
    assert low == pytest.approx(exact.low / (1 - exact.low) * 184 / 181)
    if before:
        assert high == pytest.approx(exact.high / (1 - exact.high) * 184 / 181)
    else:
        assert high is None


def test_nothing_counted_has_no_interval() -> None:
    assert rate_ratio_interval(0, 181, 0, 184) == (None, None)


def test_fewer_than_six_episodes_could_never_exclude_one() -> None:
    assert rate_ratio_interval(5, 100, 0, 100)[0] < 1  # type: ignore[operator] - a bound it has
    assert rate_ratio_interval(6, 100, 0, 100)[0] > 1  # type: ignore[operator] - likewise


def test_days_and_not_months_carry_the_rate() -> None:
    found = _direction([2] * 6, [4] * 6)
    assert (found.baseline_days, found.current_days) == (181, 181)
    assert found.rate_ratio == pytest.approx(2.0)
    assert (found.active_months, found.months) == (12, 12)


def test_an_episode_counts_once_and_one_outside_the_periods_not_at_all() -> None:
    ours = _episodes(NOW, [3, 3])
    later = Period(first=date(2023, 2, 1), last=date(2023, 6, 30))
    assert overall_direction([*ours, *ours], baseline=BEFORE, current=later).current_episodes == 3


def test_a_rise_that_is_one_childs_says_so() -> None:
    assert _direction([1] * 6, [5] * 6, children=1).hinges_on_one_child
    assert not _direction([1] * 6, [5] * 6).hinges_on_one_child
    assert not _direction([1] * 6, [1] * 6, children=1).hinges_on_one_child


def test_a_baseline_lies_before_the_period() -> None:
    with pytest.raises(ParameterError, match="baseline"):
        overall_direction([], baseline=NOW, current=BEFORE)


def test_the_ground_is_the_hotspots_public_places(make_sighting: Callable[..., Sighting]) -> None:
    def seen(episode_id: str, place_id: str | None, day: date) -> Sighting:
        started = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
        return make_sighting(episode_id, place_id, child=episode_id, started=started)

    sightings = [
        seen("E1", "shop", BEFORE.first),
        seen("E2", "shop", NOW.last),
        seen("E2", "pub", NOW.last),
        seen("E3", "pub", NOW.last),
        seen("E4", "station", NOW.last),
        seen("E5", None, NOW.last),
    ]
    found = direction_of(sightings, place_ids={"shop", "pub"}, baseline=BEFORE, current=NOW)
    assert (found.baseline_episodes, found.current_episodes) == (1, 2)


def _made(word: Travel, now: int, before: int, **more: object) -> Direction:
    low, high = rate_ratio_interval(now, 181, before, 184)
    ratio = now / 181 / (before / 184) if before else None
    fields: dict[str, object] = {
        "word": word,
        "baseline_episodes": before,
        "baseline_days": 184,
        "current_episodes": now,
        "current_days": 181,
        "rate_ratio": ratio,
        "low": low,
        "high": high,
        **more,
    }
    return Direction(**fields)  # type: ignore[arg-type] - the fields are right, mixed in one dict


@pytest.mark.parametrize(
    ("direction", "sentence"),
    [
        (
            _made(Travel.RISING, 24, 5, hinges_on_one_child=True),
            (
                "Rising: 24 episodes in 181 days against 5 in 184 before (4.9 times as many a day; "
                "95 % interval 1.8 to 16.4). Without one of the children no change would be shown."
            ),
        ),
        (
            _made(Travel.EMERGING, 12, 0),
            (
                "Emerging: 12 episodes in 181 days against 0 in 184 before (95 % interval of the "
                "ratio 2.8 or more). There were hardly any before."
            ),
        ),
        (
            _made(Travel.PERSISTENT, 14, 5, active_months=11, months=12),
            (
                "Persistent: 14 episodes in 181 days against 5 in 184 before (2.8 times as many a "
                "day; 95 % interval 0.97 to 10.1). There were some in 11 of 12 months; no change "
                "is shown."
            ),
        ),
        (
            _made(Travel.INSUFFICIENT, 1, 0),
            (
                "Insufficient data: 1 episode in 181 days against 0 in 184 before (95 % interval "
                "of the ratio 0.0 or more). That is too little to say which way it goes."
            ),
        ),
        (
            _made(Travel.INSUFFICIENT, 0, 0),
            (
                "Insufficient data: 0 episodes in 181 days against 0 in 184 before. That is too "
                "little to say which way it goes."
            ),
        ),
    ],
)
def test_the_sentence_says_the_figures_beside_the_word(direction: Direction, sentence: str) -> None:
    assert direction_sentence(direction) == sentence


@pytest.mark.parametrize("word", list(Travel))
def test_every_word_has_a_sentence_and_no_bare_percentage(word: Travel) -> None:
    sentence = direction_sentence(_made(word, 14, 5))
    assert sentence.count("%") == 1
    assert "95 % interval" in sentence


@pytest.mark.parametrize(
    ("value", "text"), [(2.84, "2.8"), (0.97, "0.97"), (1.004, "1.004"), (1.0, "1.0")]
)
def test_a_number_shows_on_which_side_of_one_it_lies(value: float, text: str) -> None:
    assert plain_number(value) == text


def test_the_baseline_of_the_first_half_of_2021_is_a_poor_one() -> None:
    half = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))
    assert [one.name for one in exceptional_in(half)] == ["the third national lockdown"]
    warning = baseline_warning(half)
    assert "181 days hold 82 days of the third national lockdown" in warning


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        (date(2021, 3, 29), date(2021, 12, 31), []),
        (date(2021, 3, 28), date(2021, 12, 31), ["the third national lockdown"]),
        (date(2020, 7, 4), date(2020, 11, 4), []),
        (
            date(2020, 7, 1),
            date(2020, 11, 5),
            ["the first national lockdown", "the second national lockdown"],
        ),
    ],
)
def test_one_day_in_common_is_enough(first: date, last: date, names: list[str]) -> None:
    period = Period(first=first, last=last)
    assert [one.name for one in exceptional_in(period)] == names
    assert all(name in baseline_warning(period) for name in names)
    assert all(one.source for one in exceptional_in(period))


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2020, 7, 4), date(2020, 11, 4), "124 days hold 124 days"),
        (date(2021, 7, 18), date(2021, 12, 31), "167 days hold 1 day of"),
        (date(2021, 7, 19), date(2021, 12, 31), ""),
        (date(2019, 1, 1), date(2020, 3, 25), ""),
    ],
)
def test_between_and_after_the_lockdowns_the_law_still_limited_meeting(
    first: date, last: date, days: str
) -> None:
    warning = baseline_warning(Period(first=first, last=last))
    assert warning.startswith("The baseline is a poor one") == bool(days)
    assert days in warning
    assert not days or "legal limits on meeting others" in warning
