from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.describe import concentration_of
from hotspots.errors import InternalError
from hotspots.model import Concentration, PlaceRole

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Sighting

    MakeSighting = Callable[..., Sighting]


def of(make: MakeSighting, *episodes: int) -> list[Sighting]:
    """So many episodes of each of so many children."""
    return [
        make(f"{child}-{number}", child=f"c_{child}")
        for child, many in enumerate(episodes)
        for number in range(many)
    ]


def test_one_child_is_one_child(make_sighting: MakeSighting) -> None:
    assert concentration_of(of(make_sighting, 7)) == Concentration(
        children=1, top_child_share=1.0, top_two_share=1.0, effective_children=1.0
    )


def test_children_with_as_many_episodes_each_are_as_many_as_they_are(
    make_sighting: MakeSighting,
) -> None:
    assert concentration_of(of(make_sighting, 3, 3, 3, 3)) == Concentration(
        children=4, top_child_share=0.25, top_two_share=0.5, effective_children=4.0
    )


def test_one_who_comes_most_makes_them_fewer(make_sighting: MakeSighting) -> None:
    found = concentration_of(of(make_sighting, 1, 8, 1))
    assert found.children == 3
    assert found.top_child_share == pytest.approx(0.8)
    assert found.top_two_share == pytest.approx(0.9)
    assert found.effective_children == pytest.approx(100 / 66)


def test_an_episode_counts_once(make_sighting: MakeSighting) -> None:
    twice = [
        make_sighting("1", child="c_a"),
        make_sighting("1", child="c_a", role=PlaceRole.FOUND),
        make_sighting("2", child="c_b"),
    ]
    assert concentration_of(twice).top_child_share == pytest.approx(0.5)


def test_nothing_has_no_concentration(make_sighting: MakeSighting) -> None:
    with pytest.raises(InternalError):
        concentration_of(of(make_sighting))
