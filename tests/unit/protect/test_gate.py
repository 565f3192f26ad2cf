from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import ParameterError, ReleaseRefusedError
from hotspots.geo import to_lon_lat
from hotspots.model import PlaceRole
from hotspots.protect import load_policy, protect
from hotspots.protect.cell import Rule
from hotspots.protect.showing import TIME_BANDS
from hotspots.release import Audience, Release, ShownArea, ShownCount, Withheld

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.gazetteer import Place
    from hotspots.model import Episode, Hotspot, Sighting
    from hotspots.protect import GateContext, Policy

PARTNER, BRIEF, PUBLIC = (
    load_policy(audience) for audience in (Audience.PARTNER, Audience.BRIEF, Audience.PUBLIC)
)
NOT_FOR_AUDIENCE = ShownCount(
    text="not shown to this audience", value=None, reason=Withheld.NOT_FOR_AUDIENCE
)
# Ten children, twenty episodes: passes every rule of every audience.
SAFE = (2,) * 10


def test_partners_see_a_hotspot_with_the_places_own_facts(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    hotspot = make_hotspot(episodes_of(SAFE))
    gated = protect([hotspot], policy=PARTNER, context=make_context())
    (shown,) = gated.release.hotspots
    position = shown.position
    assert (shown.hotspot_id, shown.name, shown.category) == ("shop", "Shop", "supermarket")
    assert (shown.zone, shown.extent_m) == ("Town", 60.0)
    assert (position.easting, position.northing) == hotspot.place.point.key
    assert (position.lon, position.lat) == to_lon_lat(hotspot.place.point)
    assert shown.area == ShownArea(code="E05000001", name="Middle")
    assert shown.episodes == ShownCount(text="20", value=20)
    assert shown.children == ShownCount(text="10 or more")
    assert (shown.first_month, shown.last_month) == ("2021-08", "2021-08")
    assert (shown.time_bands, shown.cells) == ((), ())
    assert gated.withheld == ()


def test_the_frame_of_a_release(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    context = make_context()
    release = protect([make_hotspot(episodes_of(SAFE))], policy=PARTNER, context=context).release
    assert release.audience is Audience.PARTNER
    assert release.period == context.period
    assert release.title == "Hotspots of missing episodes, 1 July 2021 to 30 September 2021"
    assert release.classification == "OFFICIAL-SENSITIVE"
    assert release.policy_version == "partner-3"
    assert (release.banner, release.attribution) == ("SYNTHETIC", ("Nobody",))
    assert release.total_episodes == NOT_FOR_AUDIENCE
    assert Release.from_bytes(release.canonical_bytes()) == release


def test_briefs_see_less_of_it(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    hotspot = make_hotspot(episodes_of(SAFE))
    release = protect([hotspot], policy=BRIEF, context=make_context()).release
    (shown,) = release.hotspots
    assert (shown.first_month, shown.last_month, shown.time_bands) == (None, None, ())
    assert shown.area is not None
    assert shown.episodes == ShownCount(text="20", value=20)
    assert shown.children == ShownCount(text="10 or more")
    assert release.total_episodes == NOT_FOR_AUDIENCE
    assert release.classification == "OFFICIAL-SENSITIVE"


def test_the_first_and_the_last_month_are_those_of_counted_episodes(
    make_episode: Callable[..., Episode],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    months = [(8, 12), (7, 12), (9, 12), (8, 12), (8, 12), (9, None), (6, 12)]
    episodes = [
        make_episode(n, child=n, started=datetime(2021, month, 15, tzinfo=UTC), hours=hours)
        for n, (month, hours) in enumerate(months)
    ]
    hotspot = make_hotspot(episodes)
    (shown,) = protect([hotspot], policy=PARTNER, context=make_context()).release.hotspots
    assert (shown.first_month, shown.last_month) == ("2021-07", "2021-09")


def test_a_place_outside_every_ward_has_no_area(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    hotspot = make_hotspot(episodes_of(SAFE), ward=False)
    (shown,) = protect([hotspot], policy=PARTNER, context=make_context()).release.hotspots
    assert shown.area is None


def test_the_public_sees_no_places_at_all(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    whole_year: Callable[..., GateContext],
) -> None:
    episodes = episodes_of(SAFE)
    gated = protect([make_hotspot(episodes)], policy=PUBLIC, context=whole_year(episodes))
    assert (gated.release.hotspots, gated.release.zones) == ((), ())
    assert gated.release.total_episodes == ShownCount(text="20", value=20)
    assert gated.release.classification == "OFFICIAL"
    assert [w.failed for w in gated.withheld] == [(Rule.AUDIENCE,)]


@pytest.mark.parametrize("by_child", [(), (2,) * 9, (1,) * 9 + (10,), (5, 5)])
def test_a_total_that_fails_is_the_same_as_none(
    episodes_of: Callable[..., tuple[Episode, ...]],
    whole_year: Callable[..., GateContext],
    by_child: tuple[int, ...],
) -> None:
    release = protect([], policy=PUBLIC, context=whole_year(episodes_of(by_child))).release
    assert release == protect([], policy=PUBLIC, context=whole_year(())).release
    assert release.total_episodes.reason is Withheld.TOO_FEW


def test_the_total_leaves_out_episodes_that_do_not_count(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_episode: Callable[..., Episode],
    whole_year: Callable[..., GateContext],
) -> None:
    counted = episodes_of((1,) * 12)
    open_ones = tuple(make_episode(100 + n, child=n, hours=None) for n in range(10))
    earlier = datetime(2020, 12, 31, 12, tzinfo=UTC)
    before = tuple(make_episode(200 + n, child=n, started=earlier) for n in range(10))
    context = whole_year(counted + open_ones + before)
    assert protect([], policy=PUBLIC, context=context).release.total_episodes.value == 10


@pytest.mark.parametrize(
    ("by_child", "failed"),
    [
        ((1, 1), (Rule.CHILDREN, Rule.EPISODES, Rule.TOP_TWO, Rule.P_PERCENT)),
        ((2, 1, 1), (Rule.EPISODES,)),
        ((20, 1, 1), (Rule.TOP_TWO, Rule.P_PERCENT)),
        ((2, 2, 1), ()),
    ],
)
def test_what_is_withheld_is_told_to_the_inside_with_the_rules_it_failed(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
    by_child: tuple[int, ...],
    failed: tuple[Rule, ...],
) -> None:
    hotspot = make_hotspot(episodes_of(by_child))
    gated = protect([hotspot], policy=PARTNER, context=make_context())
    assert [(w.hotspot, w.audience, w.failed) for w in gated.withheld] == (
        [(hotspot, "partner", failed)] if failed else []
    )
    assert len(gated.release.hotspots) == (0 if failed else 1)


def test_withheld_hotspots_come_by_id(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_place: Callable[..., Place],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    one = episodes_of((1,))
    hotspots = [make_hotspot(one, place=make_place(name)) for name in ("C", "A", "B")]
    gated = protect(hotspots, policy=PARTNER, context=make_context())
    assert [w.hotspot.hotspot_id for w in gated.withheld] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "changes", [{"publishable": False}, {"category": "street"}, {"category": "area"}]
)
def test_a_place_that_may_not_be_named_is_not(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_place: Callable[..., Place],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
    changes: dict[str, object],
) -> None:
    hotspot = make_hotspot(episodes_of(SAFE), place=make_place(**changes))
    gated = protect([hotspot], policy=PARTNER, context=make_context())
    assert gated.release.hotspots == ()
    assert gated.withheld[0].failed[0] is Rule.PLACE


def test_a_hotspot_that_the_wider_audience_does_not_see_is_not_in_a_brief(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_episode: Callable[..., Episode],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    # One child came back 20 days ago from so many episodes that partners are shown
    # nothing. For the brief's longer delay they do not count yet.
    recent = datetime(2021, 9, 30, 12, tzinfo=UTC)
    whale = [make_episode(500 + n, child=99, started=recent, hours=24 * 20) for n in range(300)]
    hotspot = make_hotspot([*episodes_of(SAFE), *whale])
    context = make_context(as_of=date(2021, 11, 5))
    gated = protect([hotspot], policy=BRIEF, context=context)
    assert gated.release.hotspots == ()
    assert [w.failed for w in gated.withheld] == [(Rule.WIDER,)]


@pytest.mark.parametrize(
    ("policy", "as_of"),
    [(PARTNER, date(2021, 9, 30)), (BRIEF, date(2021, 10, 27))],
)
def test_before_the_delay_is_over_there_is_a_release_without_figures(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
    policy: Policy,
    as_of: date,
) -> None:
    hotspot = make_hotspot(episodes_of(SAFE))
    gated = protect([hotspot], policy=policy, context=make_context(as_of=as_of))
    assert (gated.release.hotspots, gated.release.zones) == ((), ())
    assert gated.release.notices[-1].startswith("Nothing is shown here")
    assert [w.failed for w in gated.withheld] == [(Rule.PERIOD,)]
    next_day = as_of.replace(day=28) if policy is BRIEF else date(2021, 10, 1)
    later = protect([hotspot], policy=policy, context=make_context(as_of=next_day))
    assert len(later.release.hotspots) == 1


def test_the_public_total_of_another_period_is_withheld(
    episodes_of: Callable[..., tuple[Episode, ...]], make_context: Callable[..., GateContext]
) -> None:
    release = protect([], policy=PUBLIC, context=make_context(episodes=episodes_of(SAFE))).release
    assert release.total_episodes == ShownCount(
        text="not shown for a period of this length", value=None, reason=Withheld.PERIOD
    )
    assert "one calendar year" in release.notices[-1]


def test_hotspots_come_by_zone_and_name_and_never_by_size(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_place: Callable[..., Place],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    places = [
        (make_place("Alone", zone="", east_m=5_000), (9,) * 10),
        (make_place("Zebra", zone="Centre"), (2,) * 10),
        (make_place("Aldi", zone="West"), (5,) * 10),
        (make_place("Bank", zone="Centre"), (2, 1, 1, 1)),
    ]
    hotspots = [make_hotspot(episodes_of(n), place=place) for place, n in places]
    release = protect(hotspots, policy=PARTNER, context=make_context()).release
    assert [h.name for h in release.hotspots] == ["Bank", "Zebra", "Aldi", "Alone"]
    assert [(z.name, z.hotspot_ids) for z in release.zones] == [
        ("Centre", ("bank", "zebra")),
        ("West", ("aldi",)),
    ]
    assert [z.episodes.text for z in release.zones] == [
        "not added up: one of its places is shown as a range",
        "50",
    ]


def test_the_number_of_a_second_hotspot_does_not_tell_of_a_hidden_first(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    hidden = make_hotspot(episodes_of((1,)), hotspot_id="shop")
    second = make_hotspot(episodes_of(SAFE), hotspot_id="shop-2")
    third = make_hotspot(episodes_of(SAFE), hotspot_id="shop-3")
    release = protect([third, second, hidden], policy=PARTNER, context=make_context()).release
    assert [h.hotspot_id for h in release.hotspots] == ["shop", "shop-2"]


@pytest.fixture
def seen_at(
    make_episode: Callable[..., Episode],
    make_sighting: Callable[..., Sighting],
    make_hotspot: Callable[..., Hotspot],
) -> Callable[..., Hotspot]:
    """A hotspot of children last seen at these hours of UTC."""

    def make(spread: dict[int, tuple[int, ...]]) -> Hotspot:
        wanted = [
            (hour, child)
            for hour, by_child in spread.items()
            for child, number in enumerate(by_child)
            for _ in range(number)
        ]
        sightings = [
            make_sighting(
                make_episode(n, child=child, started=datetime(2021, 8, 2, hour, tzinfo=UTC)),
                role=PlaceRole.LAST_SEEN,
            )
            for n, (hour, child) in enumerate(wanted)
        ]
        return make_hotspot([], sightings=sightings)

    return make


@pytest.mark.parametrize(
    ("last", "shown"), [((2, 2, 1), True), ((2, 1, 1), False), ((3, 2), False), ((), False)]
)
@pytest.mark.parametrize("later", [0, 5])
def test_time_bands_are_shown_only_if_each_of_the_four_passes(
    seen_at: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
    last: tuple[int, ...],
    later: int,
    *,
    shown: bool,
) -> None:
    # In August London is an hour ahead: 23 h in UTC is midnight, 5 h is 6 am. Each band is
    # tried at its first hour and at its last.
    spread = {23: (2, 2, 1), 5: (3, 3, 2), 11: (2, 2, 1), 17: last}
    hotspot = seen_at({(hour + later) % 24: by_child for hour, by_child in spread.items()})
    (released,) = protect([hotspot], policy=PARTNER, context=make_context()).release.hotspots
    expected = tuple(zip(TIME_BANDS, ("5 to 7", "10", "5 to 7", "5 to 7"), strict=True))
    assert tuple((n, c.text) for n, c in released.time_bands) == (expected if shown else ())


@pytest.mark.parametrize(
    ("untimed", "shown"), [((), True), ((2, 2, 1), True), ((1,), False), ((9, 1), False)]
)
def test_time_bands_are_not_shown_where_the_rest_could_be_subtracted(
    seen_at: Callable[..., Hotspot],
    make_sighting: Callable[..., Sighting],
    make_episode: Callable[..., Episode],
    make_context: Callable[..., GateContext],
    untimed: tuple[int, ...],
    *,
    shown: bool,
) -> None:
    hotspot = seen_at(dict.fromkeys((1, 8, 13, 19), (3, 3, 2)))
    children = [child for child, number in enumerate(untimed) for _ in range(number)]
    rest = [
        make_sighting(make_episode(100 + n, child=child), role=PlaceRole.VISITED)
        for n, child in enumerate(children)
    ]
    mixed = replace(hotspot, sightings=(*hotspot.sightings, *rest))
    gated = protect([mixed], policy=PARTNER, context=make_context())
    assert bool(gated.release.hotspots[0].time_bands) is shown
    assert len(gated.cells) == (5 if shown else 1)


def test_behind_each_figure_stand_its_own_episodes_and_behind_what_is_hidden_none(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_place: Callable[..., Place],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    episodes = episodes_of(SAFE)
    hotspots = [
        make_hotspot(episodes, place=make_place("Shop")),
        make_hotspot(episodes_of((9,)), place=make_place("Hidden", east_m=5_000)),
    ]
    context = make_context(episodes=episodes)
    (cell,) = protect(hotspots, policy=PARTNER, context=context).cells
    assert (cell.name, len(cell.records)) == ("Shop", len(episodes))
    assert not any("c_0" in part or "e00" in part for record in cell.records for part in record)
    assert protect(hotspots, policy=PUBLIC, context=context).cells == ()


def test_behind_the_citys_total_stands_every_episode_that_it_counts(
    episodes_of: Callable[..., tuple[Episode, ...]], whole_year: Callable[..., GateContext]
) -> None:
    gated = protect([], policy=PUBLIC, context=whole_year(episodes_of((2,) * 10)))
    assert gated.release.total_episodes.value == 20
    (cell,) = gated.cells
    assert (cell.name, len(cell.records)) == ("the whole city", 20)


def test_an_audience_that_is_shown_no_areas_is_told_no_ward(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    assert PARTNER.rules is not None
    shows = replace(PARTNER.rules.shows, areas=False)
    without = replace(PARTNER, rules=replace(PARTNER.rules, shows=shows))
    hotspot = make_hotspot(episodes_of(SAFE))
    for policy, told in ((PARTNER, True), (without, False)):
        (shown,) = protect([hotspot], policy=policy, context=make_context()).release.hotspots
        assert (shown.area is not None) is told


def test_a_weak_policy_shows_nothing(make_context: Callable[..., GateContext]) -> None:
    assert PARTNER.rules is not None
    thresholds = replace(PARTNER.rules.thresholds, p_percent=1)
    weak = replace(PARTNER, rules=replace(PARTNER.rules, thresholds=thresholds))
    with pytest.raises(ReleaseRefusedError):
        protect([], policy=weak, context=make_context())


def test_children_are_never_shown_under_the_policy_for_open_data(
    make_context: Callable[..., GateContext],
) -> None:
    with pytest.raises(ParameterError, match="data without people"):
        protect([], policy=load_policy(Audience.OPEN_DATA), context=make_context())


def test_zones_nobody_named_are_made_of_the_shown_hotspots_alone(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_place: Callable[..., Place],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    shown = [
        make_hotspot(episodes_of(SAFE), place=make_place("West", zone="")),
        make_hotspot(episodes_of(SAFE), place=make_place("East", zone="", east_m=1_000)),
    ]
    between = make_hotspot(episodes_of((9,)), place=make_place("Hidden", zone="", east_m=500))
    joining = make_hotspot(episodes_of(SAFE), place=make_place("Middle", zone="", east_m=500))
    without = protect([*shown, between], policy=PARTNER, context=make_context()).release
    assert without.zones == ()
    assert [h.zone for h in without.hotspots] == ["", ""]
    joined = protect([*shown, joining], policy=PARTNER, context=make_context()).release
    assert [z.name for z in joined.zones] == ["Around Middle"]
    assert joined.zones[0].hotspot_ids == ("east", "middle", "west")
