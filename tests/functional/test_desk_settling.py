"""Settling places at the desk in a browser: by keys, on the map, without a script, and safely."""

from __future__ import annotations

import csv
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Dialog, Page

pytestmark = pytest.mark.browser
START_LIMIT_S = 60
SIZES = [(1280, 800), (390, 844)]
HEADING = (
    "Episode ID", "Child ID", "Status", "Missing From Date", "Missing From Time",
    "Return Date", "Return Time", "Places Visited",
)  # fmt: skip
MARKUP = "<script>alert(1)</script> corner <img src=x onerror=alert(2)>"
TURNED = "\N{RIGHT-TO-LEFT OVERRIDE}retsnaps eht raen wall"
# One word without a space; a cell of more than 4,096 characters is rejected with its row.
LONG, TOO_LONG = "Zyxland" * 500, "Zyxland" * 1_430
TEXTS = (*["aldi"] * 5, *["on the bus"] * 4, *["Osmaston Road"] * 3, "the arches", "DE24")
HOSTILE = (MARKUP, TURNED, LONG, TOO_LONG, '" autofocus onfocus=alert(3) x="', "{{ 7 * 7 }} park")


@dataclass
class Seen:
    """A page, and whatever it did that it must not do."""

    page: Page
    problems: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)


@dataclass
class Running:
    """A desk that was started, and the link of each person."""

    links: Mapping[str, str]

    @property
    def origin(self) -> str:
        """Where it is."""
        return next(iter(self.links.values())).partition("/enter")[0]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _written(path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(HEADING)
        for number, text in enumerate((*TEXTS, *HOSTILE)):
            when = ("01/06/2021", "17:05", "01/06/2021", "21:10")
            writer.writerow((f"SYN-E{number}", f"SYN-{number}", "Missing", *when, text))
    return path


def _wait_for(origin: str) -> None:
    end = time.monotonic() + START_LIMIT_S
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{origin}/assets/icon.svg", timeout=5):  # noqa: S310 - our own desk
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail("the desk did not start")


@pytest.fixture(scope="module")
def secrets_folder(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    return os.environ | {"HOTSPOTS_SECRETS_FOLDER": str(tmp_path_factory.mktemp("keys"))}


@pytest.fixture(scope="module")
def filled(secrets_folder: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose register holds the texts and nothing else."""
    folder = tmp_path_factory.mktemp("desk")
    out, file = folder / "out", _written(folder / "SYNTHETIC-week.csv")
    ingest = [sys.executable, "-m", "hotspots.cli", "ingest", str(file), "--out", str(out)]
    subprocess.run(ingest, check=True, capture_output=True, env=secrets_folder)  # noqa: S603 - our own module
    return out


@pytest.fixture
def desk(filled: Path, secrets_folder: Mapping[str, str], tmp_path: Path) -> Iterator[Running]:
    """`python -m desk` over a copy of that folder."""
    out = shutil.copytree(filled, tmp_path / "out")
    people = ("A. Example", "B. Example", "C. Example")
    command = [sys.executable, "-m", "desk", "--out", str(out), "--no-browser"]
    command += ["--port", str(_free_port())]
    for person in people:
        command += ["--person", person]
    process = subprocess.Popen(  # noqa: S603 - our own module
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=secrets_folder
    )
    assert process.stderr is not None
    try:
        told = [process.stderr.readline() for _ in people]
        links = {person: line.split(": ", 1)[1].strip() for person, line in zip(people, told)}  # noqa: B905 - made together
        running = Running(links)
        _wait_for(running.origin)
        yield running
        process.send_signal(signal.SIGINT)
        process.wait(timeout=START_LIMIT_S)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


@pytest.fixture
def enter(browser: Browser, desk: Running) -> Iterator[Callable[..., Seen]]:
    """Opens the desk for somebody, and notes what their pages do."""
    contexts: list[BrowserContext] = []

    def entered(person: str = "A. Example", *, width: int = 1280, **options: Any) -> Seen:  # noqa: ANN401 - of the browser
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        seen = Seen(context.new_page())
        page = seen.page

        def noted(dialog: Dialog) -> None:
            seen.problems.append(dialog.message)
            dialog.dismiss()

        page.on("console", lambda message: seen.problems.append(message.text))
        page.on("pageerror", lambda error: seen.problems.append(str(error)))
        page.on("dialog", noted)
        page.on("request", lambda request: seen.hosts.add(request.url.split("/")[2]))
        page.goto(desk.links[person])
        page.get_by_role("button", name="Open the desk").click()
        page.wait_for_url(f"{desk.origin}/")
        return seen

    yield entered
    for context in contexts:
        context.close()


def _first(page: Page, origin: str) -> None:
    page.goto(f"{origin}/settle")
    page.get_by_role("link", name="Begin with the most frequent").click()
    page.wait_for_selector("[data-settle]")


def _text(page: Page) -> str:
    return page.inner_text("h1")


def _is_not_wider(page: Page) -> bool:
    wide: bool = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return not wide


def test_three_places_are_settled_by_the_keyboard_alone(
    desk: Running, enter: Callable[..., Seen]
) -> None:
    seen = enter()
    page = seen.page
    _first(page, desk.origin)
    assert "aldi" in _text(page)
    for key, following in (("1", "on the bus"), ("o", "Osmaston Road"), ("n", "")):
        page.keyboard.press(key)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert following in _text(page)
    page.goto(f"{desk.origin}/settle")
    settled = page.locator("h2:has-text('What was settled') + div").inner_text()
    for words in ("aldi", "Aldi Alvaston", "outside", "none", "A. Example"):
        assert words in settled
    assert "aldi" not in page.locator("h1 ~ div.wide").first.inner_text().lower()
    assert (seen.problems, seen.hosts) == ([], {desk.origin.removeprefix("http://")})


def test_a_place_is_typed_or_pointed_at_and_taken_back(
    desk: Running, enter: Callable[..., Seen]
) -> None:
    seen = enter()
    page = seen.page
    _first(page, desk.origin)
    page.fill("#typed", "Markeaton Park")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("[data-town]").click(position={"x": 200, "y": 200})
    typed = page.input_value("#typed")
    assert re.fullmatch(r"4\d{5}, 3\d{5}", typed)
    with page.expect_navigation():
        page.get_by_role("button", name="Settle it").click()
    page.goto(f"{desk.origin}/settle")
    assert typed in page.inner_text("main")
    page.get_by_role("button", name="Take back: aldi").click()
    page.wait_for_load_state()
    begin = page.get_by_role("link", name="aldi", exact=True)
    assert begin.count() == 1
    assert seen.problems == []


def test_the_map_chooses_a_numbered_place(desk: Running, enter: Callable[..., Seen]) -> None:
    seen = enter()
    _first(seen.page, desk.origin)
    seen.page.locator("g.candidate circle").first.click()
    chosen = seen.page.locator("input[type=radio]:checked")
    assert chosen.get_attribute("data-place")
    assert seen.page.locator("#typed").input_value() == ""
    assert seen.problems == []


def test_without_a_script_the_form_is_enough(desk: Running, enter: Callable[..., Seen]) -> None:
    seen = enter(java_script_enabled=False)
    _first(seen.page, desk.origin)
    seen.page.check("#c1")
    seen.page.get_by_role("button", name="Settle it").click()
    assert "on the bus" in _text(seen.page)


def test_an_answer_that_is_none_is_asked_again_in_place(
    desk: Running, enter: Callable[..., Seen]
) -> None:
    page = enter().page
    _first(page, desk.origin)
    page.fill("#typed", "Nowhere at all")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "not a place" in page.get_by_role("alert").inner_text()
    assert "aldi" in _text(page)
    assert page.input_value("#typed") == "Nowhere at all"


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_hostile_texts_are_words_and_axe_finds_nothing(
    desk: Running, enter: Callable[..., Seen], width: int, height: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe").Axe()
    seen = enter(width=width)
    page = seen.page
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{desk.origin}/settle")
    assert axe.run(page).response["violations"] == []
    assert _is_not_wider(page)
    assert page.locator("main img, main script").count() == 0
    addresses = page.eval_on_selector_all(
        "tbody th a", "links => links.map((one) => one.getAttribute('href'))"
    )
    asked = []
    for address in addresses:
        page.goto(desk.origin + address)
        asked.append(_text(page))
        assert page.locator("main img, main script").count() == 0
        assert _is_not_wider(page), asked[-1][:40]
        height_of_text = page.evaluate("document.querySelector('h1').offsetHeight")
        assert height_of_text < 600, asked[-1][:40]
    assert axe.run(page).response["violations"] == []
    every = "\n".join(asked)
    for words in (MARKUP, "retsnaps eht raen wall", "Zyxland", "onfocus=alert(3)", "{{ 7 * 7 }}"):
        assert words in every
    assert (seen.problems, seen.hosts) == ([], {desk.origin.removeprefix("http://")})
