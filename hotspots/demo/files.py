"""The demo register as files: synthetic from the first cell to the last."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from hotspots.demo.actions import write_actions
from hotspots.demo.earlier import earlier_rows
from hotspots.demo.episodes import good_rows
from hotspots.demo.flaws import with_flaws
from hotspots.demo.placerisk import write_place_risks
from hotspots.demo.table import write_table
from hotspots.demo.workbook import write_workbook
from hotspots.gazetteer import read_gazetteer
from hotspots.resources import data_path

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.demo.rows import Row

DEMO_SEED = 2021
_GAZETTEER = "gazetteer/derby.csv"
_STEM = "SYNTHETIC-missing-episodes-2021"
_EARLIER_STEM = "SYNTHETIC-missing-episodes-2020"
_ACTIONS_STEM = "SYNTHETIC-actions"
_PLACE_RISK_STEM = "SYNTHETIC-place-risk"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFiles:
    """The same lines twice: as a workbook and as a table; and what stands beside them.

    `earlier` has the half-year before, `actions` what is being done about some places,
    `place_risks` what is agreed about them.
    """

    xlsx: Path
    csv: Path
    earlier: Path
    actions: Path
    place_risks: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRows:
    """`good` are the 245 episodes; `written` has the flawed lines among them."""

    good: tuple[Row, ...]
    written: tuple[Row, ...]


def demo_rows(seed: int = DEMO_SEED) -> DemoRows:
    """Invent the register; the same seed gives the same lines.

    Raises:
        InternalError: the packaged gazetteer is missing.
    """
    rng = Random(seed)  # noqa: S311 - repeatable invention; nothing is kept secret by it
    good = good_rows(rng, gazetteer=read_gazetteer(data_path(_GAZETTEER)))
    return DemoRows(good=good, written=with_flaws(good, rng))


def write_demo_register(directory: Path, *, seed: int = DEMO_SEED) -> DemoFiles:
    """Write synthetic missing episodes, January to June 2021, as a case system exports them.

    What ingest keeps of either file has the figures of paragraph 4.7 of the council's
    report: 245 episodes by 25 young people. The same seed gives the same bytes. Beside them
    stand a thinner half-year before, a few actions, and what is agreed about some places.

    Raises:
        InternalError: the packaged gazetteer is missing.
    """
    rows = demo_rows(seed).written
    directory.mkdir(parents=True, exist_ok=True)
    files = DemoFiles(
        xlsx=directory / f"{_STEM}.xlsx",
        csv=directory / f"{_STEM}.csv",
        earlier=directory / f"{_EARLIER_STEM}.csv",
        actions=directory / f"{_ACTIONS_STEM}.csv",
        place_risks=directory / f"{_PLACE_RISK_STEM}.csv",
    )
    write_workbook(rows, files.xlsx)
    write_table(rows, files.csv)
    before = earlier_rows(seed, gazetteer=read_gazetteer(data_path(_GAZETTEER)))
    write_table(before, files.earlier)
    write_actions(files.actions)
    write_place_risks(files.place_risks)
    return files
