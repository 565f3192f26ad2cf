"""Metrics: closed unless they have a key of their own, and about nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.release import Audience

if TYPE_CHECKING:
    from conftest import World

KEY = "a-monitoring-key-of-the-test"
BEARER = {"Authorization": f"Bearer {KEY}"}


def test_without_a_key_in_the_settings_there_are_none(world: World) -> None:
    assert world.client().get("/metrics", headers=BEARER).status_code == 404
    assert world.client(Audience.PARTNER).get("/metrics").status_code == 404


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer wrong", f"Basic {KEY}", f"Bearer {KEY}x", "Bearer \xe9"]
)
def test_a_wrong_key_is_refused_and_recorded(world: World, authorization: str) -> None:
    client = world.client(metrics_key=KEY)
    headers = [(b"authorization", authorization.encode("latin-1"))]
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 401
    assert [one.event.decision for one in world.access.audit_events()] == ["denied"]


def test_no_principal_is_the_monitoring_system(world: World) -> None:
    client = world.client(Audience.PARTNER, metrics_key=KEY)
    assert client.get("/metrics").status_code == 401
    (recorded,) = world.access.audit_events()
    assert recorded.event.decision == "denied"


def test_they_count_by_template_and_name_nobody(world: World) -> None:
    app = world.app(metrics_key=KEY)
    partner = world.client(Audience.PARTNER, app=app)
    for path in ("/v1/hotspots/partnermark-arcade", "/v1/hotspots/ZZCANARY", "/ZZCANARY"):
        partner.get(path)
    partner.request("ZZCANARY", "/v1/zones")
    text = world.client(app=app).get("/metrics", headers=BEARER).text
    wanted = (
        'hotspots_requests_total{method="GET",route="/v1/hotspots/{hotspot_id}",status="200"} 1.0'
    )
    assert wanted in text
    assert 'method="other"' in text
    assert 'hotspots_request_seconds_count{route="none"}' in text
    for told in ("ZZCANARY", "partnermark", world.access.keys()[0].key_id, "E0500"):
        assert told not in text


def test_they_are_not_listed_for_partners(world: World) -> None:
    assert "/metrics" not in world.client(Audience.PARTNER).get("/openapi.json").json()["paths"]
