"""What is being done about a place, as far as somebody decided that partners may read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.model import Action, ActionPlace
from hotspots.protect import load_policy, protect
from hotspots.release import Audience, ShownAction

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.gazetteer import Place
    from hotspots.model import Episode, Hotspot
    from hotspots.protect import GateContext

PATROLS = Action(
    action_id="one",
    what="Evening patrols",
    kind=ActionPlace.PLACE,
    where="shop",
    from_on=date(2021, 8, 1),
    to_on=None,
    lead="Police",
    recorded_by="MPC",
    recorded_at=datetime(2021, 8, 1, tzinfo=UTC),
    told=True,
)
SHOWN = ShownAction(what="Evening patrols", lead="Police", first_month="2021-08", last_month=None)


@pytest.fixture
def shown(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> Callable[..., tuple[ShownAction, ...]]:
    def make(
        *actions: Action, audience: Audience = Audience.PARTNER, place: Place | None = None
    ) -> tuple[ShownAction, ...]:
        hotspot = make_hotspot(episodes_of((4, 4, 4, 3, 3)), place=place)
        context = replace(make_context(), actions=actions)
        release = protect([hotspot], policy=load_policy(audience), context=context).release
        return tuple(action for one in release.hotspots for action in one.actions)

    return make


@pytest.mark.parametrize("audience", [Audience.PARTNER, Audience.BRIEF])
def test_an_action_in_force_is_told(
    shown: Callable[..., tuple[ShownAction, ...]], audience: Audience
) -> None:
    assert shown(PATROLS, audience=audience) == (SHOWN,)


@pytest.mark.parametrize(
    "change",
    [
        {"told": False},
        {"withdrawn": True},
        {"where": "another-shop"},
        {"kind": ActionPlace.HOTSPOT, "where": "another"},
        {"kind": ActionPlace.ZONE, "where": "Country"},
        {"kind": ActionPlace.ZONE},  # an id of one kind is not that of another
        {"from_on": date(2022, 6, 2)},  # after the day of the release
        {"from_on": date(2021, 5, 1), "to_on": date(2021, 6, 30)},  # over before the period
        {"what": "Visits to the children's home"},
        {"lead": "12 Acacia Avenue"},
    ],
)
def test_any_other_is_not(
    shown: Callable[..., tuple[ShownAction, ...]], change: dict[str, object]
) -> None:
    assert shown(replace(PATROLS, **change)) == ()


@pytest.mark.parametrize(
    ("change", "last_month"),
    [
        ({"kind": ActionPlace.HOTSPOT}, None),
        ({"kind": ActionPlace.ZONE, "where": "Town"}, None),
        ({"to_on": date(2021, 7, 1), "from_on": date(2021, 7, 1)}, "2021-07"),
        ({"from_on": date(2022, 6, 1)}, None),
    ],
)
def test_it_may_be_aimed_at_the_hotspot_or_the_zone_and_may_have_ended_in_the_period(
    shown: Callable[..., tuple[ShownAction, ...]],
    change: dict[str, object],
    last_month: str | None,
) -> None:
    (told,) = shown(replace(PATROLS, **change))
    assert told.last_month == last_month


def test_a_public_place_with_a_guarded_word_in_its_name_may_be_said(
    shown: Callable[..., tuple[ShownAction, ...]], make_place: Callable[..., Place]
) -> None:
    place = make_place("Home Bargains")
    action = replace(PATROLS, where="home-bargains", what="Talks with Home Bargains")
    assert [told.what for told in shown(action, place=place)] == ["Talks with Home Bargains"]


def test_actions_are_told_by_month_whatever_their_order(
    shown: Callable[..., tuple[ShownAction, ...]],
) -> None:
    lighting = replace(PATROLS, what="Better lighting", from_on=date(2021, 7, 9))
    assert shown(PATROLS, lighting) == shown(lighting, PATROLS)
    assert [told.what for told in shown(PATROLS, lighting)] == ["Better lighting", SHOWN.what]


def test_nothing_is_told_at_a_hotspot_that_is_withheld(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    hotspot = make_hotspot(episodes_of((9,)))
    context = replace(make_context(), actions=(PATROLS,))
    release = protect([hotspot], policy=load_policy(Audience.PARTNER), context=context).release
    assert b"patrols" not in release.canonical_bytes().lower()
