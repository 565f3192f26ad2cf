"""The service as the command line starts it: a process of its own, told by its environment."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx2
import pytest

from hotspots.keyfile import load_or_create_key
from hotspots.release import Audience

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import World

START_LIMIT_S = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The process, ready; killed at the end if it still runs."""
    told = {name: value for name, value in os.environ.items() if not name.startswith("HOTSPOTS_")}
    told |= {
        "HOTSPOTS_RELEASE_URL": f"sqlite:///{folder}/releases.sqlite",
        "HOTSPOTS_ACCESS_URL": f"sqlite:///{folder}/access.sqlite",
        "HOTSPOTS_SECRETS_FOLDER": str(folder / "keys"),
        "HOTSPOTS_SHARE_LINKS": "true",
    }
    command = [sys.executable, "-m", "api", "--port", str(port)]
    with subprocess.Popen(command, env=told, stderr=subprocess.PIPE, text=True) as child:  # noqa: S603 - our own module
        try:
            wait_until_ready(child, port)
            yield child
        finally:
            child.kill()


def wait_until_ready(child: subprocess.Popen[str], port: int) -> None:
    give_up = time.monotonic() + START_LIMIT_S
    while child.poll() is None and time.monotonic() < give_up:
        try:
            if httpx2.get(f"http://127.0.0.1:{port}/readyz").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    pytest.fail("the service did not become ready")


def test_the_process_serves_and_stops_when_told(world: World) -> None:
    port = free_port()
    for name in ("pepper", "audit"):
        load_or_create_key(world.folder / "keys" / f"{name}.key")
    with serving(world.folder, port) as child:
        address = f"http://127.0.0.1:{port}"
        refused = httpx2.get(f"{address}/v1/hotspots/ZZCANARY?key=ZZCANARY")
        assert refused.status_code == 401
        assert "server" not in refused.headers
        # The keys of this process are not those of the fixture: its key is nobody's here.
        key = world.key(Audience.PARTNER)
        assert httpx2.get(f"{address}/v1/zones", headers={"X-API-Key": key}).status_code == 401
        # A share link's token and a provider's code are in addresses: they are in no log.
        for path in ("/share?token=hsh_ZZCANARY", "/login/organisation/return?code=ZZCANARY"):
            httpx2.get(f"{address}{path}")
        form = {"token": "hsh_ZZCANARY"}
        sent = httpx2.post(f"{address}/share", data=form, headers={"Origin": address})
        assert sent.status_code == 404
        child.send_signal(signal.SIGTERM)
        _, log = child.communicate(timeout=30)
    lines = [json.loads(line) for line in log.splitlines()]
    assert {"started", "request", "stopped"} <= {line["event"] for line in lines}
    assert "ZZCANARY" not in log
    assert key not in log
