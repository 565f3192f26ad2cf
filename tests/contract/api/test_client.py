"""The typed client against the real application: what the service sends, the client has."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from api import parts, schemas
from hotspots.client import (
    BadParameter,
    Client,
    NotFound,
    NotSignedIn,
    Patience,
    TooManyRequests,
    answers,
)
from hotspots.period import Period
from hotspots.release import (
    Audience,
    Change,
    Comparison,
    FormerHotspot,
    ShownAction,
    ShownCell,
    ShownDirection,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import World
    from starlette.testclient import TestClient

    from hotspots.release import Release, ReleasedHotspot

ADDRESS = "http://127.0.0.1:8000"
RING = ((-1.46, 52.91), (-1.45, 52.91), (-1.45, 52.92), (-1.46, 52.91))
# `State` is for probes, `Wire` the base of all.
THEIRS = {
    name: kind
    for module in (parts, schemas)
    for name, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, parts.Wire) and name not in ("Wire", "State")
}


@pytest.fixture
def whole(
    world: World,
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
) -> World:
    """A release in which every field that may be empty is not, and one in which it is."""
    plain = make_hotspot("Bare Corner")
    former = FormerHotspot(
        hotspot_id="gone", name="Gone Green", area=plain.area, position=plain.position
    )
    rich = replace(
        make_hotspot("Full Place"),
        firmness="firm",
        direction=ShownDirection(change=Change.RISING, text="rising", ratio=1.5, low=1.1, high=2.0),
        actions=(
            ShownAction(what="Patrols", lead="Police", first_month="2021-01", last_month="2021-05"),
        ),
        cells=(ShownCell(easting=436000, northing=335000, ring=RING),),
    )
    period = Period(first=date(2020, 7, 1), last=date(2020, 12, 31))
    bare = replace(plain, area=None, first_month=None, last_month=None, time_bands=())
    release = replace(
        make_release(Audience.PARTNER, rich, bare),
        comparison=Comparison(period=period, former=(former,)),
    )
    world.digests[Audience.PARTNER] = world.seal(release, at=world.now + timedelta(hours=1))
    return world


class Wired:
    """A client of ours, and one that shows what the service sent, over one application."""

    def __init__(self, world: World, *, key: str | None = None, **settings: object) -> None:
        self.raw: TestClient = world.client(Audience.PARTNER, **settings)
        self.sent: list[Any] = []
        given = key or self.raw.headers["X-API-Key"]
        self.client = Client(
            ADDRESS, key=given, transport=self.raw._transport, patience=Patience(most_tries=1)
        )

    def json(self, path: str, **query: str) -> Any:  # noqa: ANN401 - JSON
        return self.raw.get(path, params=query).json()


@pytest.fixture
def wired(whole: World) -> Wired:
    return Wired(whole)


@pytest.mark.parametrize("name", THEIRS)
def test_the_client_has_every_field_that_the_service_sends(name: str) -> None:
    assert set(getattr(answers, name).model_fields) == set(THEIRS[name].model_fields)


def test_what_is_read_is_all_that_was_sent(wired: Wired, whole: World) -> None:
    digest = whole.digests[Audience.PARTNER]
    client = wired.client
    asked = {
        "/v1/hotspots": client.hotspots(),
        "/v1/hotspots/full-place": client.hotspot("full-place"),
        "/v1/hotspots/bare-corner/history": client.history("bare-corner"),
        "/v1/zones": client.zones(),
        "/v1/areas": client.areas(),
        "/v1/areas/E05000001": client.area("E05000001"),
        "/v1/releases": client.releases(),
        f"/v1/releases/{digest}": client.release(digest),
        "/v1/changes": client.changes(),
    }
    for path, answer in asked.items():
        assert answer.model_dump(mode="json") == wired.json(path), path
    assert client.release(digest).comparison is not None
    assert client.hotspots().features[0].geometry.type == "Polygon"


def test_a_part_is_asked_for_by_name(wired: Wired) -> None:
    found = wired.client.hotspots(direction="rising", sort="-episodes", limit=1)
    assert [one.id for one in found.features] == ["full-place"]


def test_a_refusal_says_which_parameter_and_what_it_may_be(wired: Wired) -> None:
    with pytest.raises(BadParameter, match=r"422 .*Allowed: Centre\.") as caught:
        wired.client.hotspots(zone="Nowhere")
    assert (caught.value.parameter, caught.value.allowed) == ("zone", ("Centre",))
    assert "no such zone" in caught.value.detail


def test_what_is_not_there_is_not_found(wired: Wired) -> None:
    with pytest.raises(NotFound):
        wired.client.hotspot("nowhere/../at all")


def test_another_key_is_not_signed_in(whole: World) -> None:
    with pytest.raises(NotSignedIn) as caught:
        Wired(whole, key="hsp_zzcanary").client.zones()
    assert "zzcanary" not in repr(caught.value)


def test_too_many_requests_say_how_long_to_wait(whole: World) -> None:
    wired = Wired(whole, requests_per_minute=1)
    wired.client.zones()
    with pytest.raises(TooManyRequests) as caught:
        wired.client.areas()
    assert 0 < (caught.value.retry_after_s or 0) <= 60


def test_what_did_not_change_is_not_sent_again(wired: Wired, whole: World) -> None:
    first = wired.client.zones()
    assert wired.client.zones() is first
    one = whole.releases.get(whole.digests[Audience.PARTNER])
    assert one is not None
    whole.seal(replace(one.release, title="Newer"), at=whole.now + timedelta(days=2))
    newer = wired.client.zones()
    assert newer.release.title == "Newer"


def test_changes_are_polled_with_the_moment_of_the_last_answer(wired: Wired) -> None:
    all_of_them = wired.client.changes()
    assert len(all_of_them.releases) == 2
    assert all_of_them.next_since is not None
    again = wired.client.changes(all_of_them.next_since)
    assert again.releases == ()
    assert again.next_since == all_of_them.next_since


def test_items_are_read_page_after_page(wired: Wired) -> None:
    found = list(wired.client.items(page=1))
    assert [one.id for one in found] == ["full-place", "bare-corner"]
    narrowed = wired.client.items("hotspots", cql2="name = 'Bare Corner'")
    assert [one.properties["name"] for one in narrowed] == ["Bare Corner"]


@pytest.mark.parametrize("form", ["csv", "kml", "parquet"])
def test_a_file_is_given_as_it_is(wired: Wired, form: str) -> None:
    assert wired.client.file(form) == wired.raw.get(f"/v1/hotspots.{form}").content


def test_features_become_a_table_with_its_reference_system(wired: Wired) -> None:
    frame = wired.client.hotspots().to_geodataframe(crs="EPSG:27700")
    assert frame.crs == "EPSG:27700"
    assert list(frame.hotspot_id) == ["full-place", "bare-corner"]
    assert frame.attrs["banner"] == "SYNTHETIC DATA"
    assert abs(frame.geometry[1].x - 436_000) < 1_000
    empty = wired.client.hotspots(direction="falling").to_geodataframe()
    assert list(empty.columns) == list(wired.client.hotspots().to_geodataframe().columns)
    assert len(empty) == 0
    assert empty.crs == "OGC:CRS84"
