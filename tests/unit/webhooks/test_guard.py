"""Where a delivery may go, by the address that is written and by the one that it leads to."""

from __future__ import annotations

import ipaddress
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.errors import ParameterError
from hotspots.webhooks import Guard

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = "hooks.example.org"
GUARD = Guard(hosts=(HOST, "other.example.org:8443"))
OPEN = "93.184.215.14"


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The system's resolver, saying what it is told to."""

    def say(*addresses: str) -> None:
        def answer(host: str, port: int, **_: object) -> list[Any]:
            assert host == HOST
            return [(None, None, None, "", (address, port)) for address in addresses]

        monkeypatch.setattr(socket, "getaddrinfo", answer)

    return say


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        (f"https://{HOST}", HOST, 443, "/"),
        (f"https://{HOST.upper()}:443/a/b?c=d", HOST, 443, "/a/b?c=d"),
        ("https://other.example.org:8443/", "other.example.org", 8443, "/"),
    ],
)
def test_a_listed_host_is_a_target(url: str, host: str, port: int, path: str) -> None:
    target = GUARD.target_of(url)
    assert (target.host, target.port, target.path) == (host, port, path)


@pytest.mark.parametrize(
    "url",
    [
        f"http://{HOST}/",
        f"https://{HOST}:8443/",
        "https://other.example.org/",
        f"https://{HOST}.evil.example/",
        f"https://evil.example/{HOST}",
        f"https://user:ZZCANARY@{HOST}/",
        f"https://{HOST}@evil.example/",
        f"https://{HOST}/#fragment",
        f"https://{HOST}/ b",
        f"https://{HOST}/\r\nX: 1",
        f"https://{HOST}/é",
        f"https://{HOST}/{'a' * 500}",
        "https://127.0.0.1/",
        "https://[::1",
        f"https://{HOST}:port/",
        "file:///etc/passwd",
        "",
    ],
)
def test_any_other_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ParameterError) as caught:
        GUARD.target_of(url)
    assert "ZZCANARY" not in str(caught.value)


@pytest.mark.parametrize("address", [OPEN, "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_the_open_internet_may_be_told(resolver: Callable[..., None], address: str) -> None:
    resolver(address, address)
    found = GUARD.addresses_of(GUARD.target_of(f"https://{HOST}"), within_s=5)
    assert found == (address,)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "0.0.0.0"),  # noqa: S104 - not to be told
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1"),
        *("64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:7f00:1::"),
    ],
)
def test_an_address_of_our_own_is_not_told(resolver: Callable[..., None], address: str) -> None:
    target = GUARD.target_of(f"https://{HOST}")
    resolver(address)
    assert GUARD.addresses_of(target, within_s=5) == ()
    resolver(OPEN, address)
    assert GUARD.addresses_of(target, within_s=5) == ()


def test_a_network_of_our_own_is_told_where_it_is_named(resolver: Callable[..., None]) -> None:
    guard = Guard(hosts=(HOST,), networks=(ipaddress.ip_network("10.2.0.0/16"),))
    target = guard.target_of(f"https://{HOST}")
    for address in ("10.2.3.4", "::ffff:10.2.3.4"):
        resolver(address)
        assert guard.addresses_of(target, within_s=5) == (address,)
    resolver("10.3.3.4")
    assert guard.addresses_of(target, within_s=5) == ()


@pytest.mark.parametrize("error", [socket.gaierror("no such name"), UnicodeError()])
def test_a_name_that_leads_nowhere_has_no_address(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert GUARD.addresses_of(GUARD.target_of(f"https://{HOST}"), within_s=5) == ()


def test_a_resolver_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(3) or [])
    began = time.monotonic()
    assert GUARD.addresses_of(GUARD.target_of(f"https://{HOST}"), within_s=0.02) == ()
    assert time.monotonic() - began < 2
