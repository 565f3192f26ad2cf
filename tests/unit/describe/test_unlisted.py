from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.describe import describe_unlisted
from hotspots.errors import InternalError
from hotspots.geo import PointM
from hotspots.model import UnlistedCluster

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Cluster, Sighting


def test_density_away_from_any_place_is_a_middle_and_three_figures(
    make_cluster: Callable[..., Cluster], make_sighting: Callable[..., Sighting]
) -> None:
    second = make_cluster(1, make_sighting("9", None, x=5_000.0))
    first = make_cluster(
        0,
        make_sighting("1", None, x=0.0),
        make_sighting("2", None, x=30.0),
        make_sighting("3", None, x=60.0, child="c_2"),
    )
    assert describe_unlisted([second, first]) == (
        UnlistedCluster(centre=PointM(437_030.0, 333_000.0), sightings=3, episodes=3, children=2),
        UnlistedCluster(centre=PointM(442_000.0, 333_000.0), sightings=1, episodes=1, children=1),
    )


def test_a_cluster_without_positions_is_our_mistake(
    make_cluster: Callable[..., Cluster], make_sighting: Callable[..., Sighting]
) -> None:
    with pytest.raises(InternalError):
        describe_unlisted([make_cluster(0, make_sighting("1", None, x=None))])
