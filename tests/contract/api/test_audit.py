"""The trail: every read, denial, sign-in and sign-out, and nothing is shown without it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import StoreError
from hotspots.release import Audience

if TYPE_CHECKING:
    from conftest import World

    from hotspots.access import AuditEvent

OURS = {"Sec-Fetch-Site": "same-origin"}
EAST = "E05000001"


def events(world: World) -> list[AuditEvent]:
    return [recorded.event for recorded in world.access.audit_events()]


def test_a_read_is_recorded_with_what_was_seen(world: World) -> None:
    answer = world.client(Audience.PARTNER).get("/v1/hotspots")
    (event,) = events(world)
    assert (event.action, event.decision, event.count) == ("read.hotspots", "allowed", 2)
    assert event.object_id == world.digests[Audience.PARTNER]
    assert event.request_id == answer.headers["x-request-id"]
    assert event.principal_id == world.access.keys()[0].key_id
    assert world.access.verify_audit().ok


@pytest.mark.parametrize(
    ("path", "action", "object_id"),
    [
        ("/v1/hotspots/nowhere", "read.hotspot", "absent"),
        ("/v1/hotspots/westmark-green", "read.hotspot", "westmark-green"),
        ("/v1/hotspots/westmark-green/history", "read.history", "westmark-green"),
        ("/v1/hotspots/partnermark-arcade", "read.hotspot", "absent"),
        ("/v1/releases/ZZCANARY", "read.release", "absent"),
        ("/maps/ZZCANARY", "read.map", "absent"),
        ("/v1/zones?ZZCANARY=1", "read.zones", ""),
        ("/v1/hotspots?zone=ZZCANARY", "read.hotspots", ""),
    ],
)
def test_a_denial_is_recorded_without_what_was_typed(
    world: World, path: str, action: str, object_id: str
) -> None:
    world.client(Audience.BRIEF, EAST).get(path)
    (event,) = events(world)
    assert (event.action, event.object_id) == (action, object_id)
    assert (event.decision, event.count) == ("denied", 0)
    assert event.principal_id != "anonymous"


def test_a_denial_to_nobody_is_recorded(world: World) -> None:
    world.client().get("/v1/hotspots")
    (event,) = events(world)
    assert (event.principal_id, event.decision) == ("anonymous", "denied")


def test_a_key_in_the_address_is_recorded_as_its_owner_s(world: World) -> None:
    key = world.key(Audience.PARTNER)
    answer = world.client().get(f"/v1/hotspots?key={key}")
    assert answer.status_code == 401
    assert answer.json()["code"] == "key-in-address"
    assert key not in answer.text
    (event,) = events(world)
    assert event.principal_id == world.access.keys()[0].key_id
    assert event.decision == "denied"


def test_signing_in_and_out_is_recorded(world: World) -> None:
    client, token = world.client(), world.link(Audience.PARTNER)
    for _ in range(2):
        client.post("/login", data={"token": token}, headers=OURS)
    client.post("/logout", headers=OURS)
    first, second, last = events(world)
    assert (first.action, first.decision) == ("login", "allowed")
    assert (second.action, second.decision, second.principal_id) == ("login", "denied", "anonymous")
    assert (last.action, last.decision, last.principal_id) == (
        "logout",
        "allowed",
        first.principal_id,
    )


def test_what_shows_nothing_is_not_recorded(world: World) -> None:
    client = world.client()
    for path in ("/healthz", "/readyz", "/login", "/assets/site.css", "/favicon.ico"):
        assert client.get(path).status_code == 200
    assert events(world) == []


@pytest.mark.parametrize("path", ["/", "/v1/hotspots", "/v1/releases", "/maps/latest", "/v1/zones"])
def test_a_read_that_cannot_be_recorded_is_not_answered(
    world: World, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client(Audience.PARTNER)

    def fail(*_: object, **__: object) -> None:
        raise StoreError("ZZCANARY")

    monkeypatch.setattr(type(world.access), "record", fail)
    answer = client.get(path)
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    for told in ("Partnermark", "ZZCANARY", world.digests[Audience.PARTNER]):
        assert told not in answer.text + str(answer.headers)


def test_signing_in_that_cannot_be_recorded_gives_no_cookie(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StoreError("full")

    monkeypatch.setattr(type(world.access), "record", fail)
    token = world.link(Audience.PARTNER)
    answer = world.client().post("/login", data={"token": token}, headers=OURS)
    assert answer.status_code == 503
    assert "set-cookie" not in answer.headers


def test_a_trail_that_was_tampered_with_stops_the_service(world: World) -> None:
    client = world.client(Audience.PARTNER)
    assert client.get("/v1/zones").status_code == 200
    with world.access._engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS audit_event_no_delete")
        connection.exec_driver_sql("UPDATE audit_head SET seq = 7")
    assert client.get("/v1/zones").status_code == 503


def test_log_lines_have_templates_and_ids_and_nothing_that_was_sent(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    key = world.key(Audience.PARTNER)
    headers = {"X-API-Key": key, "User-Agent": "ZZCANARY"}
    client = world.client()
    client.get("/v1/hotspots/ZZCANARY", headers=headers)
    client.get("/v1/hotspots?zone=ZZCANARY", headers=headers)
    client.get("/ZZCANARY", headers=headers)
    client.post("/login", data={"token": "ZZCANARY"}, headers=OURS)
    ours = [record for record in caplog.records if record.name.startswith("hotspots")]
    lines = [record.fields for record in ours]  # type: ignore[attr-defined] # our own attribute
    assert [line["route"] for line in lines] == [
        "/v1/hotspots/{hotspot_id}",
        "/v1/hotspots",
        "none",
        "/login",
    ]
    assert [line["status"] for line in lines] == [404, 422, 404, 401]
    assert lines[0]["principal"] == world.access.keys()[0].key_id
    everything = " ".join(str(vars(record)) for record in ours)
    assert "ZZCANARY" not in everything
    assert key not in everything
