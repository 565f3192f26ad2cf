"""What an event says, that its signature is what the client checks, and that no secret shows."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from hotspots.client import BadWebhook, verify_webhook
from hotspots.errors import ParameterError
from hotspots.period import Period
from hotspots.release import Audience, Release, ShownCount
from hotspots.settings import WebhookSettings
from hotspots.webhooks import Endpoint, Signer
from hotspots.webhooks.announcement import publication, trial
from hotspots.webhooks.signature import HEADER

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ENDPOINT = Endpoint(
    webhook_id="0a1b2c3d",
    url="https://hooks.example.org/",
    audience=Audience.PARTNER,
    service_address="https://hotspots.example.gov.uk",
)
SIGNER = Signer(b"ZZCANARY" * 4)
RELEASE = Release(
    audience=Audience.PARTNER,
    period=Period(first=date(2021, 1, 1), last=date(2021, 6, 30)),
    title="ZZTITLE",
    classification="OFFICIAL-SENSITIVE",
    policy_version="test-1",
    banner="SYNTHETIC DATA",
    notices=("ZZNOTICE",),
    total_episodes=ShownCount(text="about 731", value=731),
    hotspots=(),
    zones=(),
)


def test_an_event_names_the_release_and_has_no_figure_and_no_words_of_it() -> None:
    body = publication(RELEASE, ENDPOINT, event_id="e1")
    assert json.loads(body) == {
        "event_id": "e1",
        "event": "release.published",
        "release_id": RELEASE.digest[:12],
        "digest": RELEASE.digest,
        "audience": "partner",
        "first": "2021-01-01",
        "last": "2021-06-30",
        "link": f"https://hotspots.example.gov.uk/v1/releases/{RELEASE.digest}",
    }


def test_the_client_believes_what_is_signed_here() -> None:
    body = publication(RELEASE, ENDPOINT, event_id="e1")
    headers = {HEADER: SIGNER.header_of(ENDPOINT.webhook_id, body, now=NOW)}
    secret = SIGNER.secret_of(ENDPOINT.webhook_id)
    event = verify_webhook(body, headers, secret=secret, now_s=NOW.timestamp() + 1)
    assert (event.event_id, event.digest) == ("e1", RELEASE.digest)
    with pytest.raises(BadWebhook, match="secret"):
        verify_webhook(body, headers, secret=SIGNER.secret_of("0a1b2c3e"))


def test_a_test_has_the_same_members_and_no_release() -> None:
    body = trial(ENDPOINT, event_id="e2")
    headers = {HEADER: SIGNER.header_of(ENDPOINT.webhook_id, body, now=NOW)}
    secret = SIGNER.secret_of(ENDPOINT.webhook_id)
    event = verify_webhook(body, headers, secret=secret, now_s=NOW.timestamp())
    assert (event.event, event.digest) == ("webhook.test", "")


def test_each_endpoint_has_a_secret_of_its_own_and_none_shows_the_key() -> None:
    assert SIGNER.secret_of("0a1b2c3d") != SIGNER.secret_of("0a1b2c3e")
    assert SIGNER.secret_of("0a1b2c3d") == SIGNER.secret_of("0a1b2c3d")
    assert "ZZCANARY" not in repr(SIGNER)


def test_nothing_may_be_told_unless_it_is_set() -> None:
    assert WebhookSettings().hosts == ()


def test_hosts_and_networks_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTSPOTS_WEBHOOK_HOSTS", "Hooks.example.org, other.example.org:8443")
    monkeypatch.setenv("HOTSPOTS_WEBHOOK_NETWORKS", "10.2.0.0/16")
    settings = WebhookSettings()
    assert settings.hosts == ("hooks.example.org", "other.example.org:8443")
    assert settings.networks == ("10.2.0.0/16",)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("HOSTS", value) for value in ("*.example.org", "https://h", "a@b")),
        *(("NETWORKS", value) for value in ("0.0.0.0/0", "::/0", "ZZCANARY", "10.2.0.1/16")),
    ],
)
def test_a_setting_that_is_too_wide_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"HOTSPOTS_WEBHOOK_{name}", value)
    with pytest.raises(ValueError, match=r"takes|may not") as caught:
        WebhookSettings()
    assert "ZZCANARY" not in str(caught.value)
    assert not isinstance(caught.value, ParameterError)
