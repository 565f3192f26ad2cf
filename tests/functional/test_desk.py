"""The desk in a browser, as `hotspots desk` starts it: from the week's file to publishing."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from hotspots.cli.main import hotspots

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
LIMIT_MS = 60_000
WEEK = """Episode ID,Child ID,Status,Missing From Date,Return Date,Last Seen Location
N1,SYN-900,Missing,01/06/2021,01/06/2021,"<img src=x onerror=alert(1)>"
N2,SYN-901,Missing,02/06/2021,02/06/2021,"\u202e kcab ot tnorf"
N3,SYN-902,Missing,31/02/2021,,nowhere
"""


@dataclass
class Running:
    """The desk's process, its address, and a link for each person."""

    address: str
    links: list[str]
    out: Path


@dataclass
class Visit:
    """Somebody's page, and what it did that it must not do."""

    page: Page
    context: BrowserContext
    problems: list[str] = field(default_factory=list)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    out: Path = tmp_path_factory.mktemp("desk") / "out"
    made = CliRunner().invoke(hotspots, ["demo", "--out", str(out)], catch_exceptions=False)
    assert made.exit_code == 0
    port = _free_port()
    command = [sys.executable, "-m", "hotspots.cli", "desk", "--out", str(out), "--two"]
    people = ["--person", "A. Example", "--person", "B. Example", "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603 - our own module
        [*command, *people, "--no-browser"], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    try:
        lines = [process.stderr.readline() for _ in range(3)]
        links = [found[0] for line in lines if (found := re.search(r"http://\S+", line))]
        _wait_for(port)
        yield Running(f"http://127.0.0.1:{port}", links, out)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def _wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            probe.settimeout(0.1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the desk did not start")


def _enter(browser: Browser, running: Running, link: int, *, width: int) -> Visit:
    context = browser.new_context(viewport={"width": width, "height": 844})
    visit = Visit(context.new_page(), context)
    page = visit.page
    page.on("console", lambda message: visit.problems.append(message.text))
    page.on("pageerror", lambda error: visit.problems.append(str(error)))
    page.on("dialog", lambda dialog: (visit.problems.append(dialog.message), dialog.dismiss()))
    page.on(
        "request",
        lambda asked: asked.url.startswith(running.address) or visit.problems.append(asked.url),
    )
    page.goto(running.links[link])
    page.get_by_role("button", name="Open the desk").press("Enter")
    page.wait_for_url(running.address + "/")
    return visit


def _axe(page: Page) -> list[object]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe").Axe()
    found: list[object] = axe.run(page).response["violations"]
    return found


def test_a_week_from_the_file_to_publishing(browser: Browser, running: Running) -> None:
    first = _enter(browser, running, 0, width=1280)
    page = first.page
    _give_the_file(page, running)
    _settle_by_keyboard(page, running)
    page.goto(f"{running.address}/look")
    page.fill("#first", "2021-01-01")
    page.fill("#last", "2021-06-30")
    page.get_by_role("button", name="Look").click()
    page.wait_for_url("**/look", timeout=LIMIT_MS)
    assert "Derby Bus Station" in page.inner_text("main")
    assert _axe(page) == []
    page.get_by_role("button", name="Ask another person").click()
    page.wait_for_url("**/publish")

    second = _enter(browser, running, 1, width=390)
    other = second.page
    assert "A. Example asks for approval" in other.inner_text("main")
    for path in ("/", "/weekly", "/settle", "/look", "/names", "/withdraw", "/publish"):
        other.goto(running.address + path)
        assert _axe(other) == [], path
        assert other.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    other.get_by_role("button", name="Approve and publish").click()
    other.wait_for_url("**/publish", timeout=LIMIT_MS)
    other.wait_for_selector(".done, .refused", timeout=LIMIT_MS)
    said = other.inner_text("main")
    assert "Published:" in said, said
    for visit in (first, second):
        assert visit.problems == []
        visit.context.close()


def _give_the_file(page: Page, running: Running) -> None:
    file = running.out.parent / "week 23.csv"
    file.write_text(WEEK, encoding="utf-8")
    page.goto(f"{running.address}/weekly")
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url("**/weekly", timeout=LIMIT_MS)
    said = page.inner_text("main")
    assert "3 rows = 2 kept + 1 rejected" in said
    assert "Row 4" in said
    assert _axe(page) == []


def _settle_by_keyboard(page: Page, running: Running) -> None:
    page.goto(f"{running.address}/settle")
    assert "onerror" in page.inner_text("main")
    assert _axe(page) == []
    page.get_by_role("link", name="Begin with").press("Enter")
    for key in ("n", "p", "o"):
        page.wait_for_load_state("load")
        assert page.locator("[data-settle]").count() == 1, page.inner_text("main")
        before = page.url
        page.keyboard.press(key)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before)
    assert _axe(page) == []
    _settle_on_the_map(page)
    page.goto(f"{running.address}/settle")
    settled = page.inner_text("main").partition("What was settled")[2]
    for answer in ("none", "private", "outside", "Markeaton Park"):
        assert answer in settled


def _settle_on_the_map(page: Page) -> None:
    page.locator("g.spot[data-name='Markeaton Park'] circle").dispatch_event("click")
    assert "Markeaton Park" in page.inner_text("[data-pointed]")
    box = page.locator("[data-town]").bounding_box()
    assert box is not None
    if not page.input_value("#typed"):
        assert page.is_checked("[data-place='markeaton-park']")
    page.mouse.click(box["x"] + 8, box["y"] + 8)
    assert re.fullmatch(r"\d{6}, \d{6}", page.input_value("#typed"))
    page.fill("#typed", "Markeaton Park")
    before = page.url
    page.locator("#typed").press("Enter")
    page.wait_for_url(lambda url: url != before)


def test_it_works_without_a_script(browser: Browser, running: Running) -> None:
    """After the first test has used both links: the door says so, without a script, too."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(running.links[0])
    page.get_by_role("button", name="Open the desk").click()
    assert "used before" in page.inner_text("main")
    context.close()
