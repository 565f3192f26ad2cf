"""How long each format of an area's brief takes, for a small area and one of many places.

All places are made up. The peer of every format is the same run's HTML: the ratio
says what a reader waits for paper. `python benchmarks/briefs.py --places 7 2000`
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import replace
from datetime import date
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from hotspots.brief import AreaBrief, Ground, area_brief, html_of, json_of
from hotspots.brief.pdf import pdf_of
from hotspots.brief.word import docx_of
from hotspots.geo import PointM, to_lon_lat
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
    from collections.abc import Callable

CODE = "E05000001"
SIDE_M = 3000
COLUMNS = 50


def _wards() -> dict[str, Any]:
    west, south = 434000, 334000
    corners = [(west, south), (west + SIDE_M, south), (west + SIDE_M, south + SIDE_M)]
    corners += [(west, south + SIDE_M), (west, south)]
    ring = [list(to_lon_lat(PointM(*corner))) for corner in corners]
    feature = {
        "type": "Feature",
        "properties": {"code": CODE, "name": "Square ward"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    return {"type": "FeatureCollection", "features": [feature]}


def _release(places: int) -> Release:
    step = SIDE_M / COLUMNS
    one = ReleasedHotspot(
        hotspot_id="place",
        name="Made-up Arcade",
        category="retail",
        zone="Centre",
        area=ShownArea(code=CODE, name="Square ward"),
        position=ShownPosition(easting=434000, northing=334000, lon=-1.5, lat=52.9),
        extent_m=60.0,
        episodes=ShownCount(text="20", value=20),
        children=ShownCount(text="5 to 9"),
        first_month=None,
        last_month=None,
    )
    hotspots = []
    for number in range(places):
        easting = 434000 + (number % COLUMNS) * step
        northing = 334000 + (number // COLUMNS) * step
        at = ShownPosition(easting=easting, northing=northing, lon=-1.5, lat=52.9)
        hotspots.append(replace(one, hotspot_id=f"place-{number}", position=at))
    return Release(
        audience=Audience.BRIEF,
        period=Period(first=date(2021, 1, 1), last=date(2021, 6, 30)),
        title="Area brief",
        classification="OFFICIAL-SENSITIVE",
        policy_version="brief-1",
        banner="SYNTHETIC DATA",
        notices=("Only public places are named.",) * 6,
        total_episodes=ShownCount(text="not shown to this audience"),
        hotspots=tuple(hotspots),
        zones=(),
    )


def _timed(make: Callable[[], bytes], repeats: int) -> tuple[float, float, int]:
    """Best and median in milliseconds, and the size in bytes."""
    times = []
    data = make()
    for _ in range(repeats):
        begun = perf_counter()
        data = make()
        times.append((perf_counter() - begun) * 1000)
    return min(times), median(times), len(data)


def _elsewhere(brief: AreaBrief, kind: str) -> bytes:
    """As the service has it made: by a program of its own, its start included."""
    command = [sys.executable, "-m", "hotspots.brief.papers", kind]
    done = subprocess.run(  # noqa: S603 - our own program
        command, input=brief.to_bytes(), capture_output=True, check=True
    )
    return done.stdout


def main() -> None:
    """Print a table for each number of places."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, nargs="+", default=[7, 2000])
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    print("| places | what | best ms | median ms | of HTML's median | bytes |")
    print("|---|---|---|---|---|---|")
    for places in options.places:
        _print_rows(places, options.repeats)


def _print_rows(places: int, repeats: int) -> None:
    release, ground = _release(places), Ground.of(_wards())

    def content() -> AreaBrief:
        made = area_brief(release, ground, CODE)
        if made is None:
            raise SystemExit("the made-up ward is missing")
        return made

    brief = content()
    makers: dict[str, Callable[[], bytes]] = {
        "HTML": lambda: html_of(brief).encode(),
        "content and map": lambda: content().to_bytes(),
        "JSON": lambda: json_of(brief),
        "PDF": lambda: pdf_of(brief),
        "DOCX": lambda: docx_of(brief),
        "PDF, own program": lambda: _elsewhere(brief, "pdf"),
        "DOCX, own program": lambda: _elsewhere(brief, "docx"),
    }
    peer = 0.0
    for name, make in makers.items():
        best, middle, size = _timed(make, repeats)
        peer = peer or middle
        row = (places, name, f"{best:.1f}", f"{middle:.1f}", f"{middle / peer:.1f}", f"{size:,}")
        print("| " + " | ".join(str(cell) for cell in row) + " |", flush=True)


if __name__ == "__main__":
    main()
