"""The short way is as safe as the long one: whoever asks, whatever happens in between."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from starlette.testclient import TestClient

from api.policy import RULES
from api.products import Products
from hotspots.errors import StoreError
from hotspots.release import Audience, Release
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import World
    from fastapi import FastAPI
    from httpx2 import Response

    from hotspots.access import AuditEvent
    from hotspots.release import ReleasedHotspot

EAST, WEST = "E05000001", "E05000002"
PATH = "/v1/hotspots"
COMMON = (
    *(PATH, "/v1/hotspots.csv?sort=name", "/v1/hotspots/partnermark-arcade", "/v1/zones"),
    *("/v1/releases", "/v1/areas", "/v1/changes", "/maps/latest"),
    *("/ogc?f=json", "/ogc/collections?f=json", "/ogc/collections/hotspots/items?f=json&limit=1"),
)


def events(world: World) -> list[AuditEvent]:
    return [recorded.event for recorded in world.access.audit_events()]


def kept(app: FastAPI) -> int:
    return len(app.state.service.kept._kept)


def told(answer: Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "x-request-id"}


@pytest.fixture
def app(world: World) -> FastAPI:
    return world.app()


@pytest.fixture
def client(world: World, app: FastAPI) -> TestClient:
    """A partner's, who was just told the hotspots."""
    client = world.client(Audience.PARTNER, app=app)
    assert client.get(PATH).status_code == 200
    assert kept(app) == 1
    return client


@pytest.fixture
def no_long_way(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From when it is called, no answer is made any more."""

    def broken(*_: object, **__: object) -> None:
        raise AssertionError

    return lambda: monkeypatch.setattr("api.gate._principal", broken)


@pytest.mark.parametrize("path", COMMON)
def test_an_answer_is_given_again_with_all_that_it_had(
    world: World, path: str, no_long_way: Callable[[], None]
) -> None:
    client = world.client(Audience.PARTNER)
    first = client.get(path)
    no_long_way()
    second = client.get(path)
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.content == first.content
    assert told(second) == told(first)
    one, other = events(world)
    assert (one.action, one.object_id, one.count) == (other.action, other.object_id, other.count)
    assert (one.request_id, other.request_id) == tuple(
        answer.headers["x-request-id"] for answer in (first, second)
    )
    assert one.principal_id == other.principal_id
    assert one.decision == other.decision == "allowed"
    assert world.access.verify_audit().ok


def test_nothing_new_and_the_head_alone_are_answers_too(
    client: TestClient, no_long_way: Callable[[], None]
) -> None:
    known = {"If-None-Match": client.get(PATH).headers["etag"]}
    first = client.get(PATH, headers=known)
    no_long_way()
    again = client.get(PATH, headers=known)
    assert (first.status_code, again.status_code, again.content) == (304, 304, b"")
    assert told(first) == told(again)
    whole, head = client.get(PATH), client.head(PATH)
    assert (head.status_code, head.content) == (200, b"")
    assert told(head) == told(whole)


def test_log_and_metrics_know_the_route(
    client: TestClient, app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    client.get(PATH)
    (line,) = [r.fields for r in caplog.records if getattr(r, "fields", None)]  # type: ignore[attr-defined] # ours
    assert (line["route"], line["status"]) == (PATH, 200)
    assert line["principal"] != "anonymous"
    counted = app.state.service.metrics.text().decode()
    assert f'method="GET",route="{PATH}",status="200"}} 2.0' in counted


def test_a_key_that_is_revoked_opens_nothing_from_that_moment(
    world: World, client: TestClient
) -> None:
    (key,) = world.access.keys()
    assert client.get(PATH).status_code == 200
    world.access.revoke_key(key.key_id, now=world.now)
    answer = client.get(PATH)
    assert answer.status_code == 401
    assert "Partnermark" not in answer.text
    last = events(world)[-1]
    assert (last.decision, last.principal_id) == ("denied", key.key_id)


def test_a_key_ends_when_it_ends(world: World, app: FastAPI) -> None:
    client = world.client(Audience.PARTNER, app=app)
    world.now += timedelta(days=30, seconds=-1)
    assert client.get(PATH).status_code == 200
    world.now += timedelta(seconds=1)
    assert kept(app) == 1
    assert client.get(PATH).status_code == 401


@pytest.mark.parametrize("key", ["", "hsp_wrong", "\t"])
def test_another_s_answer_needs_a_key_all_the_same(client: TestClient, key: str) -> None:
    answer = client.get(PATH, headers={"X-API-Key": key})
    assert answer.status_code == 401
    assert "Partnermark" not in answer.text


def test_two_keys_are_one_too_many(world: World, client: TestClient) -> None:
    other = {"Authorization": f"Bearer {world.key(Audience.PARTNER)}"}
    assert client.get(PATH, headers=other).json()["code"] == "credentials"


def test_a_bound_key_opens_no_kept_answer_from_elsewhere(world: World, app: FastAPI) -> None:
    key = world.access.create_key(
        name="bound (made up)",
        audience=Audience.PARTNER,
        areas=frozenset(),
        expires_at=world.now + timedelta(days=30),
        networks=("10.0.0.0/8",),
        now=world.now,
    )
    inside, outside = (
        TestClient(
            app,
            base_url="http://127.0.0.1:8000",
            headers={"X-API-Key": key.secret},
            client=(address, 4711),
        )
        for address in ("10.1.2.3", "203.0.113.7")
    )
    statuses = [one.get(PATH).status_code for one in (inside, inside, outside, inside)]
    assert statuses == [200, 200, 401, 200]


def test_each_audience_and_each_area_is_told_its_own(world: World, app: FastAPI) -> None:
    readers = (
        (Audience.PARTNER, (), "Partnermark Arcade"),
        (Audience.BRIEF, (EAST,), "Briefmark Market"),
        (Audience.BRIEF, (WEST,), "Westmark Green"),
        (Audience.PARTNER, (WEST,), "Shared Square"),
    )
    clients = [world.client(audience, *areas, app=app) for audience, areas, _ in readers]
    for _ in range(3):
        for client, (_, _, own) in zip(clients, readers, strict=True):
            text = client.get(PATH).text
            assert own in text
            others = {name for *_, name in readers} - {own}
            assert not any(name in text for name in others - {"Shared Square"})
    assert kept(app) == len(readers)


def test_what_is_published_elsewhere_is_told_at_once(
    world: World,
    client: TestClient,
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
) -> None:
    before = client.get(PATH)
    elsewhere = ReleaseStore.open(f"sqlite:///{world.folder}/releases.sqlite")
    newer = make_release(Audience.PARTNER, make_hotspot("New Place"), months=(4, 9))
    elsewhere.seal(newer, layers={}, sealed_at=world.now + timedelta(days=1))
    elsewhere.close()
    after = client.get(PATH)
    assert "New Place" in after.text
    assert after.headers["etag"] != before.headers["etag"]


def test_what_is_withdrawn_is_told_to_nobody_from_that_moment(later: World) -> None:
    client = later.client(Audience.PARTNER)
    before = [client.get(PATH) for _ in range(2)][-1]
    assert later.digests[Audience.PARTNER] in before.text
    elsewhere = ReleaseStore.open(f"sqlite:///{later.folder}/releases.sqlite")
    digest = later.digests[Audience.PARTNER]
    elsewhere.withdraw(digest, by="made up", reason="a test", at=later.now + timedelta(days=2))
    elsewhere.close()
    after = client.get(PATH)
    assert after.status_code == 200
    assert digest not in after.text
    assert "Shared Square" in after.text


def test_what_was_published_while_an_answer_was_made_is_not_hidden_by_it(
    world: World,
    app: FastAPI,
    monkeypatch: pytest.MonkeyPatch,
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
) -> None:
    product = Products.product
    newer = make_release(Audience.PARTNER, make_hotspot("New Place"), months=(4, 9))

    def slow(*given: Any) -> Any:  # noqa: ANN401 - handed on
        made = product(*given)
        world.seal(newer, at=world.now + timedelta(days=1))
        return made

    client = world.client(Audience.PARTNER, app=app)
    with monkeypatch.context() as patch:
        patch.setattr(Products, "product", slow)
        assert "New Place" not in client.get(PATH).text
    assert kept(app) == 0
    assert "New Place" in client.get(PATH).text


def test_what_cannot_be_recorded_is_not_told(
    world: World, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("ZZCANARY")

    monkeypatch.setattr(type(world.access), "record_all", full)
    answer = client.get(PATH)
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    for word in ("Partnermark", "ZZCANARY", world.digests[Audience.PARTNER]):
        assert word not in answer.text + str(answer.headers)


def test_a_trail_that_was_tampered_with_stops_the_short_way(
    world: World, client: TestClient
) -> None:
    with world.access._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit_head SET seq = 7")
    assert client.get(PATH).status_code == 503


@pytest.mark.parametrize("store", ["access", "releases"])
def test_a_store_that_cannot_be_read_is_told_by_the_long_way(
    world: World, client: TestClient, monkeypatch: pytest.MonkeyPatch, store: str
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise StoreError("ZZCANARY")

    name = {"access": "principals_of_keys", "releases": "mark"}[store]
    monkeypatch.setattr(type(getattr(world, store)), name, gone)
    answer = client.get(PATH)
    assert answer.status_code == 503
    assert "ZZCANARY" not in answer.text


def test_the_short_way_counts(world: World) -> None:
    client = world.client(Audience.PARTNER, requests_per_minute=3)
    answers = [client.get(PATH) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert [answer.headers.get("retry-after") for answer in answers[3:]] == ["60", "60"]
    assert "Partnermark" not in answers[3].text
    recorded = [(event.decision, event.count > 0) for event in events(world)]
    assert recorded == [("allowed", True)] * 3 + [("denied", False)] * 2
    world.now += timedelta(minutes=1)
    assert client.get(PATH).status_code == 200


def test_a_crowd_costs_one_answer_and_is_counted_to_the_last_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, made, product = world.app(requests_per_minute=30), [], Products.product

    def counted(*given: Any) -> Any:  # noqa: ANN401 - handed on
        made.append(given)
        return product(*given)

    monkeypatch.setattr(Products, "product", counted)
    key = {"X-API-Key": world.key(Audience.PARTNER)}

    async def crowd() -> list[int]:
        transport = httpx2.ASGITransport(app)
        base = "http://127.0.0.1:8000"
        async with httpx2.AsyncClient(transport=transport, base_url=base, headers=key) as client:
            answers = await asyncio.gather(*(client.get(PATH) for _ in range(50)))
        return [answer.status_code for answer in answers]

    statuses = asyncio.run(crowd())
    assert (statuses.count(200), statuses.count(429)) == (30, 20)
    decisions = [event.decision for event in events(world)]
    assert (decisions.count("allowed"), decisions.count("denied")) == (30, 20)
    assert len(made) == 1
    assert world.access.verify_audit().ok


def test_others_who_wait_for_somebody_s_answer_are_told_their_own(world: World) -> None:
    app = world.app()
    keys = [world.key(Audience.PARTNER), world.key(Audience.BRIEF, EAST), "hsp_wrong"] * 3

    async def crowd() -> list[Response]:
        transport = httpx2.ASGITransport(app)
        base = "http://127.0.0.1:8000"
        async with httpx2.AsyncClient(transport=transport, base_url=base) as client:
            asked = (client.get(PATH, headers={"X-API-Key": key}) for key in keys)
            return await asyncio.gather(*asked)

    answers = asyncio.run(crowd())
    assert [answer.status_code for answer in answers] == [200, 200, 401] * 3
    for partner, brief in zip(answers[::3], answers[1::3], strict=True):
        assert "Partnermark" in partner.text
        assert "Partnermark" not in brief.text
        assert "Briefmark" in brief.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "text/html"},
        {"Host": "localhost:8000"},
        {"X-Something-New": "1"},
        {"Content-Length": "0"},
        {"Range": "bytes=0-1"},
    ],
)
def test_a_request_that_is_not_the_same_goes_the_long_way(
    client: TestClient, headers: dict[str, str], no_long_way: Callable[[], None]
) -> None:
    no_long_way()
    assert client.get(PATH).status_code == 200
    assert client.get(PATH, headers=headers).status_code == 500
    assert client.get(f"{PATH}?limit=1").status_code == 500


@pytest.mark.parametrize("path", ["/", "/docs", "/ogc/collections/hotspots/items?f=html", "/v1/x"])
def test_a_page_that_names_somebody_and_a_refusal_are_not_kept(
    world: World, app: FastAPI, path: str
) -> None:
    world.client(Audience.PARTNER, app=app).get(path)
    assert kept(app) == 0


def test_what_a_session_is_told_is_not_kept(world: World, app: FastAPI) -> None:
    client = world.client(app=app)
    ours = {"Sec-Fetch-Site": "same-origin"}
    client.post("/login", data={"token": world.link(Audience.PARTNER)}, headers=ours)
    assert client.get(PATH).status_code == 200
    assert kept(app) == 0


def test_the_policy_is_asked_each_time(
    world: World, client: TestClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = {key: rule for key, rule in RULES.items() if key != ("GET", PATH)}
    monkeypatch.setattr("api.shortcut.RULES", others)
    monkeypatch.setattr("api.gate.RULES", others)
    assert client.get(PATH).status_code == 403
    assert events(world)[-1].decision == "denied"
    assert kept(app) == 1
