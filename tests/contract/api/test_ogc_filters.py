"""A CQL2 filter, as text and as JSON, finds what plain Python finds among the same hotspots."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotspots.release import Audience, ReleasedHotspot, ShownPosition

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import World
    from starlette.testclient import TestClient

ITEMS = "/ogc/collections/hotspots/items"
FIRST, LAST = date(2021, 1, 1), date(2021, 6, 30)
NAMES = ("King's Arcade", "Élan Park", "100% Games", "low_road", "KING STREET", "Straße Café")
TEXTS: dict[str, Callable[[ReleasedHotspot], str | None]] = {
    "name": lambda one: one.name,
    "zone": lambda one: one.zone,
    "area_code": lambda one: None if one.area is None else one.area.code,
    "first_month": lambda one: one.first_month,
}
ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda one, other: one == other,
    "<>": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
}
UNKNOWN = 0.5  # between false (0) and true (1): AND is the least, OR the greatest, NOT what is left


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One filter in both languages, and how true it is of a hotspot."""

    text: str
    tree: Any
    truth: Callable[[ReleasedHotspot], float]


def known(value: Any, test: Callable[[Any], bool]) -> float:  # noqa: ANN401 - a text or a number
    return UNKNOWN if value is None else float(test(value))


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def op(name: str, *arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"op": name, "args": list(arguments)}


def like(pattern: str, text: str) -> bool:
    parts = {"%": ".*", "_": "."}
    form = "".join(parts.get(mark) or re.escape(mark) for mark in pattern)
    return re.fullmatch(form, text, re.DOTALL) is not None


words = st.sampled_from([*NAMES, "2021-02", "2021-04", "E05000001", "Centre", ""])
numbers = st.sampled_from([0, 5, 10, 10.5, 25, 30, 40, 99])
corner = st.integers(-3, 3).map(lambda step: step / 100)


@st.composite
def text_cases(draw: st.DrawFn) -> Case:
    name, order, word = (
        draw(st.sampled_from([*TEXTS])),
        draw(st.sampled_from([*ORDERS])),
        draw(words),
    )
    of = TEXTS[name]
    return Case(
        text=f"{name} {order} {quoted(word)}",
        tree=op(order, {"property": name}, word),
        truth=lambda one: known(of(one), lambda value: ORDERS[order](value, word)),
    )


@st.composite
def number_cases(draw: st.DrawFn) -> Case:
    order, number = draw(st.sampled_from([*ORDERS])), draw(numbers)
    return Case(
        text=f"episodes {order} {number}",
        tree=op(order, {"property": "episodes"}, number),
        truth=lambda one: known(one.episodes.value, lambda value: ORDERS[order](value, number)),
    )


@st.composite
def range_cases(draw: st.DrawFn) -> Case:
    low, high = draw(numbers), draw(numbers)
    return Case(
        text=f"episodes BETWEEN {low} AND {high}",
        tree=op("between", {"property": "episodes"}, low, high),
        truth=lambda one: known(one.episodes.value, lambda value: low <= value <= high),
    )


@st.composite
def list_cases(draw: st.DrawFn) -> Case:
    name, among = draw(st.sampled_from([*TEXTS])), draw(st.lists(words, min_size=1, max_size=3))
    of = TEXTS[name]
    return Case(
        text=f"{name} IN ({', '.join(map(quoted, among))})",
        tree=op("in", {"property": name}, among),
        truth=lambda one: known(of(one), lambda value: value in among),
    )


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """A part of a name with wild cards about it and in it, which matches as often as not."""
    name = draw(st.sampled_from(NAMES))
    first, last = sorted((draw(st.integers(0, len(name))), draw(st.integers(0, len(name)))))
    part = name[first:last]
    hidden = draw(st.sampled_from(["", *part]))
    part = part.replace(hidden, draw(st.sampled_from("_%"))) if hidden else part
    return draw(st.sampled_from(["", "%", "_" * first])) + part + draw(st.sampled_from(["", "%"]))


@st.composite
def like_cases(draw: st.DrawFn) -> Case:
    name, is_folded = draw(st.sampled_from([*TEXTS])), draw(st.booleans())
    is_folded = is_folded and name != "first_month"  # a month is not folded
    pattern = draw(patterns())
    pattern = pattern.swapcase() if is_folded else pattern
    of, fold = TEXTS[name], str.casefold if is_folded else str
    left: Any = {"property": name}
    return Case(
        text=f"CASEI({name}) LIKE CASEI({quoted(pattern)})"
        if is_folded
        else f"{name} LIKE {quoted(pattern)}",
        tree=op("like", op("casei", left), op("casei", pattern))
        if is_folded
        else op("like", left, pattern),
        truth=lambda one: known(of(one), lambda value: like(fold(pattern), fold(value))),
    )


@st.composite
def null_cases(draw: st.DrawFn) -> Case:
    name = draw(st.sampled_from(["episodes", *TEXTS]))
    of: Callable[[ReleasedHotspot], Any] = TEXTS.get(name, lambda one: one.episodes.value)
    return Case(
        text=f"{name} IS NULL",
        tree=op("isNull", {"property": name}),
        truth=lambda one: float(of(one) is None),
    )


@st.composite
def boxes(draw: st.DrawFn) -> tuple[float, float, float, float]:
    x, y = sorted((draw(corner), draw(corner))), sorted((draw(corner), draw(corner)))
    return (-1.46 + x[0] - 0.005, 52.91 + y[0] - 0.005, -1.46 + x[1], 52.91 + y[1])


def is_inside(one: ReleasedHotspot, box: tuple[float, float, float, float]) -> bool:
    return box[0] <= one.position.lon <= box[2] and box[1] <= one.position.lat <= box[3]


@st.composite
def place_cases(draw: st.DrawFn) -> Case:
    box, is_apart = draw(boxes()), draw(st.booleans())
    name = "s_disjoint" if is_apart else "s_intersects"
    return Case(
        text=f"{name.upper()}(geometry, BBOX({', '.join(map(repr, box))}))",
        tree=op(name, {"property": "geometry"}, {"bbox": list(box)}),
        truth=lambda one: float(is_inside(one, box) is not is_apart),
    )


def joined(name: str, one: Case, other: Case) -> Case:
    choose = min if name == "and" else max
    return Case(
        text=f"({one.text}) {name.upper()} ({other.text})",
        tree=op(name, one.tree, other.tree),
        truth=lambda hotspot: choose(one.truth(hotspot), other.truth(hotspot)),
    )


def negated(one: Case) -> Case:
    return Case(
        text=f"NOT ({one.text})",
        tree=op("not", one.tree),
        truth=lambda hotspot: 1 - one.truth(hotspot),
    )


simple = st.one_of(
    text_cases(),
    number_cases(),
    range_cases(),
    list_cases(),
    like_cases(),
    null_cases(),
    place_cases(),
)


def wider(cases: st.SearchStrategy[Case]) -> st.SearchStrategy[Case]:
    pairs = st.builds(joined, st.sampled_from(["and", "or"]), cases, cases)
    return st.one_of(cases, cases.map(negated), pairs)


days = st.integers(-40, 220).map(lambda count: FIRST + timedelta(days=count))
intervals = st.tuples(days, days).map(sorted)


@pytest.fixture
def made(make_hotspot: Callable[..., ReleasedHotspot]) -> tuple[ReleasedHotspot, ...]:
    """Hotspots that differ in what filters compare; some of it is not known."""
    values = (10, 25, None, 30, 40, None)
    found = []
    for number, (name, value) in enumerate(zip(NAMES, values, strict=True)):
        one = make_hotspot(name, value=value, zone=("Centre", "Élan")[number % 2])
        position = ShownPosition(
            easting=436000.0,
            northing=335000.0,
            lon=round(-1.46 + (number - 2) / 100, 6),
            lat=round(52.91 + (number % 3 - 1) / 100, 6),
        )
        found.append(
            replace(
                one,
                hotspot_id=f"place-{number}",
                area=None if number == 4 else one.area,
                position=position,
                first_month=f"2021-0{number % 5 + 1}",
            )
        )
    return tuple(found)


@pytest.fixture
def client(
    empty_world: World, made: tuple[ReleasedHotspot, ...], make_release: Callable[..., Any]
) -> TestClient:
    empty_world.seal(make_release(Audience.PARTNER, *made))
    return empty_world.client(Audience.PARTNER, requests_per_minute=1_000_000)


def all_pages(client: TestClient, query: dict[str, str], *, matched: int) -> list[str]:
    """The ids of every page, in their order; each page says how many there are in all."""
    body = client.get(ITEMS, params=query).json()
    found: list[str] = []
    while True:
        assert body["numberMatched"] == matched
        assert body["numberReturned"] == len(body["features"]) <= int(query["limit"])
        found += [one["id"] for one in body["features"]]
        following = [link["href"] for link in body["links"] if link["rel"] == "next"]
        if not following:
            return found
        body = client.get(following[0]).json()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    case=wider(wider(simple)),
    box=st.none() | boxes(),
    interval=st.none() | intervals,
    limit=st.integers(1, 7),
)
def test_filters_boxes_days_and_pages_find_what_plain_python_finds(
    client: TestClient,
    made: tuple[ReleasedHotspot, ...],
    *,
    case: Case,
    box: tuple[float, float, float, float] | None,
    interval: list[date] | None,
    limit: int,
) -> None:
    query = {"limit": str(limit)}
    if box is not None:
        query["bbox"] = ",".join(map(repr, box))
    if interval is not None:
        query["datetime"] = "/".join(map(str, interval))
    meets = interval is None or (interval[0] <= LAST and interval[1] >= FIRST)
    expected = [
        one.hotspot_id
        for one in made
        if meets and (box is None or is_inside(one, box)) and case.truth(one) == 1
    ]
    for language, text in (("cql2-text", case.text), ("cql2-json", json.dumps(case.tree))):
        asked = {**query, "filter": text, "filter-lang": language}
        assert all_pages(client, asked, matched=len(expected)) == expected, text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(case=like_cases())
def test_a_pattern_finds_what_a_regular_expression_finds(
    client: TestClient, made: tuple[ReleasedHotspot, ...], *, case: Case
) -> None:
    expected = [one.hotspot_id for one in made if case.truth(one) == 1]
    for language, text in (("cql2-text", case.text), ("cql2-json", json.dumps(case.tree))):
        asked = {"limit": "10", "filter": text, "filter-lang": language}
        assert all_pages(client, asked, matched=len(expected)) == expected, text
