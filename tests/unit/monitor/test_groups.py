"""Placement groups: by provider, and by another crosswalk than that of the files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hotspots.ingest.crosswalkfile import load_crosswalk
from hotspots.model import Crosswalk, EpisodeStatus, PlacementRule, PlacementType, Tally
from hotspots.monitor import provider_tallies, regrouped
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode

JANUARY = Period(first=date(2021, 1, 1), last=date(2021, 1, 31))
AWAY = EpisodeStatus.AWAY_WITHOUT_AUTHORISATION
FOSTER, SUPPORTED = PlacementType.FOSTER, PlacementType.SUPPORTED


def test_providers_are_counted_by_type_and_status(episode: Callable[..., Episode]) -> None:
    tallies = provider_tallies(
        [
            episode("a", 1, placement=FOSTER, placement_provider="PR4"),
            episode("b", 2, placement=FOSTER, placement_provider=" pr4 ", status=AWAY),
            episode("b", 2, placement=FOSTER, placement_provider="12 Some Road"),
            episode("b", 2, placement=FOSTER, placement_provider="PR1"),
            episode("c", 2, placement=PlacementType.OWN_RESIDENTIAL, placement_provider="PR1"),
            episode("c", 50, placement=SUPPORTED),
        ],
        JANUARY,
    )
    assert [(one.placement.name, one.provider) for one in tallies] == [
        ("OWN_RESIDENTIAL", "PR1"),
        ("FOSTER", "PR1"),
        ("FOSTER", "PR4"),
        ("FOSTER", ""),
    ]
    one = tallies[2]
    assert (one.all, one.missing, one.away) == (
        Tally(episodes=2, children=2),
        Tally(episodes=1, children=1),
        Tally(episodes=1, children=1),
    )


def test_another_crosswalk_groups_again_and_says_which_it_is(
    episode: Callable[..., Episode],
) -> None:
    rule = PlacementRule(
        type=SUPPORTED, codes=frozenset({"H5"}), first=date(2021, 1, 3), last=date(2021, 1, 4)
    )
    crosswalk = Crosswalk(version="framework 2021", rules=(rule,))
    given = [
        episode(day=day, placement=FOSTER, placement_code=code)
        for day, code in ((1, "H5"), (2, "H5"), (3, "H5"), (4, "H5"), (2, "K2"), (2, ""))
    ]
    unknown = PlacementType.UNKNOWN
    assert [one.placement for one in regrouped(given, crosswalk)] == [
        unknown,
        SUPPORTED,
        SUPPORTED,
        unknown,
        unknown,
        FOSTER,
    ]


def test_the_packaged_crosswalk_knows_every_group_of_paragraph_4_7(
    episode: Callable[..., Episode],
) -> None:
    crosswalk = load_crosswalk()
    given = [
        episode(placement_code=code, placement_provider=provider)
        for code, provider in (
            ("K2", "PR1"),
            ("K2", "PR4"),
            ("U4", ""),
            ("K3", ""),
            ("P2", ""),
            ("P1", ""),
        )
    ]
    assert [one.placement for one in regrouped(given, crosswalk)] == [
        PlacementType.OWN_RESIDENTIAL,
        PlacementType.EXTERNAL_RESIDENTIAL,
        FOSTER,
        SUPPORTED,
        PlacementType.INDEPENDENT,
        PlacementType.HOME,
    ]
