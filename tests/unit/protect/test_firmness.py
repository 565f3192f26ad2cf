"""How firm a hotspot is, said only where it gives nobody away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from hotspots.cluster import ClusterParams
from hotspots.protect import load_policy, protect
from hotspots.protect.firmness import FIRM
from hotspots.release import Audience

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotspots.gazetteer import Place
    from hotspots.model import Episode, Hotspot
    from hotspots.protect import GateContext
    from hotspots.release import Release

EVEN = (5, 5, 5, 5, 5, 5)
LOPSIDED = (30, 6, 4, 4, 3, 3)


@pytest.fixture
def released(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> Callable[..., Release]:
    def make(
        by_child: Sequence[int],
        *,
        params: ClusterParams | None = ClusterParams(),  # noqa: B008 - frozen
        audience: Audience = Audience.PARTNER,
        **changes: object,
    ) -> Release:
        hotspot = make_hotspot(episodes_of(by_child))
        context = replace(make_context(), params=params, **changes)
        return protect([hotspot], policy=load_policy(audience), context=context).release

    return make


def test_a_hotspot_of_many_is_firm(released: Callable[..., Release]) -> None:
    assert [one.firmness for one in released(EVEN).hotspots] == [FIRM]


def test_of_fewer_than_the_second_band_nothing_is_said(released: Callable[..., Release]) -> None:
    (four,) = released((5, 5, 5, 5)).hotspots
    (five,) = released((5, 5, 5, 5, 5)).hotspots
    assert (four.firmness, five.firmness) == ("", FIRM)


def test_nothing_bad_is_said(released: Callable[..., Release]) -> None:
    many = ClusterParams(min_samples=35)
    (lopsided,) = released(LOPSIDED, params=many).hotspots
    assert lopsided.firmness == ""  # without the first of them it is not found again


def test_without_parameters_or_for_another_audience_nothing_is_said(
    released: Callable[..., Release],
) -> None:
    assert [one.firmness for one in released(EVEN, params=None).hotspots] == [""]
    assert [one.firmness for one in released(EVEN, audience=Audience.BRIEF).hotspots] == [""]


def test_what_is_not_shown_decides_nothing(
    released: Callable[..., Release],
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_episode: Callable[..., Episode],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
    make_place: Callable[..., Place],
) -> None:
    """A withheld hotspot next door, and an episode that is still open, change no byte."""
    expected = released(EVEN)
    beside = make_place("Kiosk", east_m=10)
    own = make_hotspot(
        (*episodes_of(EVEN), make_episode(900, child=7, hours=None)), place=make_place()
    )
    withheld = make_hotspot(episodes_of((9,)), place=beside)
    context = replace(make_context(), params=ClusterParams())
    release = protect([own, withheld], policy=load_policy(Audience.PARTNER), context=context)
    assert release.release.hotspots == expected.hotspots


def test_the_draws_are_those_of_the_seed(released: Callable[..., Release]) -> None:
    assert released(EVEN, seed=3).digest == released(EVEN, seed=3).digest


def test_where_nothing_is_shown_nothing_is_asked(released: Callable[..., Release]) -> None:
    assert released(EVEN, as_of=date(2021, 9, 30)).hotspots == ()
