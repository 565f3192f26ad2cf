"""The client over a real connection: whom it trusts, and what its libraries log of it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from hotspots.client import Client, Patience, Problem, Unreachable

if TYPE_CHECKING:
    from conftest import Receiver

KEY = "hsp_ab12cd34_ZZCANARY"
ONCE = Patience(most_tries=1)


def test_a_certificate_of_the_council_s_own_is_trusted_where_it_is_named(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    address = f"https://{receiver.host}"
    # The receiver answers GET with 501: it was reached, over TLS, and read.
    with (
        Client(address, key=KEY, tls=receiver.tls, patience=ONCE) as service,
        pytest.raises(Problem) as caught,
    ):
        service.zones()
    assert caught.value.status == 501
    with (
        Client(address, key=KEY, patience=ONCE) as service,
        pytest.raises(Unreachable, match="ConnectError"),
    ):
        service.zones()
    assert "send_request_headers" in caplog.text  # it logs at all
    assert "ZZCANARY" not in caplog.text
