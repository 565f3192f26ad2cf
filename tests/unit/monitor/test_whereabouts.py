"""Of which episodes a place is known, by whom, and whether two sources agree."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hotspots.geo import PointM
from hotspots.model import GeocodeStatus, PlacementType, PlaceRole, PlaceSource, Tally
from hotspots.monitor import compare_places, source_shares
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode, Sighting, SourceShare

JANUARY = Period(first=date(2021, 1, 1), last=date(2021, 1, 31))
INTERVIEW, POLICE = PlaceSource.RETURN_INTERVIEW, PlaceSource.POLICE
OWN, FOSTER = PlacementType.OWN_RESIDENTIAL, PlacementType.FOSTER
NAMES = {"park": "The Park", "shop": "The Shop"}


def _one(
    shares: tuple[SourceShare, ...], placement: PlacementType | None, source: PlaceSource | None
) -> tuple[int, int, int, int]:
    (found,) = [one for one in shares if (one.placement, one.source) == (placement, source)]
    return found.episodes, found.spoke, found.usable, found.outside


def test_the_denominator_is_every_episode_of_the_placement(
    episode: Callable[..., Episode], sighting: Callable[..., Sighting]
) -> None:
    own = [episode("a", day, placement=OWN) for day in range(3)]
    foster = episode("b", 1, placement=FOSTER)
    told = [
        sighting(own[0]),
        sighting(own[0], "police"),
        sighting(own[1], "police", status=GeocodeStatus.REVIEW),
        sighting(foster, status=GeocodeStatus.OUTSIDE),
        sighting(foster, "police", status=GeocodeStatus.NONE),
    ]
    shares = source_shares([*own, foster], told, JANUARY)
    assert _one(shares, None, None) == (4, 3, 1, 1)
    assert _one(shares, OWN, None) == (3, 2, 1, 0)
    assert _one(shares, OWN, INTERVIEW) == (3, 1, 1, 0)
    assert _one(shares, OWN, POLICE) == (3, 2, 1, 0)
    assert _one(shares, FOSTER, POLICE) == (1, 0, 0, 0)
    assert len(shares) == 9
    assert shares[0].part == 0.25


def test_a_place_in_the_city_outweighs_one_outside(
    episode: Callable[..., Episode], sighting: Callable[..., Sighting]
) -> None:
    one = episode()
    told = [sighting(one), sighting(one, status=GeocodeStatus.OUTSIDE)]
    assert _one(source_shares([one], told, JANUARY), None, None) == (1, 1, 1, 0)


def test_other_periods_and_unknown_episodes_are_in_no_share(
    episode: Callable[..., Episode], sighting: Callable[..., Sighting]
) -> None:
    late, strange = episode("a", 40), episode("z", 1)
    shares = source_shares([episode("a", 1), late], [sighting(late), sighting(strange)], JANUARY)
    assert _one(shares, None, None) == (1, 0, 0, 0)
    (empty,) = source_shares([], [], JANUARY)
    assert empty.part == 0.0


def test_what_is_said_stands_beside_where_the_police_found_them(
    episode: Callable[..., Episode], sighting: Callable[..., Sighting]
) -> None:
    first, second, third = episode("a", 1), episode("a", 2), episode("b", 3)
    told = [
        sighting(first, at="park"),
        sighting(first, at="park"),
        sighting(second, at="park"),
        sighting(third, "police", at="park"),
        sighting(third, "police", at="shop"),
        sighting(first, "carer", at="shop"),
        sighting(first, "police", at="shop", role=PlaceRole.VISITED),
    ]
    found = compare_places(told, JANUARY, names=NAMES)
    park, shop = found.places
    assert (park.name, park.by_child, park.by_police) == (
        "The Park",
        Tally(episodes=2, children=1),
        Tally(episodes=1, children=1),
    )
    assert (shop.by_child.episodes, shop.by_police.episodes) == (0, 1)
    assert (found.child_episodes, found.police_episodes, found.both) == (2, 1, 0)


@pytest.mark.parametrize(
    ("police", "agreeing"),
    [
        ({"at": "park", "point": PointM(437_000, 336_000)}, 1),
        ({"at": "shop", "point": PointM(435_250, 336_000)}, 1),
        ({"at": "shop", "point": PointM(435_251, 336_000)}, 0),
        ({"point": PointM(435_000, 336_100)}, 1),
        ({"point": None}, 0),
    ],
)
def test_two_places_agree_if_they_are_the_same_or_near(
    police: dict[str, object],
    agreeing: int,
    episode: Callable[..., Episode],
    sighting: Callable[..., Sighting],
) -> None:
    one = episode()
    told = [sighting(one, at="park"), sighting(one, "police", **police)]
    found = compare_places(told, JANUARY, names=NAMES, agree_within_m=250)
    assert (found.both, found.agreeing) == (1, agreeing)


def test_a_place_that_is_on_no_list_any_more_is_shown_by_its_id(
    episode: Callable[..., Episode], sighting: Callable[..., Sighting]
) -> None:
    (seen,) = compare_places([sighting(episode(), at="gone")], JANUARY, names=NAMES).places
    assert seen.name == "gone"


def test_what_is_not_located_or_began_outside_the_period_is_not_compared(
    episode: Callable[..., Episode], sighting: Callable[..., Sighting]
) -> None:
    told = [sighting(episode("a", 40)), sighting(episode(), status=GeocodeStatus.PRIVATE)]
    found = compare_places(told, JANUARY, names=NAMES)
    assert (found.child_episodes, found.places) == (0, ())
