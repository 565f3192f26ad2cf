"""Attacks on the gate, over worlds that Hypothesis invents. All of it is synthetic.

Each world goes the way of real data: sightings → clusters → hotspots → releases.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.boundaries import Boundaries, Ward
from hotspots.cluster import ClusterParams, cluster_sightings, split_by_place
from hotspots.describe import describe
from hotspots.gazetteer import Gazetteer, Place
from hotspots.geo import PointM, to_lon_lat
from hotspots.model import (
    Episode,
    EpisodeStatus,
    Geocoded,
    GeocodeMethod,
    GeocodeStatus,
    PlaceMention,
    PlaceRole,
    PlaceSource,
    Sighting,
)
from hotspots.period import Period
from hotspots.protect import GateContext, load_policy, protect
from hotspots.protect.cell import Cell
from hotspots.protect.figures import shown_episodes
from hotspots.protect.floor import FLOOR
from hotspots.release import PEOPLE_AUDIENCES, Audience, Withheld

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hotspots.model import Cluster
    from hotspots.protect import Gated

EAST, NORTH = 437_000.0, 333_000.0
CHILDREN, MOST = 8, 5
POLICIES = {audience: load_policy(audience) for audience in PEOPLE_AUDIENCES}
HALF_YEAR = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))
YEAR = Period(first=date(2021, 1, 1), last=date(2021, 12, 31))


def _place(name: str, category: str, x: float, zone: str, *, publishable: bool = True) -> Place:
    return Place(
        place_id=name.lower(),
        name=name,
        category=category,
        point=PointM(EAST + x, NORTH),
        extent_m=60.0,
        accuracy_m=30.0,
        zone=zone,
        publishable=publishable,
    )


# Shop and pub are one hotspot, the refuge must never be named, the road is too vague.
PLACES = (
    _place("Shop", "supermarket", 0, "West"),
    _place("Pub", "pub", 120, "West"),
    _place("Park", "park", 3_000, "West"),
    _place("Station", "transport", 6_000, "Centre"),
    _place("Refuge", "leisure", 9_000, "Centre", publishable=False),
    _place("Road", "street", 12_000, ""),
)
GAZETTEER = Gazetteer(PLACES, name="town")
BOUNDARIES = Boundaries(
    (
        Ward(
            code="E05",
            name="Ward",
            geometry_m=shapely.box(EAST - 100, NORTH - 100, EAST + 4e3, NORTH + 100),
        ),
    ),
    geojson={},
    attribution="",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Sightings, one for each episode, with what is needed to release them."""

    sightings: tuple[Sighting, ...]
    period: Period = HALF_YEAR
    as_of: date = date(2021, 8, 1)

    @property
    def episodes(self) -> tuple[Episode, ...]:
        return tuple({s.episode.episode_id: s.episode for s in self.sightings}.values())

    def context(self) -> GateContext:
        return GateContext(
            period=self.period,
            episodes=self.episodes,
            as_of=self.as_of,
            banner="SYNTHETIC",
            attribution=(),
        )

    def clusters(self) -> tuple[Cluster, ...]:
        return cluster_sightings(split_by_place(self.sightings).at_place, ClusterParams())

    def gated(self, audience: Audience) -> Gated:
        return self.gated_clusters(audience, self.clusters())

    def gated_clusters(self, audience: Audience, clusters: Iterable[Cluster]) -> Gated:
        hotspots = describe(clusters, gazetteer=GAZETTEER, boundaries=BOUNDARIES)
        return protect(hotspots, policy=POLICIES[audience], context=self.context())

    def changed(self, change: Callable[[Sighting], Sighting]) -> World:
        return replace(self, sightings=tuple(change(s) for s in self.sightings))


def _sighting(child: int, place: Place, number: int, *, salt: int = 0) -> Sighting:
    """The day, the hour, the length and the metres off follow from the numbers, unevenly."""
    mix = (child * 37 + number * 101 + len(place.name) * 13 + salt * 7) % 997
    started = datetime(2021, 1, 1, tzinfo=UTC) + timedelta(days=mix % 181, hours=mix % 24)
    role = (PlaceRole.FOUND, PlaceRole.LAST_SEEN, PlaceRole.VISITED)[mix % 3]
    still_missing = mix % 29 == 0
    episode = Episode(
        episode_id=f"{place.place_id}-{child}-{number}",
        child_id=f"c_{child:04}",
        status=EpisodeStatus.MISSING,
        started_at=started,
        returned_at=None if still_missing else started + timedelta(hours=1 + mix % 1000),
        origin_postcode="DE24 0AA",
    )
    return Sighting(
        episode=episode,
        mention=PlaceMention(key=role.value, role=role, source=PlaceSource.POLICE, text=""),
        part=1,
        where=Geocoded(
            text="",
            status=GeocodeStatus.LOCATED,
            method=GeocodeMethod.NAME,
            confidence=1.0,
            point=PointM(place.point.easting + mix % 17 + 0.37, place.point.northing - mix % 13),
            precision_m=50.0,
            place_id=place.place_id,
        ),
    )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    counts = draw(
        st.lists(
            st.lists(st.integers(0, MOST), min_size=CHILDREN, max_size=CHILDREN),
            min_size=len(PLACES),
            max_size=len(PLACES),
        )
    )
    salt = draw(st.integers(0, 100))
    sightings = [
        _sighting(child, place, number, salt=salt)
        for place, own in zip(PLACES, counts, strict=True)
        for child, many in enumerate(own)
        for number in range(many)
    ]
    period, as_of = draw(st.sampled_from([(HALF_YEAR, date(2021, 8, 1)), (YEAR, date(2022, 6, 1))]))
    return World(sightings=tuple(sightings), period=period, as_of=as_of)


few = settings(max_examples=40, deadline=None)
every_audience = pytest.mark.parametrize("audience", PEOPLE_AUDIENCES)


def test_p1_counts_are_rounded_as_by_the_oracle() -> None:
    """The rule of ehrQL: 7 or fewer is suppressed, the rest is 5 · round(count / 5)."""
    for count in range(10_001):
        share, rest = divmod(count, 12)
        cell = Cell(by_child=tuple(share + (child < rest) for child in range(12)))
        shown = shown_episodes(cell, FLOOR[Audience.BRIEF])
        assert shown.value == (None if count <= 7 else 5 * round(count / 5))
        assert (shown.reason is Withheld.TOO_FEW) == (count <= 7)


@few
@given(world=worlds())
def test_p2_what_is_hidden_from_an_audience_is_hidden_from_every_lower_one(world: World) -> None:
    partner, brief, public = (world.gated(audience).release for audience in PEOPLE_AUDIENCES)
    seen = {hotspot.name: hotspot for hotspot in partner.hotspots}
    for hotspot in brief.hotspots:
        above = seen[hotspot.name]
        assert (hotspot.position, hotspot.area) == (above.position, above.area)
        assert (hotspot.first_month, hotspot.last_month, hotspot.time_bands) == (None, None, ())
    assert public.hotspots == ()
    assert public.zones == ()


@few
@given(world=worlds())
@pytest.mark.parametrize("audience", [Audience.PARTNER, Audience.BRIEF])
def test_p3_deleting_a_withheld_hotspot_changes_no_byte(audience: Audience, world: World) -> None:
    gated = world.gated(audience)
    hidden = {s.key for w in gated.withheld for s in w.hotspot.sightings}
    remaining = replace(world, sightings=tuple(s for s in world.sightings if s.key not in hidden))
    again = remaining.gated(audience)
    assert again.release.canonical_bytes() == gated.release.canonical_bytes()
    assert again.withheld == ()


@few
@given(world=worlds())
def test_p3_public_totals_do_not_tell_too_few_from_none(world: World) -> None:
    release = world.gated(Audience.PUBLIC).release
    if release.total_episodes.value is None:
        nothing = replace(world, sightings=())
        assert nothing.gated(Audience.PUBLIC).release.digest == release.digest


@settings(max_examples=4, deadline=None)
@given(others=st.lists(st.integers(1, 30), max_size=20), at=st.sampled_from(PLACES))
@every_audience
def test_p4_a_child_with_ten_thousand_episodes_names_no_place(
    audience: Audience, others: list[int], at: Place
) -> None:
    many = [10_000, *others]
    sightings = [_sighting(c, at, n) for c, own in enumerate(many) for n in range(own)]
    one_each = replace(sightings[0].where, point=at.point)
    world = World(sightings=tuple(replace(s, where=one_each) for s in sightings))
    text = world.gated(audience).release.canonical_bytes().decode()
    assert f'"{at.name}"' not in text
    assert at.place_id not in {h["hotspot_id"] for h in json.loads(text)["hotspots"]}


@few
@given(world=worlds())
@every_audience
def test_p8_every_coordinate_is_the_gazetteers(audience: Audience, world: World) -> None:
    known = {number for place in PLACES for number in place.point.key}
    known |= {number for place in PLACES for number in to_lon_lat(place.point)}
    extents = {place.extent_m for place in PLACES}
    release = json.loads(world.gated(audience).release.canonical_bytes())
    assert {number for number in _numbers(release) if isinstance(number, float)} <= known | extents


@few
@given(world=worlds(), postcode=st.sampled_from(["", "DE1 1AA", "LS1 4DY"]))
@every_audience
def test_p10_moving_every_home_changes_nothing(
    audience: Audience, world: World, postcode: str
) -> None:
    moved = world.changed(
        lambda s: replace(s, episode=replace(s.episode, origin_postcode=postcode))
    )
    assert _digest(moved, audience) == _digest(world, audience)


@few
@given(world=worlds(), data=st.data())
@every_audience
def test_the_order_of_the_rows_changes_nothing(
    audience: Audience, world: World, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(world.sightings))
    assert _digest(replace(world, sightings=tuple(shuffled)), audience) == _digest(world, audience)


@few
@given(world=worlds(), order=st.permutations(range(CHILDREN)))
@every_audience
def test_another_pseudonym_key_changes_nothing(
    audience: Audience, world: World, order: Sequence[int]
) -> None:
    names = {f"c_{old:04}": f"c_{new:04}" for old, new in enumerate(order)}

    def renamed(sighting: Sighting) -> Sighting:
        child = names[sighting.episode.child_id]
        own = f"{child}-{sighting.episode.episode_id}"  # ids are made from pseudonyms too
        return replace(sighting, episode=replace(sighting.episode, child_id=child, episode_id=own))

    assert _digest(world.changed(renamed), audience) == _digest(world, audience)


@few
@given(world=worlds())
@every_audience
def test_figures_are_zero_nowhere_and_zones_add_up_what_is_shown(
    audience: Audience, world: World
) -> None:
    release = world.gated(audience).release
    shown = {hotspot.hotspot_id: hotspot.episodes.value for hotspot in release.hotspots}
    assert 0 not in shown.values()
    for zone in release.zones:
        values = [shown[hotspot_id] for hotspot_id in zone.hotspot_ids]
        known = [value for value in values if value is not None]
        assert zone.episodes.value == (sum(known) if len(known) == len(values) else None)


def test_the_worlds_are_worth_attacking() -> None:
    """At least one world shows a place to each of those who see any, and withholds another."""
    everyone = [
        _sighting(child, place, number)
        for place in PLACES
        for child in range(CHILDREN)
        for number in range(3)
    ]
    for audience in (Audience.PARTNER, Audience.BRIEF):
        gated = World(sightings=tuple(everyone)).gated(audience)
        assert {h.name for h in gated.release.hotspots} >= {"Park", "Station"}
        assert {w.hotspot.name for w in gated.withheld} >= {"Refuge", "Road"}


def _digest(world: World, audience: Audience) -> str:
    return world.gated(audience).release.digest


def _numbers(value: Any) -> list[Any]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, dict):
        return [number for own in value.values() for number in _numbers(own)]
    if isinstance(value, list):
        return [number for own in value for number in _numbers(own)]
    return [value] if isinstance(value, (int, float)) else []
