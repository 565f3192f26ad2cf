"""Rate limits: by principal, by address for signing in, told with Retry-After."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from hotspots.release import Audience

if TYPE_CHECKING:
    from conftest import World
    from httpx2 import Response

OURS = {"Sec-Fetch-Site": "same-origin"}


def assert_refused(answer: Response, *, wait_s: int) -> None:
    assert answer.status_code == 429
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == str(wait_s)
    assert answer.json()["code"] == "rate"


def test_a_principal_may_ask_so_often_and_is_told_when_to_come_back(world: World) -> None:
    client = world.client(Audience.PARTNER, requests_per_minute=3)
    assert [client.get("/v1/zones").status_code for _ in range(3)] == [200] * 3
    assert_refused(client.get("/v1/hotspots"), wait_s=60)
    world.now += timedelta(seconds=15)
    assert_refused(client.get("/maps/latest"), wait_s=45)
    world.now += timedelta(seconds=45)
    assert client.get("/v1/zones").status_code == 200


def test_what_is_beyond_the_limit_is_in_the_trail_and_hands_out_nothing(world: World) -> None:
    client = world.client(Audience.PARTNER, requests_per_minute=1)
    answers = [client.get("/v1/hotspots") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 429, 429]
    assert all("Partnermark" not in answer.text for answer in answers[1:])
    events = [recorded.event for recorded in world.access.audit_events()]
    assert [event.decision for event in events] == ["allowed", "denied", "denied"]
    assert len({event.principal_id for event in events}) == 1


def test_workers_share_the_limit(world: World) -> None:
    apps = [world.app(requests_per_minute=4) for _ in range(2)]
    first, second = (world.client(app=app) for app in apps)
    key = {"X-API-Key": world.key(Audience.PARTNER)}
    statuses = [
        (first if turn % 2 else second).get("/v1/zones", headers=key).status_code
        for turn in range(8)
    ]
    assert statuses == [200] * 4 + [429] * 4


def test_one_principal_s_limit_is_not_another_s(world: World) -> None:
    app = world.app(requests_per_minute=1)
    busy, idle = (world.client(Audience.PARTNER, app=app) for _ in range(2))
    assert [busy.get("/v1/zones").status_code for _ in range(2)] == [200, 429]
    assert idle.get("/v1/zones").status_code == 200


def test_refusals_count_as_well(world: World) -> None:
    client = world.client(Audience.PARTNER, requests_per_minute=2)
    assert [client.get("/v1/releases/x").status_code for _ in range(3)] == [404, 404, 429]


def test_a_link_is_not_used_up_by_an_attempt_beyond_the_limit(world: World) -> None:
    client = world.client(sign_ins_per_minute=2)
    token = world.link(Audience.PARTNER)
    for _ in range(2):
        assert client.post("/login", data={"token": "x"}, headers=OURS).status_code == 401
    assert_refused(client.post("/login", data={"token": token}, headers=OURS), wait_s=60)
    world.now += timedelta(minutes=1)
    assert client.post("/login", data={"token": token}, headers=OURS).status_code == 303


def test_wrong_keys_are_attempts_and_a_right_one_still_gets_in(world: World) -> None:
    app = world.app(sign_ins_per_minute=2)
    client, right = world.client(app=app), world.client(Audience.PARTNER, app=app)
    wrong = {"X-API-Key": "hsp_wrong"}
    statuses = [client.get("/v1/zones", headers=wrong).status_code for _ in range(4)]
    assert statuses == [401, 401, 429, 429]
    assert right.get("/v1/zones").status_code == 200


@pytest.mark.parametrize(
    ("one", "other", "is_shared"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::2", True),  # one subscriber's choice of addresses
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("", "nonsense", True),
    ],
)
def test_an_address_is_a_subscriber(world: World, one: str, other: str, *, is_shared: bool) -> None:
    app = world.app(sign_ins_per_minute=1)
    clients = [
        TestClient(app, base_url="http://127.0.0.1:8000", client=(address, 1))
        for address in (one, other)
    ]
    statuses = [
        client.post("/login", data={"token": "x"}, headers=OURS).status_code for client in clients
    ]
    assert statuses == [401, 429 if is_shared else 401]


def test_health_is_never_limited(world: World) -> None:
    client = world.client(requests_per_minute=1, sign_ins_per_minute=1)
    assert [client.get("/healthz").status_code for _ in range(5)] == [200] * 5
    assert world.access.audit_events() == ()


def test_whom_the_worker_remembers_is_bounded(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.limits._MOST_REMEMBERED", 1)
    app = world.app(requests_per_minute=1)
    clients = [world.client(Audience.PARTNER, app=app) for _ in range(3)]
    for client in clients:
        assert [client.get("/v1/zones").status_code for _ in range(2)] == [200, 429]
    assert len(app.state.service.limits._until) == 1
    assert [client.get("/v1/zones").status_code for client in clients] == [429] * 3
