"""What every test stands on: no network, and no silent skips where nothing may be skipped."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Generator

# The machines are shared: how long an example takes says nothing. Where a result decides
# whether a change lands, the same examples are drawn each time.
settings.register_profile(
    "hotspots", deadline=None, derandomize=bool(os.environ.get("HOTSPOTS_TEST_NOTHING_SKIPPED"))
)
settings.load_profile("hotspots")

_LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product works offline: a connection to anywhere but this machine is a failure."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:  # noqa: ANN401 - as the socket module types it
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
            msg = "a test tried to reach the network"
            raise AssertionError(msg)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the keys and databases of the person who runs it."""
    for name in [name for name in os.environ if name.startswith("HOTSPOTS_")]:
        if not name.startswith("HOTSPOTS_TEST_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOTSPOTS_SECRETS_FOLDER", str(tmp_path_factory.getbasetemp() / "keys"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, None]:
    """Where everything needed is installed, a skipped test is a failed one."""
    outcome = yield
    report = outcome.get_result()
    if (
        report.skipped
        and os.environ.get("HOTSPOTS_TEST_NOTHING_SKIPPED")
        and not hasattr(report, "wasxfail")
    ):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"
