"""Which addresses and keys are taken, and what is told of the others."""

from __future__ import annotations

import pytest

from hotspots.client import Client
from hotspots.client.address import door_of
from hotspots.errors import ParameterError

ADDRESS = "https://hotspots.example.gov.uk"


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        (ADDRESS, ADDRESS),
        (f" {ADDRESS}/ ", ADDRESS),
        ("https://HOTSPOTS.example.gov.uk:443", ADDRESS),
        (f"{ADDRESS}:8443", f"{ADDRESS}:8443"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost", "http://localhost"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_an_address_is_an_origin(address: str, origin: str) -> None:
    assert door_of(address, "k").origin == origin


@pytest.mark.parametrize(
    "address",
    [
        "http://hotspots.example.gov.uk",
        "http://10.0.0.1",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
    ],
)
def test_clear_text_stays_on_this_machine(address: str) -> None:
    with pytest.raises(ParameterError, match="Use https"):
        door_of(address, "k")


@pytest.mark.parametrize(
    "address",
    [
        *("", "hotspots", "ftp://h", "https://", f"{ADDRESS}/v1", f"{ADDRESS}?key=a"),
        *(f"{ADDRESS}#a", "https://user:ZZCANARY@h", "https://h:port", "https://[::1"),
    ],
)
def test_what_is_no_address_of_a_service_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(ParameterError, match="address alone") as caught:
        door_of(address, "k")
    assert "ZZCANARY" not in str(caught.value)


def test_the_key_is_the_argument_s_or_the_environment_s(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ParameterError, match="HOTSPOTS_KEY"):
        Client(ADDRESS)
    monkeypatch.setenv("HOTSPOTS_KEY", "of-the-environment\n")
    assert door_of(ADDRESS, None).key == "of-the-environment"
    assert door_of(ADDRESS, "given").key == "given"
    with pytest.raises(ParameterError, match="needed"):
        door_of(ADDRESS, " ")


@pytest.mark.parametrize("key", ["ZZCANARY\r\nX-Other: 1", "ZZ CANARY", "ZZCANARY€"])
def test_a_key_that_no_header_can_carry_is_refused_without_repeating_it(key: str) -> None:
    with pytest.raises(ParameterError) as caught:
        door_of(ADDRESS, key)
    assert "CANARY" not in str(caught.value)


def test_the_door_does_not_show_its_key() -> None:
    assert "ZZCANARY" not in repr(door_of(ADDRESS, "ZZCANARY"))
    assert repr(Client(ADDRESS, key="ZZCANARY")) == f"Client('{ADDRESS}')"


@pytest.mark.parametrize("address", [ADDRESS, "http://127.0.0.1:8000"])
def test_what_is_in_clear_text_passes_no_proxy(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example:3128")
    http = Client(address, key="k")._line._http
    assert http.trust_env == address.startswith("https")
    assert bool(http._mounts) == address.startswith("https")
