"""`hotspots demo --serve`, as a partner meets it: link, sign-in, map; then Ctrl+C."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
START_LIMIT_S = 90


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _links(process: subprocess.Popen[str]) -> dict[str, str]:
    """The three links, read as they are printed."""
    assert process.stdout is not None
    links: dict[str, str] = {}
    for line in process.stdout:
        found = re.match(r"  (\w+).*: (http://127\.0\.0\.1:\S+)$", line.rstrip())
        if found:
            links[found[1]] = found[2]
        if len(links) == 3:
            break
    return links


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    out: Path = tmp_path_factory.mktemp("service") / "out"
    command = [sys.executable, "-m", "hotspots.cli", "demo", "--serve"]
    process = subprocess.Popen(  # noqa: S603 - our own module
        [*command, "--out", str(out), "--port", str(_free_port())],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield _links(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=START_LIMIT_S) == 0
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def test_a_partner_signs_in_and_sees_the_seven(service: dict[str, str], browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2].split(":")[0]))
    page.goto(service["Missing"])
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile(r"/$"))
    page.goto(page.url + "maps/latest")
    page.wait_for_timeout(500)
    text = page.inner_text("body")
    for name in ("Derby Bus Station", "Markeaton Park", "Spider Island", "Lidl Alvaston"):
        assert name in text
    assert "SYNTHETIC" in text
    assert problems == []
    assert hosts == {"127.0.0.1"}
    context.close()


def test_a_link_works_once(service: dict[str, str], browser: Browser) -> None:
    for expected in (True, False):
        context = browser.new_context()
        page = context.new_page()
        page.goto(service["Public"])
        page.get_by_role("button", name="Continue").click()
        page.wait_for_load_state()
        assert ("Sign out" in page.inner_text("body")) is expected
        context.close()
