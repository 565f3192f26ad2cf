"""What is sent small, in which coding, and what never is."""

from __future__ import annotations

import asyncio
import gzip
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import brotli
import httpx2
import pytest

from api import compression
from api.answers import answer
from api.compression import Coding, compressed
from hotspots.release import Audience, Release

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conftest import World
    from fastapi import FastAPI
    from starlette.responses import Response
    from starlette.testclient import TestClient

    from hotspots.release import ReleasedHotspot

PATH = "/v1/hotspots"
EAST = "E05000001"
OURS = {"Sec-Fetch-Site": "same-origin"}
LARGE = 60
TEXTS = (
    *(
        PATH,
        "/v1/hotspots.geojson",
        "/v1/hotspots.csv",
        "/v1/hotspots.kml",
        "/v1/zones",
        "/v1/areas",
    ),
    *("/v1/releases", "/v1/changes", "/maps/latest", "/openapi.json", "/docs", "/"),
    *("/ogc/collections?f=json", "/ogc/api?f=json", "/ogc/collections/hotspots/items?f=html"),
    *(f"/v1/areas/{EAST}/brief", f"/v1/areas/{EAST}/brief.json"),
)
FILES = ("xlsx", "parquet")
DECODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}


class Told:
    """An answer as it came over the line."""

    def __init__(
        self, client: TestClient, path: str, wish: str | None, method: str = "GET", **more: str
    ) -> None:
        client.headers.pop("accept-encoding", None)
        headers = more if wish is None else {"Accept-Encoding": wish, **more}
        with client.stream(method, path, headers=headers) as answer:
            self.status, self.headers = answer.status_code, answer.headers
            self.raw = b"".join(answer.iter_raw())
        self.coding = self.headers.get("content-encoding", "identity")

    @property
    def whole(self) -> bytes:
        return DECODERS.get(self.coding, bytes)(self.raw)


@pytest.fixture
def full(
    empty_world: World,
    make_hotspot: Callable[..., ReleasedHotspot],
    make_release: Callable[..., Release],
) -> World:
    """A release in which every list is long enough to be worth it."""
    places = [
        make_hotspot(f"Square {number}", zone=f"The made-up zone {number}")
        for number in range(LARGE)
    ]
    for days in range(6):
        one = make_release(Audience.PARTNER, *places, months=(1, 3 + days))
        empty_world.seal(one, at=empty_world.now + timedelta(days=days))
    return empty_world


@pytest.mark.parametrize("path", TEXTS)
def test_texts_are_sent_small_and_are_the_same_when_unpacked(full: World, path: str) -> None:
    client = full.client(Audience.PARTNER)
    plain = Told(client, path, None)
    assert (plain.status, plain.coding) == (200, "identity")
    assert len(plain.raw) > 1_000
    for coding in DECODERS:
        small = Told(client, path, coding)
        assert (small.status, small.coding) == (200, coding)
        assert len(small.raw) < len(plain.raw)
        assert small.whole == plain.raw
        assert small.headers["content-length"] == str(len(small.raw))
        assert small.headers.get("etag") == plain.headers.get("etag")
        for one in (plain, small):
            assert "Accept-Encoding" in one.headers["vary"]


@pytest.mark.parametrize("form", FILES)
def test_files_that_are_compressed_already_are_sent_as_they_are(full: World, form: str) -> None:
    client = full.client(Audience.PARTNER)
    whole = Told(client, f"/v1/hotspots.{form}", "br, gzip, identity;q=0")
    assert whole.coding == "identity"
    assert len(whole.raw) > 1_000
    assert "vary" not in whole.headers
    assert whole.headers["etag"].startswith('"')
    again = Told(client, f"/v1/hotspots.{form}", "br", **{"If-None-Match": whole.headers["etag"]})
    assert (again.status, again.headers["etag"]) == (304, whole.headers["etag"])
    assert "vary" not in again.headers


@pytest.mark.parametrize(
    ("wish", "coding"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP ; Q=0.3", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=0.9, br;q=0.8", "gzip"),
        ("gzip;q=0.5, br;q=0.501", "br"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("*;q=0", "identity"),
        ("*;q=0, gzip;q=0.001", "gzip"),
        ("identity", "identity"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0.5, gzip;q=0.8", "gzip"),
        ("identity;q=0, gzip", "gzip"),
        ("identity;q=0", "identity"),
        ("zstd, deflate", "identity"),
        ("gzip;q=0", "identity"),
        ("gzip, gzip;q=0", "identity"),
        ("gzip;q=high", "identity"),
        ("gzip;level=9", "identity"),
        ("gzip;q=1.", "gzip"),
        ("gzip;q=9, br;q=1", "br"),
        (",,gzip,", "gzip"),
        ("gzip;q=²", "identity"),
        ("gzip, " + "x, " * 1_000, "identity"),
    ],
)
def test_the_coding_is_the_one_that_is_liked_best(wish: str, coding: str) -> None:
    assert compression.wish_of([wish]).coding == coding


def test_a_header_in_parts_is_one_wish_and_no_header_is_none() -> None:
    assert compression.wish_of(["br;q=0", "gzip"]).coding is Coding.GZIP
    assert compression.wish_of([]).coding is Coding.IDENTITY


@pytest.mark.parametrize("coding", list(Coding))
def test_the_same_body_gives_the_same_bytes(coding: Coding) -> None:
    body = b"Synthetic Square, " * 9_000
    small = compressed(body, coding)
    assert small == compressed(body, coding)
    assert DECODERS.get(coding, bytes)(small) == body
    if coding is Coding.GZIP:
        assert small[4:8] == bytes(4)  # no time of the day in it


def test_what_is_short_is_sent_as_it_is_unless_that_is_refused(world: World) -> None:
    client = world.client(Audience.PARTNER)
    short = Told(client, "/v1/releases", "gzip, br")
    assert (short.coding, len(short.raw) < 1_000) == ("identity", True)
    assert "Accept-Encoding" in short.headers["vary"]
    needed = Told(client, "/v1/releases", "gzip, identity;q=0")
    assert (needed.coding, needed.whole) == ("gzip", short.raw)
    assert Told(client, "/v1/releases", "br, gzip").coding == "identity"


@pytest.mark.parametrize("path", [PATH, "/ogc/collections/zones?f=json", f"/v1/areas/{EAST}/brief"])
def test_what_is_known_is_not_sent_again_in_any_coding(full: World, path: str) -> None:
    client = full.client(Audience.PARTNER)
    told = [Told(client, path, wish) for wish in (None, "gzip", "br")]
    (tag,) = {one.headers["etag"] for one in told}
    assert tag.startswith('W/"')
    for known in (tag, tag.removeprefix("W/")):
        for wish in (None, "gzip", "br"):
            again = Told(client, path, wish, **{"If-None-Match": known})
            assert (again.status, again.raw, again.coding) == (304, b"", "identity")
            assert again.headers["etag"] == tag
            assert again.headers["vary"] == told[0].headers["vary"]


@pytest.mark.parametrize("wish", [None, "gzip", "br"])
def test_the_head_is_that_of_the_answer(full: World, wish: str | None) -> None:
    client = full.client(Audience.PARTNER)
    whole = Told(client, PATH, wish)
    head = Told(client, PATH, wish, method="HEAD")
    own = {"x-request-id"}
    assert head.raw == b""
    assert {k: v for k, v in head.headers.items() if k not in own} == {
        k: v for k, v in whole.headers.items() if k not in own
    }


def test_a_long_refusal_is_sent_small(full: World) -> None:
    client = full.client(Audience.PARTNER)
    refused = Told(client, f"{PATH}?zone=Elsewhere", "gzip")
    assert (refused.status, refused.coding) == (422, "gzip")
    assert refused.headers["content-type"] == "application/problem+json"
    assert b"The made-up zone 59" in refused.whole
    assert b"Elsewhere" not in refused.whole


@pytest.mark.parametrize("path", ["/login?token=", "/share?token="])
def test_a_page_that_knows_a_token_is_never_compressed(full: World, path: str) -> None:
    client = full.client(share_links=True)
    page = Told(client, path + "s" * 250, "br, gzip, identity;q=0")
    assert (page.status, page.coding) == (200, "identity")
    assert b"s" * 250 in page.raw


def test_an_answer_that_gives_or_takes_a_cookie_is_never_compressed(full: World) -> None:
    client = full.client()
    client.headers["accept-encoding"] = "gzip, identity;q=0"
    token = full.link(Audience.PARTNER)
    for told in (
        client.post("/login", data={"token": token}, headers=OURS),
        client.post("/logout", headers=OURS),
    ):
        assert "set-cookie" in told.headers
        assert "content-encoding" not in told.headers


def test_a_cookie_on_an_answer_to_somebody_known_forbids_it_too(
    full: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_cookie(*given: Any, **named: Any) -> Response:  # noqa: ANN401 - handed on
        response = answer(*given, **named)
        response.set_cookie("made", "up")
        return response

    monkeypatch.setattr("api.routes.collection.answer", with_cookie)
    assert Told(full.client(Audience.PARTNER), PATH, "gzip").coding == "identity"


def test_what_a_browser_can_be_led_to_ask_is_not_compressed(full: World) -> None:
    """Its cookie goes along with a link from elsewhere, whose query stands in the answer."""
    client = full.client()
    client.post("/login", data={"token": full.link(Audience.PARTNER)}, headers=OURS)
    items = "/ogc/collections/hotspots/items"
    assert Told(client, items, "br, gzip").coding == "br"
    led = Told(client, f"{items}?filter=name%3D'Square%201'", "br, gzip")
    assert (led.status, led.coding) == (200, "identity")
    program = full.client(Audience.PARTNER)
    assert Told(program, f"{items}?filter=name%3D'Square%201'", "br").coding == "br"


def test_it_is_made_once_for_all_who_like_the_same_coding_and_is_counted(
    full: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, made = full.app(), []

    def counted(body: bytes, coding: Coding) -> bytes:
        made.append(coding)
        return compressed(body, coding)

    monkeypatch.setattr("api.compression.compressed", counted)
    clients = [full.client(Audience.PARTNER, app=app) for _ in range(2)]
    wishes = ("br", "gzip, br", "br;q=0.7", "gzip", "gzip;q=0.2, br;q=0", None)
    told = [Told(client, PATH, wish) for wish in wishes for client in clients]
    assert made == [Coding.BROTLI, Coding.GZIP]
    assert len({one.whole for one in told}) == 1
    assert [one.coding for one in told] == ["br"] * 6 + ["gzip"] * 4 + ["identity"] * 2
    assert kept_bytes(app) == sum({one.coding: len(one.raw) for one in told}.values())
    assert full.access.verify_audit().ok
    assert len(list(full.access.audit_events())) == len(told)


def kept_bytes(app: FastAPI) -> int:
    every = app.state.service.kept._kept.values()
    assert app.state.service.kept._bytes == sum(one.weight for one in every)
    return sum(len(one.body) for one in every)


def test_many_at_once_who_like_different_codings_are_each_told_theirs(
    full: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.compression._LARGE_BYTES", 1_000)
    app, key = full.app(), full.key(Audience.PARTNER)
    wishes = ["br", "gzip", "identity"] * 5

    async def crowd() -> list[httpx2.Response]:
        transport = httpx2.ASGITransport(app)
        base = "http://127.0.0.1:8000"
        async with httpx2.AsyncClient(transport=transport, base_url=base) as client:
            asked = (
                client.get(PATH, headers={"X-API-Key": key, "Accept-Encoding": wish})
                for wish in wishes
            )
            return await asyncio.gather(*asked)

    answers = asyncio.run(crowd())
    codings = [one.headers.get("content-encoding", "identity") for one in answers]
    assert codings == wishes
    assert len({one.content for one in answers}) == 1
