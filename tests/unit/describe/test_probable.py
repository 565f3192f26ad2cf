from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotspots.describe import describe
from hotspots.model import Cluster

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.boundaries import Boundaries
    from hotspots.gazetteer import Gazetteer
    from hotspots.model import Sighting


def test_probable_sightings_are_told_as_a_number_and_are_in_no_figure(
    make_sighting: Callable[..., Sighting], gazetteer: Gazetteer, boundaries: Boundaries
) -> None:
    certain = tuple(make_sighting(f"{child}", child=f"c_{child}") for child in range(5))
    vague = tuple(make_sighting(f"v{number}", None, child="c_v") for number in range(9))
    cluster = Cluster(number=0, sightings=certain)
    (without,) = describe([cluster], gazetteer=gazetteer, boundaries=boundaries)
    (found,) = describe(
        [replace(cluster, probable=vague)], gazetteer=gazetteer, boundaries=boundaries
    )
    assert (without.probable, found.probable) == (0, 9)
    assert replace(found, probable=0) == without
