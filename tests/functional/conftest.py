"""A browser, and releases made by hand: no child was ever behind these figures."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.geo import PointM, to_lon_lat
from hotspots.map import render_map
from hotspots.period import Period
from hotspots.release import (
    Audience,
    Release,
    ReleasedHotspot,
    ReleasedZone,
    ShownArea,
    ShownCell,
    ShownCount,
    ShownPosition,
    Withheld,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route

ROOT = Path(__file__).resolve().parent.parent.parent
WARDS = ROOT / "data" / "boundaries" / "derby_wards.geojson"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ALVASTON = "Alvaston and Allenton"
# The report's seven places in its three zones (name, category, zone, ward, easting,
# northing, extent in metres, episodes shown).
SEVEN = (
    ("Aldi Alvaston", "supermarket", ALVASTON, "Alvaston North", 437434, 332993, 60, 35),
    (
        "Blue Peter public house, Alvaston",
        "pub",
        ALVASTON,
        "Alvaston South",
        438537,
        333378,
        60,
        25,
    ),
    ("Lidl Alvaston", "supermarket", ALVASTON, "Alvaston North", 438569, 334040, 60, 20),
    (
        "Spider Island (Mitre Island), Allenton",
        "road",
        ALVASTON,
        "Allenton",
        436904,
        332837,
        60,
        15,
    ),
    ("Derby Bus Station", "transport", "City centre", "Arboretum", 435601, 336203, 80, 60),
    ("Assembly Rooms Car Park", "car park", "City centre", "Arboretum", 435379, 336469, 60, 15),
    ("Markeaton Park", "park", "Markeaton Park", "Darley", 433353, 337462, 400, 40),
)


def count(value: int | None) -> ShownCount:
    """A count as the gate would show it."""
    if value is None:
        return ShownCount(text=Withheld.TOO_FEW.value, reason=Withheld.TOO_FEW)
    return ShownCount(text=f"about {value}", value=value)


def place(
    name: str, *, at: tuple[float, float], category: str = "park", extent_m: float = 60.0
) -> ReleasedHotspot:
    """A hotspot at a public place, `at` in metres."""
    lon, lat = to_lon_lat(PointM(*at))
    return ReleasedHotspot(
        hotspot_id=f"place-{at[0]:.0f}-{at[1]:.0f}",
        name=name,
        category=category,
        zone="",
        area=None,
        position=ShownPosition(easting=at[0], northing=at[1], lon=lon, lat=lat),
        extent_m=extent_m,
        episodes=count(20),
        children=ShownCount(text="5 to 7"),
        first_month="2021-01",
        last_month="2021-06",
    )


def release(*hotspots: ReleasedHotspot, zones: tuple[ReleasedZone, ...] = ()) -> Release:
    """A release for the partners."""
    return Release(
        audience=Audience.PARTNER,
        period=Period(first=date(2021, 1, 1), last=date(2021, 6, 30)),
        title="Hotspots of missing episodes",
        classification="OFFICIAL-SENSITIVE",
        policy_version="partner-1",
        banner="Synthetic data: no real child or episode is behind these figures.",
        notices=(
            "Only public places are shown. Homes, placements and schools never are.",
            "Places with too few young people or episodes are left out; how many is not said.",
            "Numbers are rounded to the nearest 5, so they do not add up exactly.",
            "An episode is counted at a place when the place was named in its record.",
        ),
        total_episodes=count(245),
        hotspots=hotspots,
        zones=zones,
        attribution=(
            "Contains OS data © Crown copyright and database right 2024.",
            "Source: Office for National Statistics, Open Government Licence v3.0.",
        ),
    )


def _seven() -> Release:
    hotspots = []
    for name, category, zone, ward, easting, northing, extent, episodes in SEVEN:
        made = place(name, at=(easting, northing), category=category, extent_m=extent)
        area = ShownArea(code="E05015507", name=ward)
        hotspots.append(
            replace(
                made,
                zone=zone,
                area=area,
                episodes=count(episodes),
                time_bands=(("12:00 to 18:00", count(15)), ("18:00 to 24:00", count(None))),
            )
        )
    zones = []
    for name in dict.fromkeys(hotspot.zone for hotspot in hotspots):
        own = [hotspot for hotspot in hotspots if hotspot.zone == name]
        total = sum(hotspot.episodes.value or 0 for hotspot in own)
        ids = tuple(hotspot.hotspot_id for hotspot in own)
        zones.append(ReleasedZone(name=name, hotspot_ids=ids, episodes=count(total)))
    return release(*hotspots, zones=tuple(zones))


def _cell(easting: int, northing: int) -> ShownCell:
    ring = tuple(
        to_lon_lat(PointM(easting + east, northing + north))
        for east, north in ((0, 0), (100, 0), (100, 100), (0, 100), (0, 0))
    )
    return ShownCell(easting=easting, northing=northing, ring=ring)


@pytest.fixture
def seven() -> Release:
    """The report's seven hotspots, with made-up counts."""
    return _seven()


@pytest.fixture
def context() -> Release:
    """An open-data layer of thirty groups of cells."""
    groups = []
    for number in range(30):
        easting, northing = 433000 + (number % 6) * 1000, 333000 + (number // 6) * 900
        made = place(f"Shoplifting {number + 1}", at=(easting + 50, northing + 50))
        cells = (_cell(easting, northing), _cell(easting + 100, northing))
        groups.append(replace(made, category="shoplifting", cells=cells))
    return replace(
        release(*groups),
        audience=Audience.OPEN_DATA,
        title="Street-level crime records",
        classification="OFFICIAL",
        banner="",
        notices=(),
    )


@pytest.fixture(scope="session")
def wards() -> dict[str, Any]:
    """Derby's wards, or a square where the layer has not been built."""
    if WARDS.exists():
        layer: dict[str, Any] = json.loads(WARDS.read_bytes())
        return layer
    corners = (
        (433000, 330000),
        (440000, 330000),
        (440000, 339000),
        (433000, 339000),
        (433000, 330000),
    )
    ring = [list(to_lon_lat(PointM(*corner))) for corner in corners]
    square = {"type": "Polygon", "coordinates": [ring]}
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"WD24NM": "Ward"}, "geometry": square}],
    }


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one that HOTSPOTS_TEST_CHROMIUM names.

    For one module, not for the session: the driver keeps an event loop running in this thread
    for as long as it is open, and no later test could start its own.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = os.environ.get("HOTSPOTS_TEST_CHROMIUM") or shutil.which("chromium")
    if program is None:
        pytest.skip("no Chromium: install it or set HOTSPOTS_TEST_CHROMIUM")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=program, args=CHROMIUM_ARGS)
        yield chromium
        chromium.close()


@dataclass
class Opened:
    """A page, and all that it did which it must not do."""

    page: Page
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    @property
    def is_quiet(self) -> bool:
        """Whether it asked nobody, complained of nothing and opened no dialog."""
        return not (self.requests or self.console or self.dialogs)


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens HTML from a file, with every request but the file's own noted and refused."""
    contexts: list[BrowserContext] = []

    def opened(html: str, *, width: int = 1280, height: int = 800, script: bool = True) -> Opened:
        file = tmp_path / "map.html"
        file.write_bytes(html.encode())
        session = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=script
        )
        contexts.append(session)
        result = Opened(page=session.new_page())

        def guard(route: Route) -> None:
            if route.request.url == file.as_uri():
                route.continue_()
            else:
                result.requests.append(route.request.url)
                route.abort()

        def noted(dialog: Dialog) -> None:
            result.dialogs.append(dialog.message)
            dialog.dismiss()

        result.page.route("**/*", guard)
        result.page.on("console", lambda message: result.console.append(message.text))
        result.page.on("pageerror", lambda error: result.console.append(str(error)))
        result.page.on("dialog", noted)
        result.page.goto(file.as_uri())
        return result

    yield opened
    for session in contexts:
        session.close()


@pytest.fixture
def seven_page(seven: Release, context: Release, wards: dict[str, Any]) -> str:
    """The page of the seven, with the context layer beneath."""
    return render_map(seven, wards=wards, context=context)
