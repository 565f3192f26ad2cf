"""What the gate promises, one sentence and one test at a time.

Read this file from top to bottom to know what each audience is and is not shown. A
hotspot is written as its episodes by child: `(4, 3, 1)` is three young people with four
episodes, three and one. Everything here is synthetic.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hotspots.describe import facts_of
from hotspots.errors import ParameterError, ReleaseRefusedError
from hotspots.gazetteer import Place
from hotspots.geo import PointM
from hotspots.model import (
    Episode,
    EpisodeStatus,
    Geocoded,
    GeocodeMethod,
    GeocodeStatus,
    Hotspot,
    PlaceMention,
    PlaceRole,
    PlaceSource,
    Sighting,
)
from hotspots.period import Period
from hotspots.protect import GateContext, Gated, load_policy, protect
from hotspots.release import PEOPLE_AUDIENCES, Audience, Release, ReleasedHotspot, Withheld

PARTNER, BRIEF, PUBLIC = Audience.PARTNER, Audience.BRIEF, Audience.PUBLIC
JANUARY_TO_JUNE = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))
ALL_2021 = Period(first=date(2021, 1, 1), last=date(2021, 12, 31))
MUCH_LATER = date(2022, 12, 31)
BUS_STATION = Place(
    place_id="bus-station",
    name="Bus Station",
    category="transport",
    point=PointM(435_700.0, 336_100.0),
    extent_m=80.0,
    accuracy_m=30.0,
    zone="City centre",
)


# --- How many young people and episodes ------------------------------------------------


@pytest.mark.parametrize(("by_child", "shown"), [((3, 2), False), ((2, 2, 1), True)])
def test_partners_are_shown_a_place_with_at_least_3_young_people(
    by_child: tuple[int, ...], *, shown: bool
) -> None:
    assert is_shown(by_child, PARTNER) is shown


@pytest.mark.parametrize(("by_child", "shown"), [((2, 1, 1), False), ((2, 2, 1), True)])
def test_partners_are_shown_a_place_with_at_least_5_episodes(
    by_child: tuple[int, ...], *, shown: bool
) -> None:
    assert is_shown(by_child, PARTNER) is shown


@pytest.mark.parametrize(("by_child", "shown"), [((3,) * 4, False), ((2,) * 5, True)])
def test_a_brief_shows_a_place_with_at_least_5_young_people(
    by_child: tuple[int, ...], *, shown: bool
) -> None:
    assert is_shown(by_child, BRIEF) is shown


@pytest.mark.parametrize(("by_child", "shown"), [((2, 2, 1, 1, 1), False), ((2, 2, 2, 1, 1), True)])
def test_a_brief_shows_a_place_with_at_least_8_episodes(
    by_child: tuple[int, ...], *, shown: bool
) -> None:
    assert is_shown(by_child, BRIEF) is shown


@pytest.mark.parametrize(("by_child", "shown"), [((9,) * 9, False), ((1,) * 10, True)])
def test_the_public_is_told_a_total_of_at_least_10_young_people(
    by_child: tuple[int, ...], *, shown: bool
) -> None:
    assert (public_total(by_child) is not None) is shown


# --- One child must not be what a place is about -----------------------------------------


@pytest.mark.parametrize(
    ("by_child", "shown"),
    [((10, 8, 3), True), ((10, 8, 2), False), ((11, 8, 2), False), ((50, 1, 1), False)],
)
def test_partners_are_shown_no_place_of_which_two_young_people_make_90_percent(
    by_child: tuple[int, ...], *, shown: bool
) -> None:
    assert is_shown(by_child, PARTNER) is shown


def test_at_no_place_that_is_shown_could_one_young_person_work_out_anothers_number() -> None:
    # The second takes their own 500 away from 1,700: the rest's 200 keep the first's 1,000 vague.
    assert is_shown((1_000, 500, 100, 100), PARTNER)
    assert not is_shown((1_000, 500, 33, 33), PARTNER)


@pytest.mark.parametrize(("by_child", "shown"), [((8, 3, 2, 2, 1), True), ((9, 3, 2, 2, 1), False)])
def test_a_brief_shows_no_place_of_which_one_young_person_makes_over_half(
    by_child: tuple[int, ...], *, shown: bool
) -> None:
    assert is_shown(by_child, BRIEF) is shown


def test_the_public_is_told_no_total_of_which_one_young_person_makes_over_half() -> None:
    assert public_total((10,) + (1,) * 10) is not None
    assert public_total((11,) + (1,) * 10) is None


@pytest.mark.parametrize("audience", PEOPLE_AUDIENCES)
def test_a_place_that_is_one_childs_alone_is_never_shown(audience: Audience) -> None:
    assert not is_shown((10_000,), audience)
    assert public_total((10_000,)) is None


@pytest.mark.parametrize("by_child", [(1,), (2, 2), (3, 1, 1), (40, 1, 1), (9, 3, 2, 2, 1)])
def test_what_partners_are_not_shown_is_in_no_brief(by_child: tuple[int, ...]) -> None:
    assert is_shown(by_child, PARTNER) or not is_shown(by_child, BRIEF)


# --- How figures are written ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("by_child", "text"),
    [((2, 2, 1), "5 to 7"), ((3, 3, 1), "5 to 7"), ((3, 3, 2), "10"), ((5, 4, 4), "15")],
)
def test_partners_read_5_to_7_and_then_multiples_of_5(by_child: tuple[int, ...], text: str) -> None:
    assert the_hotspot(by_child, PARTNER).episodes.text == text


def test_a_brief_has_multiples_of_5() -> None:
    assert the_hotspot((2, 2, 2, 1, 1), BRIEF).episodes.text == "10"


@pytest.mark.parametrize(
    ("children", "audience", "text"),
    [
        (3, PARTNER, "3 to 4"),
        (5, PARTNER, "5 to 9"),
        (10, PARTNER, "10 or more"),
        (9, BRIEF, "5 to 9"),
        (10, BRIEF, "10 or more"),
    ],
)
def test_young_people_are_told_in_bands(children: int, audience: Audience, text: str) -> None:
    assert the_hotspot((3,) * children, audience).children.text == text


@pytest.mark.parametrize("audience", PEOPLE_AUDIENCES)
def test_nothing_and_too_few_are_the_same_to_the_byte(audience: Audience) -> None:
    period = ALL_2021 if audience is PUBLIC else JANUARY_TO_JUNE
    nothing = gated((), audience, period=period).release
    too_few = gated((1, 1), audience, period=period).release
    assert nothing.canonical_bytes() == too_few.canonical_bytes()


@pytest.mark.parametrize("audience", [PARTNER, BRIEF])
def test_partners_and_briefs_are_given_no_total_to_take_away_from(audience: Audience) -> None:
    assert gated((3,) * 12, audience).release.total_episodes.reason is Withheld.NOT_FOR_AUDIENCE


def test_a_zones_figure_is_the_sum_of_the_figures_shown() -> None:
    release = gated((4,) * 3, PARTNER).release
    assert [(z.name, z.episodes.text) for z in release.zones] == [("City centre", "10")]


# --- Where -------------------------------------------------------------------------------


def test_a_place_is_shown_at_its_own_position_and_not_where_anybody_was() -> None:
    position = the_hotspot((3,) * 12, PARTNER).position
    assert (position.easting, position.northing) == (435_700.0, 336_100.0)


@pytest.mark.parametrize("audience", PEOPLE_AUDIENCES)
def test_a_place_beside_a_protected_site_is_never_named(audience: Audience) -> None:
    place = replace(BUS_STATION, publishable=False)
    assert gated((3,) * 12, audience, place=place).release.hotspots == ()


@pytest.mark.parametrize("category", ["street", "area"])
def test_a_street_or_a_suburb_is_never_a_hotspot(category: str) -> None:
    place = replace(BUS_STATION, category=category)
    assert gated((3,) * 12, PARTNER, place=place).release.hotspots == ()


def test_the_public_is_shown_no_place() -> None:
    assert gated((3,) * 12, PUBLIC).release.hotspots == ()


# --- When --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("audience", "period", "shown"),
    [
        (PARTNER, Period(first=date(2021, 2, 1), last=date(2021, 3, 31)), True),
        (PARTNER, Period(first=date(2021, 2, 1), last=date(2021, 3, 30)), False),
        (BRIEF, Period(first=date(2021, 1, 1), last=date(2021, 3, 31)), True),
        (BRIEF, JANUARY_TO_JUNE, True),
        (BRIEF, Period(first=date(2021, 2, 1), last=date(2021, 3, 31)), False),
        (PUBLIC, ALL_2021, True),
        (PUBLIC, JANUARY_TO_JUNE, False),
    ],
)
def test_partners_see_months_a_brief_quarters_or_half_years_and_the_public_years(
    audience: Audience, period: Period, *, shown: bool
) -> None:
    release = gated((3,) * 12, audience, period=period).release
    assert (release.hotspots != () or release.total_episodes.value is not None) is shown


@pytest.mark.parametrize(("audience", "days"), [(PARTNER, 1), (BRIEF, 28), (PUBLIC, 90)])
def test_a_period_is_shown_only_when_it_has_been_over_for_the_delay(
    audience: Audience, days: int
) -> None:
    period = ALL_2021 if audience is PUBLIC else JANUARY_TO_JUNE
    for late, shown in ((days - 1, False), (days, True)):
        as_of = period.last + timedelta(days=late)
        release = gated((3,) * 12, audience, period=period, as_of=as_of).release
        assert (release.hotspots != () or release.total_episodes.value is not None) is shown


def test_a_period_that_is_not_shown_gives_a_release_that_says_why() -> None:
    release = gated((3,) * 12, BRIEF, as_of=date(2021, 7, 1)).release
    assert release.notices[-1] == (
        "Nothing is shown here: this audience is shown one calendar quarter or half-year, "
        "28 days or more after the end. Choose another period, or wait."
    )


def test_a_child_who_is_still_missing_is_in_no_figure() -> None:
    assert gated((3,) * 12, PARTNER, hours=None).release.hotspots == ()


def test_an_episode_counts_for_partners_14_days_after_the_child_is_back() -> None:
    period, days = Period(first=date(2021, 2, 1), last=date(2021, 2, 28)), 24 * 20
    # Away from 10 February until 2 March.
    assert gated((3,) * 12, PARTNER, period=period, hours=days, as_of=date(2021, 3, 15)).withheld
    assert not gated(
        (3,) * 12, PARTNER, period=period, hours=days, as_of=date(2021, 3, 16)
    ).withheld


def test_partners_alone_are_told_the_first_and_the_last_month() -> None:
    assert the_hotspot((3,) * 12, PARTNER).first_month == "2021-02"
    assert the_hotspot((3,) * 12, BRIEF).first_month is None


# --- The policy itself -----------------------------------------------------------------------


def test_no_release_tells_how_far_one_child_may_dominate() -> None:
    for audience in PEOPLE_AUDIENCES:
        text = gated((3,) * 12, audience).release.canonical_bytes().decode()
        assert "%" not in text
        assert "percent" not in text


@pytest.mark.parametrize("audience", PEOPLE_AUDIENCES)
def test_a_policy_weaker_than_the_floor_releases_nothing(audience: Audience) -> None:
    policy = load_policy(audience)
    assert policy.rules is not None
    thresholds = replace(policy.rules.thresholds, p_percent=0)
    weak = replace(policy, rules=replace(policy.rules, thresholds=thresholds))
    with pytest.raises(ReleaseRefusedError, match="weaker"):
        protect([], policy=weak, context=context_of(()))


def test_children_are_never_shown_as_open_data() -> None:
    with pytest.raises(ParameterError):
        protect([], policy=load_policy(Audience.OPEN_DATA), context=context_of(()))


# --- How the examples are made ---------------------------------------------------------------


def is_shown(by_child: tuple[int, ...], audience: Audience) -> bool:
    return bool(gated(by_child, audience).release.hotspots)


def public_total(by_child: tuple[int, ...]) -> int | None:
    return gated(by_child, PUBLIC, period=ALL_2021).release.total_episodes.value


def the_hotspot(by_child: tuple[int, ...], audience: Audience) -> ReleasedHotspot:
    release: Release = gated(by_child, audience).release
    (hotspot,) = release.hotspots
    return hotspot


def gated(
    by_child: tuple[int, ...],
    audience: Audience,
    *,
    place: Place = BUS_STATION,
    period: Period = JANUARY_TO_JUNE,
    as_of: date = MUCH_LATER,
    hours: int | None = 12,
) -> Gated:
    """The gate's answer for one hotspot; all episodes begin on 10 February 2021."""
    children = [child for child, number in enumerate(by_child) for _ in range(number)]
    started = datetime(2021, 2, 10, 18, tzinfo=UTC)
    episodes = tuple(
        Episode(
            episode_id=f"e{number}",
            child_id=f"c_{child}",
            status=EpisodeStatus.MISSING,
            started_at=started,
            returned_at=None if hours is None else started + timedelta(hours=hours),
        )
        for number, child in enumerate(children)
    )
    hotspots = [hotspot_of(episodes, place)] if episodes else []
    context = context_of(episodes, period=period, as_of=as_of)
    return protect(hotspots, policy=load_policy(audience), context=context)


def context_of(
    episodes: tuple[Episode, ...], *, period: Period = JANUARY_TO_JUNE, as_of: date = MUCH_LATER
) -> GateContext:
    return GateContext(
        period=period, episodes=episodes, as_of=as_of, banner="SYNTHETIC", attribution=()
    )


def hotspot_of(episodes: tuple[Episode, ...], place: Place) -> Hotspot:
    where = Geocoded(
        text="",
        status=GeocodeStatus.LOCATED,
        method=GeocodeMethod.NAME,
        confidence=1.0,
        point=PointM(435_711.0, 336_093.0),
        precision_m=80.0,
        place_id=place.place_id,
    )
    mention = PlaceMention(
        key="found", role=PlaceRole.FOUND, source=PlaceSource.POLICE, text="bus stn"
    )
    sightings = tuple(
        Sighting(episode=episode, mention=mention, part=1, where=where) for episode in episodes
    )
    return Hotspot(
        hotspot_id=place.place_id,
        place=place,
        ward=None,
        sightings=sightings,
        facts=facts_of(sightings),
    )
