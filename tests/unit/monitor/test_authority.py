"""Whose child, placed where, and which places lie beyond the boundary."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hotspots.model import AuthoritySide, GeocodeMethod, GeocodeStatus, Tally
from hotspots.monitor import Authority, out_of_authority, side_of
from hotspots.monitor.authority import UNNAMED_PLACE
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode, Sighting

JANUARY = Period(first=date(2021, 1, 1), last=date(2021, 1, 31))
OURS = Authority(
    names=("Derby", "Derby City Council", "E06000015"),
    district_of={"DE1": "E06000015", "NG1": "E06000018"}.get,
)


@pytest.mark.parametrize(
    ("responsible", "postcode", "side"),
    [
        ("Derby", "DE1", AuthoritySide.OURS_HERE),
        ("derby  City-council", "NG1", AuthoritySide.OURS_ELSEWHERE),
        ("Derbyshire", "DE1", AuthoritySide.OTHERS_HERE),
        ("Nottingham", "NG1", AuthoritySide.OTHERS_ELSEWHERE),
        ("", "DE1", AuthoritySide.UNKNOWN),
        ("Derby", "ZZ1", AuthoritySide.UNKNOWN),
    ],
)
def test_a_side_is_told_by_the_responsible_authority_and_the_placement_s(
    responsible: str, postcode: str, side: AuthoritySide, episode: Callable[..., Episode]
) -> None:
    one = episode(responsible_la=responsible, origin_postcode=postcode)
    assert side_of(one, OURS) is side


def test_every_side_is_counted_and_those_across_the_boundary_are_listed(
    episode: Callable[..., Episode],
) -> None:
    def at(child: str, day: int, responsible: str, postcode: str) -> Episode:
        return episode(child, day, responsible_la=responsible, origin_postcode=postcode)

    found = out_of_authority(
        [
            at("a", 1, "Derby", "DE1"),
            at("a", 2, "Derby", "NG1"),
            at("a", 3, "Derby", "NG1"),
            at("b", 1, "Leeds", "DE1"),
            at("c", 1, "", ""),
            at("a", 40, "Derby", "NG1"),
        ],
        [],
        JANUARY,
        authority=OURS,
    )
    assert [(side.name, tally.episodes, tally.children) for side, tally in found.sides] == [
        ("OURS_HERE", 1, 1),
        ("OURS_ELSEWHERE", 2, 1),
        ("OTHERS_HERE", 1, 1),
        ("OTHERS_ELSEWHERE", 0, 0),
        ("UNKNOWN", 1, 1),
    ]
    listed = [
        (one.side.name, one.child_id, one.responsible_la, one.episodes, one.last_on)
        for one in found.children
    ]
    assert listed == [
        ("OURS_ELSEWHERE", "a", "Derby", 2, date(2021, 1, 4)),
        ("OTHERS_HERE", "b", "Leeds", 1, date(2021, 1, 2)),
    ]


def test_places_outside_are_listed_by_name_and_a_bare_position_is_not(
    episode: Callable[..., Episode], sighting: Callable[..., Sighting]
) -> None:
    outside = GeocodeStatus.OUTSIDE
    first, second = episode("a", 1), episode("b", 2)
    elsewhere, postcode = GeocodeMethod.ELSEWHERE, GeocodeMethod.POSTCODE
    found = out_of_authority(
        [first, second],
        [
            sighting(first, status=outside, method=elsewhere, name="Nottingham"),
            sighting(first, status=outside, method=elsewhere, name="Nottingham"),
            sighting(second, status=outside, method=elsewhere, name="Nottingham"),
            sighting(second, status=outside, method=postcode, name="NG1 1AA"),
            sighting(second, name="Derby"),
            sighting(episode("c", 50), status=outside, method=elsewhere, name="Leeds"),
        ],
        JANUARY,
        authority=OURS,
    )
    assert [(one.name, one.tally) for one in found.places] == [
        ("Nottingham", Tally(episodes=2, children=2)),
        (UNNAMED_PLACE, Tally(episodes=1, children=1)),
    ]
    assert found.place_episodes == Tally(episodes=2, children=2)
