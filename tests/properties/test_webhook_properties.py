"""Signatures, pauses and addresses, for whatever there may be of them."""

from __future__ import annotations

import ipaddress
import json
import socket
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hotspots.client import BadWebhook, WebhookEvent, verify_webhook
from hotspots.client.line import _seconds
from hotspots.webhooks import Guard, Signer
from hotspots.webhooks.signature import HEADER

HOST = "hooks.example.org"
GUARD = Guard(hosts=(HOST,))
V4 = st.ip_addresses(v=4)
moments = st.integers(0, 4_000_000_000)
texts = st.fixed_dictionaries({one.name: st.text() for one in fields(WebhookEvent)})


def _signed(body: bytes, *, key: bytes, at: int) -> tuple[dict[str, str], str]:
    signer = Signer(key)
    now = datetime.fromtimestamp(at, UTC)
    return {HEADER: signer.header_of("0a1b2c3d", body, now=now)}, signer.secret_of("0a1b2c3d")


@given(members=texts, key=st.binary(min_size=32, max_size=32), at=moments)
def test_what_is_signed_is_believed_and_read_as_it_was(
    members: dict[str, str], key: bytes, at: int
) -> None:
    body = json.dumps(members).encode()
    headers, secret = _signed(body, key=key, at=at)
    event = verify_webhook(body, headers, secret=secret, now_s=at)
    assert {one.name: getattr(event, one.name) for one in fields(event)} == members


@given(body=st.binary(), other=st.binary(), at=moments, later=st.integers(-600, 600))
def test_another_body_another_moment_or_another_key_is_not_believed(
    body: bytes, other: bytes, at: int, later: int
) -> None:
    headers, secret = _signed(body, key=b"k" * 32, at=at)
    assume(other != body or abs(later) > 300)
    with pytest.raises(BadWebhook):
        verify_webhook(other, headers, secret=secret, now_s=at + later)
    with pytest.raises(BadWebhook, match="secret"):
        verify_webhook(body, headers, secret=f"{secret}0", now_s=at)
    moved = {HEADER: headers[HEADER].replace(f"t={at},", f"t={at + 1},")}
    with pytest.raises(BadWebhook, match="secret"):
        verify_webhook(body, moved, secret=secret, now_s=at)


def _told(address: str) -> bool:
    def answer(host: str, port: int, **_: object) -> list[Any]:
        return [(None, None, None, host, (address, port))]

    with patch.object(socket, "getaddrinfo", answer):
        return bool(GUARD.addresses_of(GUARD.target_of(f"https://{HOST}"), within_s=5))


@given(inner=V4)
def test_an_address_inside_another_leads_no_further_than_it_would_itself(
    inner: ipaddress.IPv4Address,
) -> None:
    number = int(inner)
    is_told = _told(str(inner))
    assert is_told == (inner.is_global and not inner.is_multicast)
    assert _told(f"::ffff:{inner}") == is_told
    for carrier in (
        ipaddress.IPv6Address((0x64FF9B << 96) | number),  # NAT64
        ipaddress.IPv6Address((0x2002 << 112) | (number << 80)),  # 6to4
        ipaddress.IPv6Address((0x20010000 << 96) | (number ^ 0xFFFFFFFF)),  # Teredo
        ipaddress.IPv6Address(number),  # IPv4-compatible
    ):
        assert not _told(str(carrier))


@given(outer=st.ip_addresses(v=6))
def test_no_address_of_a_network_of_our_own_is_told(outer: ipaddress.IPv6Address) -> None:
    if not outer.is_global or outer.is_multicast or outer.is_private:
        assert outer.ipv4_mapped is not None or not _told(str(outer))


@given(text=st.text())
def test_whatever_retry_after_says_it_is_seconds_or_nothing(text: str) -> None:
    found = _seconds(text)
    assert found is None or found >= 0
