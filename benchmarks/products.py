"""How long each product for a meeting takes: of the demo, and of 2,000 made-up hotspots.

The peer of every product is the same run's release as canonical JSON, the least that could
be handed over. Packs of the demo are whole commands (register, places, clusters, gate,
ledger, files), without the start of Python; of the made-up release, which has no register, the
gate and the files alone. `python benchmarks/products.py --repeats 5`
"""

from __future__ import annotations

import argparse
import json
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner
from map import made_up_release

from hotspots.brief import Ground, area_brief, html_of, json_of
from hotspots.brief.areas import AreaKind, SavedArea, SavedAreas, circle_m
from hotspots.brief.papers import write_briefs
from hotspots.brief.pdf import pdf_of
from hotspots.brief.word import docx_of
from hotspots.cli.main import hotspots
from hotspots.export import write_release
from hotspots.geo import PointM
from hotspots.map import render_map
from hotspots.paper import write_paper
from hotspots.protect import GateContext, load_policy
from hotspots.protect.boardpaper import protect_board_paper
from hotspots.protect.residentialpack import Span, protect_residential_pack
from hotspots.release import Audience, Release

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Maker = Callable[[], object]

WARDS = Path(__file__).resolve().parent.parent / "data" / "boundaries" / "derby_wards.geojson"
MIDDLE = PointM(435500.0, 335500.0)
PERIOD = ("--from", "2021-01-01", "--to", "2021-06-30")


def _areas(number: int) -> dict[str, Any]:
    """The largest area that may be saved, and so many smaller ones all over the city."""
    large = [("Made-up town", MIDDLE, 5000.0)]
    small = [
        (f"Made-up School {at}", PointM(431000.0 + at % 10 * 900, 331000.0 + at // 10 * 900), 800.0)
        for at in range(number)
    ]
    made = (
        SavedArea.made(
            name=name,
            kind=AreaKind.SCHOOL,
            shape_m=circle_m(centre, radius_m),
            valid_from=date(2021, 1, 1),
        )
        for name, centre, radius_m in large + small
    )
    layer: dict[str, Any] = json.loads(SavedAreas().with_areas(*made).layer())
    return layer


def _release_products(release: Release, folder: Path, areas: int) -> Mapping[str, Maker]:
    """What is made of a release alone."""
    wards, saved = json.loads(WARDS.read_bytes()), _areas(areas)
    ground = Ground.of(wards, saved)
    code = next(area.code for area in ground.areas if area.name == "Made-up town")
    brief = area_brief(release, ground, code)
    if brief is None:
        raise SystemExit("the made-up town is missing")
    return {
        "release as JSON": release.canonical_bytes,
        "map": lambda: render_map(release, wards=wards),
        "exports (GeoJSON, GeoPackage, CSV, JSON)": lambda: write_release(
            release, folder / "exports", digest=release.digest
        ),
        f"brief, its words and map ({len(brief.places)} places)": lambda: area_brief(
            release, ground, code
        ),
        "brief, page": lambda: html_of(brief),
        "brief, JSON": lambda: json_of(brief),
        "brief, PDF": lambda: pdf_of(brief),
        "brief, Word": lambda: docx_of(brief),
        f"all briefs in all formats, {len(ground.areas)} areas": lambda: write_briefs(
            release, folder / "briefs", wards=wards, saved=saved
        ),
    }


def _paper_products(release: Release, folder: Path) -> Mapping[str, Maker]:
    """The papers of a release without a register: the gate, the page and the Word file."""
    policy = load_policy(release.audience)
    context = GateContext(
        period=release.period, episodes=(), as_of=date(2022, 6, 1), banner="", attribution=()
    )
    span = Span(sightings=(), context=context)

    def board() -> object:
        gated = protect_board_paper((), release=release, policy=policy, context=context)
        return write_paper(gated.document, folder, stem="board")

    def residential() -> object:
        gated = protect_residential_pack(span, span, release=release, policy=policy)
        return write_paper(gated.document, folder, stem="residential")

    return {"board paper, page and Word": board, "residential pack, page and Word": residential}


def _commands(out: Path) -> Mapping[str, Maker]:
    """The demo's packs, each as the whole command."""
    shared = ("--audience", "partner", *PERIOD)
    asked: Mapping[str, tuple[str, ...]] = {
        "board paper, both versions, whole command": ("pack", "board", *shared),
        "residential pack, both versions, whole command": ("pack", "residential", *shared),
        "weekly pack, whole command": ("pack", "weekly", "--as-of", "2021-06-30"),
    }

    def command(words: tuple[str, ...]) -> Maker:
        return lambda: _run(*words, "--out", str(out))

    return {name: command(words) for name, words in asked.items()}


def _run(*words: str) -> None:
    done = CliRunner().invoke(hotspots, list(words), catch_exceptions=False)
    if done.exit_code:
        raise SystemExit(done.output)


def _print(what: str, products: Mapping[str, Maker], repeats: int) -> None:
    """Rounds in turn, so that what else the machine does falls on all alike."""
    times: dict[str, list[float]] = {name: [] for name in products}
    for make in products.values():
        make()  # what is made once for all: templates, fonts, compiled loops
    for _ in range(repeats):
        for name, make in products.items():
            begun = perf_counter()
            make()
            times[name].append((perf_counter() - begun) * 1000)
    peer = median(times["release as JSON"])
    for name, own in times.items():
        ratio = f"{median(own) / peer:,.1f}"
        print(f"| {what} | {name} | {min(own):,.1f} | {median(own):,.1f} | {ratio} |", flush=True)


def main() -> None:
    """Print one table: best and median of each product."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=2000)
    parser.add_argument("--areas", type=int, default=100, help="Saved areas of the made-up city.")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--of", choices=("demo", "made-up", "both"), default="both")
    options = parser.parse_args()
    print("| of | product | best ms | median ms | of the release as JSON |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.of != "made-up":
            _print("the demo", _demo(folder), options.repeats)
        if options.of != "demo":
            large = made_up_release(options.places)
            made_up = dict(_release_products(large, folder, options.areas))
            made_up |= _paper_products(large, folder)
            _print(f"{options.places:,} places", made_up, options.repeats)


def _demo(folder: Path) -> Mapping[str, Maker]:
    """The demo is made first; all its products are then made of it."""
    _run("demo", "--out", str(folder / "demo"))
    shown = folder / "demo" / Audience.PARTNER.value / "release.json"
    release = Release.from_bytes(shown.read_bytes())
    return {**_release_products(release, folder, 2), **_commands(folder / "demo")}


if __name__ == "__main__":
    main()
