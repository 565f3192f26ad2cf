"""Which deliveries are believed."""

from __future__ import annotations

import hashlib
import hmac
import json
import time

import pytest

from hotspots.client import BadWebhook, ClientError, verify_webhook

SECRET = "made-up-secret"  # noqa: S105 - made up
OTHER = "another made-up secret"
EVENT = {
    "event_id": "e1",
    "event": "release.published",
    "release_id": "0123456789ab",
    "digest": "0" * 64,
    "audience": "partner",
    "first": "2021-01-01",
    "last": "2021-06-30",
    "link": "https://hotspots.example.gov.uk/v1/releases/0",
}
BODY = json.dumps(EVENT).encode()


def signed(body: bytes, *, at: int = 1000, secret: str = SECRET) -> dict[str, str]:
    code = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {"content-type": "application/json", "hotspots-signature": f"t={at},v1={code}"}


def test_a_genuine_delivery_is_its_event() -> None:
    found = verify_webhook(BODY, signed(BODY), secret=SECRET, now_s=1299)
    assert {name: getattr(found, name) for name in EVENT} == EVENT


def test_the_clock_is_this_machine_s_by_default() -> None:
    assert verify_webhook(BODY, signed(BODY, at=int(time.time())), secret=SECRET).event_id == "e1"


@pytest.mark.parametrize("now_s", [1301.0, 699.0])
def test_an_old_delivery_that_is_sent_again_is_not_believed(now_s: float) -> None:
    with pytest.raises(BadWebhook, match="too old"):
        verify_webhook(BODY, signed(BODY), secret=SECRET, now_s=now_s)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (BODY + b" ", signed(BODY)),
        (BODY, signed(BODY, secret=OTHER)),
        (BODY, {"Hotspots-Signature": signed(BODY)["hotspots-signature"].replace("1000", "1001")}),
        (BODY, {}),
        (BODY, {"Hotspots-Signature": "v1="}),
        (BODY, {"Hotspots-Signature": "t=1000,v1=" + "é" * 64}),
    ],
)
def test_what_was_altered_or_never_signed_is_not_believed(
    body: bytes, headers: dict[str, str]
) -> None:
    with pytest.raises(BadWebhook):
        verify_webhook(body, headers, secret=SECRET, now_s=1000)


@pytest.mark.parametrize("body", [b"{}", b"[]", b"<", b'"text"'])
def test_what_is_signed_and_no_event_is_told(body: bytes) -> None:
    with pytest.raises(ClientError, match="not an event"):
        verify_webhook(body, signed(body), secret=SECRET, now_s=1000)
