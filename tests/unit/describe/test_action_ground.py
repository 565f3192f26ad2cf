"""Where an action is aimed, in a town of invented places; and what an action may say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.describe import ground_of_action, known_where
from hotspots.errors import ParameterError
from hotspots.gazetteer import Gazetteer
from hotspots.model import (
    Action,
    ActionPlace,
    ActionStatus,
    Finding,
    FoundHotspot,
    Ground,
    Memory,
)
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

NOW = datetime(2021, 7, 5, tzinfo=UTC)
QUARTERS = [
    Period(first=date(2021, 1, 1), last=date(2021, 3, 31)),
    Period(first=date(2021, 4, 1), last=date(2021, 6, 30)),
    Period(first=date(2021, 7, 1), last=date(2021, 9, 30)),
]


def _finding(number: int, places: Mapping[str, int], hotspot_id: str = "shop") -> Finding:
    one = FoundHotspot(
        hotspot_id=hotspot_id,
        place_id="shop",
        name="The Shop",
        zone="East",
        was_shown=True,
        ground=Ground(places=tuple(sorted(places.items())), points=frozenset()),
    )
    return Finding(
        number=number, run_id="r", period=QUARTERS[number - 1], found_at=NOW, hotspots=(one,)
    )


MEMORY = Memory(
    findings=(
        _finding(1, {"shop": 5}),
        _finding(2, {"shop": 5, "pub": 4}),
        _finding(3, {"pub": 9}),
    ),
    names={"shop": "Corner", "unheard-of": "Ghost"},
    zones={"shop": "West"},
)


def _action(**changes: object) -> Action:
    fields: dict[str, object] = {
        "action_id": "a",
        "what": "Patrols",
        "kind": ActionPlace.HOTSPOT,
        "where": "shop",
        "from_on": date(2021, 7, 1),
        "to_on": None,
        "lead": "Police",
        "recorded_by": "AB",
        "recorded_at": NOW,
    }
    return Action(**(fields | changes))  # type: ignore[arg-type] - fields of an action


@pytest.mark.parametrize(
    ("kind", "words", "where"),
    [
        (ActionPlace.PLACE, "shop", "shop"),
        (ActionPlace.PLACE, " SHOP ", "shop"),
        (ActionPlace.PLACE, "The old inn", "pub"),
        (ActionPlace.HOTSPOT, "shop", "shop"),
        (ActionPlace.HOTSPOT, "corner", "shop"),
        (ActionPlace.ZONE, "town", "Town"),
        (ActionPlace.ZONE, "East", "East"),
        (ActionPlace.ZONE, "west", "West"),
    ],
)
def test_words_are_understood_whatever_their_case(
    gazetteer: Gazetteer, kind: ActionPlace, words: str, where: str
) -> None:
    places = [
        replace(p, aliases=("The Old Inn",)) if p.place_id == "pub" else p for p in gazetteer.places
    ]
    town = Gazetteer(places, name="town")
    assert known_where(kind, words, gazetteer=town, memory=MEMORY) == where


@pytest.mark.parametrize("kind", list(ActionPlace))
@pytest.mark.parametrize("words", ["somewhere", "", "!!", "Ghost"])
def test_what_is_not_known_is_refused_without_repeating_it(
    gazetteer: Gazetteer, kind: ActionPlace, words: str
) -> None:
    with pytest.raises(ParameterError, match=f"No {kind.value} is called so") as caught:
        known_where(kind, words, gazetteer=gazetteer, memory=MEMORY)
    assert not words or words not in str(caught.value)


def test_a_name_that_two_places_have_is_refused(gazetteer: Gazetteer) -> None:
    twins = [replace(p, name="The Twin") for p in gazetteer.places]
    with pytest.raises(ParameterError, match="More than one place"):
        known_where(
            ActionPlace.PLACE, "the twin", gazetteer=Gazetteer(twins, name="t"), memory=MEMORY
        )


def test_a_place_stands_on_itself_while_the_list_has_it(gazetteer: Gazetteer) -> None:
    def ground(where: str) -> frozenset[str]:
        action = _action(kind=ActionPlace.PLACE, where=where)
        return ground_of_action(action, gazetteer=gazetteer, memory=MEMORY)

    assert ground("pub") == {"pub"}
    assert ground("pulled-down") == frozenset()


def test_a_zone_is_its_places_without_streets(gazetteer: Gazetteer) -> None:
    action = _action(kind=ActionPlace.ZONE, where="Town")
    found = ground_of_action(action, gazetteer=gazetteer, memory=Memory())
    assert found == {"shop", "pub", "station"}


@pytest.mark.parametrize(
    ("began", "ground"),
    [
        (date(2021, 1, 1), {"shop"}),
        (date(2021, 6, 30), {"shop"}),
        (date(2021, 7, 1), {"shop", "pub"}),
        (date(2021, 10, 1), {"pub"}),
    ],
)
def test_a_hotspot_stands_where_it_was_found_before_the_action_began(
    gazetteer: Gazetteer, began: date, ground: set[str]
) -> None:
    action = _action(from_on=began)
    assert ground_of_action(action, gazetteer=gazetteer, memory=MEMORY) == ground


def test_a_hotspot_that_was_never_found_has_no_ground(gazetteer: Gazetteer) -> None:
    action = _action(where="elsewhere")
    assert ground_of_action(action, gazetteer=gazetteer, memory=MEMORY) == frozenset()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"what": " "}, "what is done"),
        ({"what": "x" * 201}, "what is done"),
        ({"what": "a\nb"}, "what is done"),
        ({"where": ""}, "the place"),
        ({"lead": ""}, "who leads"),
        ({"lead": "x" * 81}, "who leads"),
        ({"lead": "a@example.org"}, "e-mail"),
        ({"lead": "Sergeant 01332 000000"}, "e-mail"),
        ({"recorded_by": ""}, "who enters it"),
        ({"to_on": date(2021, 6, 30)}, "ends on the day"),
    ],
)
def test_an_action_that_says_too_little_or_too_much_is_refused(
    changes: dict[str, object], words: str
) -> None:
    with pytest.raises(ParameterError, match=words):
        _action(**changes)


@pytest.mark.parametrize(
    ("changes", "day", "status"),
    [
        ({}, date(2021, 6, 30), ActionStatus.PLANNED),
        ({}, date(2021, 7, 1), ActionStatus.UNDER_WAY),
        ({"to_on": date(2021, 7, 31)}, date(2021, 7, 31), ActionStatus.UNDER_WAY),
        ({"to_on": date(2021, 7, 31)}, date(2021, 8, 1), ActionStatus.ENDED),
        ({"withdrawn": True}, date(2021, 7, 1), ActionStatus.WITHDRAWN),
    ],
)
def test_how_an_action_stands_follows_from_its_days(
    changes: dict[str, object], day: date, status: ActionStatus
) -> None:
    assert _action(**changes).status_on(day) is status
