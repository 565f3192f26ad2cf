"""How long a map takes to open and to move, beside a plain Folium map of the same places.

All places are made up. Both pages are files opened in headless Chromium in turn. Folium's
page would load its scripts from four hosts; here Leaflet is put into it, its other
scripts are left out and a short function stands for the one jQuery call it makes, so it is
measured at its best. It has circles with tooltips and popups on the same outlines, and no
table, labels, search or policy. The CPU time is the page's main thread's (Chromium's own
account of it), which other work on the machine disturbs least.

    python benchmarks/map.py --places 7 2000
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import folium
import numpy as np
from playwright.sync_api import sync_playwright

import hotspots.map
from hotspots.geo import PointM, to_lon_lat
from hotspots.map import render_map
from hotspots.period import Period
from hotspots.release import (
    Audience,
    Release,
    ReleasedHotspot,
    ShownArea,
    ShownCount,
    ShownPosition,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
ASSETS = Path(hotspots.map.__file__).resolve().parent / "assets"
WARDS = ROOT / "data" / "boundaries" / "derby_wards.geojson"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
STEPS = 24
JQUERY_STAND_IN = (
    "window.$ = (text) => { const box = document.createElement('template'); "
    "box.innerHTML = text.trim(); return [box.content.firstChild]; };"
)
# Opened: two frames after everything has run, counted from the navigation's start.
OPENED = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => done()));
  await frame(); await frame();
  return performance.now();
}"""
# A step: from the call to the second frame.
MOVED = """async (steps) => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => done()));
  const name = Object.keys(window).find((key) => /^map_[0-9a-z]+$/.test(key) && window[key].panBy);
  const map = window[name];
  const timed = async (move) => {
    const times = [];
    for (let i = 0; i < steps; i += 1) {
      const begun = performance.now();
      move(i);
      await frame(); await frame();
      times.push(performance.now() - begun);
    }
    return times;
  };
  const pans = await timed((i) => map.panBy(i % 2 ? [-90, 60] : [110, -40], { animate: false }));
  const first = map.getZoom();
  const stairs = [1, 2, 3, 2, 1, 0];
  const zoomTo = (i) => map.setZoom(first + stairs[i % 6], { animate: false });
  const zooms = await timed(zoomTo);
  return { pans, zooms };
}"""


@dataclass
class Times:
    """Milliseconds of one page over all runs."""

    size: int
    opened: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    pans: list[float] = field(default_factory=list)
    zooms: list[float] = field(default_factory=list)


def made_up_release(number: int) -> Release:
    """As many places as asked, spread over Derby; the same ones every time."""
    chance = np.random.default_rng(2021)
    east, north = chance.integers(431000, 440000, number), chance.integers(331000, 340000, number)
    one = ReleasedHotspot(
        hotspot_id="place",
        name="Made-up Arcade",
        category="retail",
        zone="Made-up zone",
        area=ShownArea(code="E05000001", name="Made-up ward"),
        position=ShownPosition(easting=0.0, northing=0.0, lon=0.0, lat=0.0),
        extent_m=60.0,
        episodes=ShownCount(text="20", value=20),
        children=ShownCount(text="5 to 9"),
        first_month="2021-01",
        last_month="2021-06",
    )
    places = []
    for index in range(number):
        easting, northing = float(east[index]), float(north[index])
        lon, lat = to_lon_lat(PointM(easting, northing))
        shown = 10 + 5 * int(chance.integers(0, 12))
        places.append(
            replace(
                one,
                hotspot_id=f"place-{index}",
                name=f"Made-up Arcade {index + 1}",
                position=ShownPosition(easting=easting, northing=northing, lon=lon, lat=lat),
                episodes=ShownCount(text=str(shown), value=shown),
            )
        )
    return Release(
        audience=Audience.PARTNER,
        period=Period(first=date(2021, 1, 1), last=date(2021, 6, 30)),
        title="Hotspots of missing episodes",
        classification="OFFICIAL-SENSITIVE",
        policy_version="partner-1",
        banner="SYNTHETIC DATA: no real child, no real episode",
        notices=("Only public places are named.",) * 6,
        total_episodes=ShownCount(text="not shown to this audience"),
        hotspots=tuple(places),
        zones=(),
    )


def plain_folium(release: Release, wards: dict[str, Any]) -> str:
    """What folium's own documentation would have one write, with its hosts taken out."""
    page = folium.Map(location=[52.92, -1.47], zoom_start=12, tiles=None)
    folium.GeoJson(wards).add_to(page)
    for one in release.hotspots:
        area = "" if one.area is None else one.area.name
        folium.Circle(
            location=[one.position.lat, one.position.lon],
            radius=one.extent_m,
            fill=True,
            tooltip=one.name,
            popup=f"<b>{one.name}</b><br>{one.category}<br>{area}<br>{one.episodes.text} episodes",
        ).add_to(page)
    html = page.get_root().render()
    html = re.sub(r"<(script src=[^>]*></script|link rel=\"stylesheet\"[^>]*/?)>", "", html)
    leaflet = (ASSETS / "leaflet.js").read_text(encoding="utf-8")
    style = (ASSETS / "leaflet.css").read_text(encoding="utf-8")
    inside = f"<style>{style}</style><script>{leaflet}\n{JQUERY_STAND_IN}</script></head>"
    return html.replace("</head>", inside, 1)


def measured(browser: Browser, file: Path, times: Times) -> None:
    """Open the page once in a context of its own, and move it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    watch = context.new_cdp_session(page)
    watch.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(file.as_uri(), wait_until="load")
    times.opened.append(page.evaluate(OPENED))
    work = {one["name"]: one["value"] for one in watch.send("Performance.getMetrics")["metrics"]}
    times.work.append(work["TaskDuration"] * 1000)
    found = page.evaluate(MOVED, STEPS)
    times.pans += found["pans"]
    times.zooms += found["zooms"]
    context.close()


def compared(browser: Browser, folder: Path, *, places: int, runs: int) -> dict[str, Times]:
    """Every page of so many places, in turn, so often."""
    release = made_up_release(places)
    wards = json.loads(WARDS.read_bytes())
    pages = {
        "Hotspots": render_map(release, wards=wards),
        "plain Folium": plain_folium(release, wards),
    }
    times = {}
    for name, html in pages.items():
        (folder / f"{name}.html").write_bytes(html.encode())
        times[name] = Times(size=len(html.encode()))
    for _ in range(runs):
        for name, own in times.items():
            measured(browser, folder / f"{name}.html", own)
    return times


def print_rows(places: int, times: dict[str, Times]) -> None:
    """One line for each page; the ratio is of the medians, Folium's over ours."""
    ours = times["Hotspots"]
    for name, own in times.items():
        cells = [str(places), name, f"{own.size / 1000:,.0f}"]
        for values, base in (
            (own.opened, ours.opened),
            (own.work, ours.work),
            (own.pans, ours.pans),
            (own.zooms, ours.zooms),
        ):
            ratio = median(values) / median(base)
            cells.append(f"{min(values):.0f} / {median(values):.0f} / {max(values):.0f}")
            cells.append(f"{ratio:.1f}")
        print("| " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, nargs="+", default=[7, 2000])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    options = parser.parse_args()
    print("Milliseconds as best / median / worst; ratios are of medians, the line's over ours.")
    print()
    kinds = ("opened", "CPU to open", "pan", "zoom")
    heads = ["places", "page", "kB", *(head for kind in kinds for head in (kind, "ratio"))]
    print(f"| {' | '.join(heads)} |")
    print("|---" * len(heads) + "|")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=options.chromium, args=FLAGS)
        for places in options.places:
            times = compared(browser, Path(folder), places=places, runs=options.runs)
            print_rows(places, times)
        browser.close()


if __name__ == "__main__":
    main()
