"""Each reader as a function of bytes, with the errors that it declares.

What a reading process does is done in this process, so that a fault of ours is seen as
what it is and not as a process that ended; its answers are packed and unpacked as always.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import fuzz_seeds as seeds
from fuzz_service import Service

from api.ogc import queries
from api.ogc.filters import filter_of
from api.problems import Problem
from hotspots.boundary_import import BoundaryExpectations, import_boundaries
from hotspots.cli.archive import unpacked as archive_unpacked
from hotspots.cli.archive import write_archive
from hotspots.confined.child import _opener
from hotspots.confined.frames import packed, unpacked
from hotspots.errors import UserError
from hotspots.gazetteer import Gazetteer, read_gazetteer
from hotspots.gazetteer_import import ImportOptions, import_gazetteer
from hotspots.geocode.coordinates import find_easting_northing, find_lat_lon
from hotspots.geocode.gridref import find_grid_reference
from hotspots.ingest import (
    Pseudonymiser,
    load_profile,
    read_actions,
    read_episodes,
    read_place_risks,
    read_police_uk,
)
from hotspots.ingest.crosswalkfile import load_crosswalk
from hotspots.model import Action, PlaceRisk
from hotspots.protect.policyfile import parse_policy
from hotspots.report import read_review

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hotspots.confined import Task

AS_OF = date(2021, 7, 1)
KEY = Pseudonymiser(bytes(32))
READERS_OF_FILES = (
    "hotspots.ingest.readers",
    "hotspots.gazetteer_import.sourcefile",
    "hotspots.boundary_import.official",
    "hotspots.report.workbook",
)


@dataclass(frozen=True)
class Here:
    """What `hotspots.confined.Answers` gives, without another process."""

    about: Any
    given: tuple[Callable[[], Iterator[object]], ...]

    @property
    def streams(self) -> int:
        """How many streams there are."""
        return len(self.given)

    def items(self, stream: int) -> Iterator[object]:
        """The items as they come over."""
        for item in self.given[stream]():
            yield unpacked(packed(item))[0]


@contextmanager
def reading_here(
    task: Task, path: Path, arguments: dict[str, Any] | None = None, *, name: str | None = None
) -> Iterator[Here]:
    """Stands in for `reading_apart`."""
    del name
    with _opener(task.reader)(path, **(arguments or {})) as served:
        yield Here(unpacked(packed(served.about))[0], served.streams)


@dataclass(frozen=True, kw_only=True)
class Target:
    """A reader: good inputs, what it makes of one, the errors it declares, what it is made of."""

    seeds: tuple[bytes, ...]
    run: Callable[[bytes, Path], object]
    declared: tuple[type[Exception], ...] = (UserError,)
    is_packed: bool = False


def _file(name: str, read: Callable[[Path], object]) -> Callable[[bytes, Path], object]:
    def run(data: bytes, folder: Path) -> object:
        path = folder / name
        path.write_bytes(data)
        with ExitStack() as stack:
            for module in READERS_OF_FILES:
                stack.enter_context(patch(f"{module}.reading_apart", reading_here))
            return read(path)

    return run


def _episodes(path: Path) -> object:
    batch = read_episodes(
        [path], profile=load_profile("case-system"), pseudonymiser=KEY, as_of=AS_OF
    )
    return [ledger.kept for ledger in batch.ledgers], sorted({n.rule for n in batch.rejects})


def _actions(path: Path) -> object:
    def made(row: Any) -> Action:  # noqa: ANN401 - an ActionRow
        return Action(
            action_id="a", what=row.what, kind=row.kind, where=row.words, from_on=row.from_on,
            to_on=row.to_on, lead=row.lead, recorded_by="x", recorded_at=seeds.MADE_AT,
        )  # fmt: skip

    return len(read_actions(path, as_of=AS_OF, make=made))


def _place_risks(path: Path) -> object:
    def made(row: Any) -> PlaceRisk:  # noqa: ANN401 - a PlaceRiskRow
        return PlaceRisk(
            kind=row.kind, where=row.words, **row.facts, recorded_by="x",
            recorded_at=seeds.MADE_AT,
        )  # fmt: skip

    read = read_place_risks(path, as_of=AS_OF, make=made)
    return len(read.records), sorted({fault.problem for fault in read.faults})


def _places(format_name: str | None) -> Callable[[Path], object]:
    def read(path: Path) -> object:
        report = import_gazetteer(
            [path], path.with_name("out.csv"), options=ImportOptions(format=format_name)
        )
        return report.places, [(r.column, r.problem) for s in report.sources for r in s.rejects]

    return read


def _wards(path: Path) -> object:
    wanted = BoundaryExpectations(max_overlap_share=1, max_gap_share=1)
    return import_boundaries(path, path.with_name("out.geojson"), expectations=wanted).wards


def _review(path: Path) -> object:
    nowhere = Gazetteer((), name="none")
    return len(read_review(path, gazetteer=nowhere, decided_by="x", decided_at=seeds.MADE_AT))


def _policy(data: bytes, _folder: Path) -> object:
    return parse_policy(data.decode("utf-8", "surrogateescape")).version


def _texts(data: bytes, _folder: Path) -> object:
    text = data.decode("utf-8", "replace").upper()
    found = (find_grid_reference(text), find_lat_lon(text), find_easting_northing(text))
    return [one is not None for one in found]


def _filter(data: bytes, _folder: Path) -> object:
    text = data.decode("utf-8", "replace")
    kinds = {"zone": "text", "name": "text", "episodes": "number", "last_month": "month",
             "geometry": "geometry"}  # fmt: skip
    language = "cql2-json" if text.startswith("{") else "cql2-text"
    asked = {"filter": text, "filter-lang": language, "bbox": text, "datetime": text,
             "limit": text, "offset": text}  # fmt: skip
    told = []
    for read in (lambda q: filter_of(q, kinds), queries.box_of, queries.interval_of,
                 queries.limit_of, queries.offset_of):  # fmt: skip
        try:
            told.append(type(read(asked)).__name__)
        except Problem as problem:
            told.append(str(problem.status))
    return told


def _archive() -> bytes:
    with seeds.tempfile.TemporaryDirectory() as name:
        folder, path = Path(name), Path(name) / "backup.zip"
        for part in ("releases.db", "register.db", "access.db"):
            (folder / part).write_bytes(b"SQLite format 3\0 made up")
        write_archive(folder, path, keys={}, made_at=seeds.MADE_AT)
        return seeds.steady(path.read_bytes())


def _backup(path: Path) -> object:
    with archive_unpacked(path, path.parent) as folder:
        return sorted(one.name for one in folder.iterdir())


def _policies() -> tuple[bytes, ...]:
    folder = Path(__file__).resolve().parents[1] / "hotspots" / "protect" / "policies"
    return tuple(path.read_bytes() for path in sorted(folder.glob("*.toml")))


def targets() -> dict[str, Target]:
    """Every reader by its name."""
    return _of_people() | _of_rules() | _of_places() | _of_texts()


def _of_people() -> dict[str, Target]:
    csv, xlsx = seeds.table, seeds.workbook
    review = xlsx((("Text", "Decision", "Decided by"), ("bus stn", "435200 336400", "JB"),
                   ("home", "private", "")), title="Review")  # fmt: skip
    return {
        "csv": Target(
            seeds=(csv(seeds.EPISODES), csv(seeds.EPISODES, delimiter=";")),
            run=_file("in.csv", _episodes),
        ),
        "xlsx": Target(
            seeds=(xlsx(seeds.EPISODES),), run=_file("in.xlsx", _episodes), is_packed=True
        ),
        "police": Target(
            seeds=(csv(seeds.POLICE),),
            run=_file("in.csv", lambda path: [x.kept for x in read_police_uk([path]).ledgers]),
        ),
        "actions": Target(seeds=(csv(seeds.ACTIONS),), run=_file("in.csv", _actions)),
        "actions-xlsx": Target(
            seeds=(xlsx(seeds.ACTIONS),), run=_file("in.xlsx", _actions), is_packed=True
        ),
        "place-risk": Target(seeds=(csv(seeds.PLACE_RISKS),), run=_file("in.csv", _place_risks)),
        "place-risk-xlsx": Target(
            seeds=(xlsx(seeds.PLACE_RISKS),), run=_file("in.xlsx", _place_risks), is_packed=True
        ),
        "review": Target(seeds=(review,), run=_file("in.xlsx", _review), is_packed=True),
    }


def _of_rules() -> dict[str, Target]:
    return {
        "profile": Target(
            seeds=(seeds.PROFILE,), run=_file("in.toml", lambda path: load_profile(str(path)).kind)
        ),
        "crosswalk": Target(
            seeds=(seeds.CROSSWALK,),
            run=_file("in.toml", lambda path: len(load_crosswalk(path).rules)),
        ),
        "policy": Target(seeds=_policies(), run=_policy),
    }


def _of_places() -> dict[str, Target]:
    csv = seeds.table
    return {
        "boundaries": Target(seeds=(seeds.wards(),), run=_file("in.geojson", _wards)),
        "geopackage": Target(seeds=(seeds.geopackage(),), run=_file("in.gpkg", _wards)),
        "open-names": Target(
            seeds=(seeds.open_names(),), run=_file("in.csv", _places("os-open-names"))
        ),
        "naptan": Target(seeds=(csv(seeds.NAPTAN),), run=_file("in.csv", _places("naptan"))),
        "gias": Target(seeds=(csv(seeds.GIAS),), run=_file("in.csv", _places("gias"))),
        "places": Target(
            seeds=(csv(seeds.OWN), seeds.places()), run=_file("in.csv", _places(None))
        ),
        "gazetteer": Target(
            seeds=(csv(seeds.OWN),),
            run=_file("in.csv", lambda path: len(read_gazetteer(path).places)),
        ),
    }


def _of_texts() -> dict[str, Target]:
    return {
        "backup": Target(seeds=(_archive(),), run=_file("in.zip", _backup), is_packed=True),
        "texts": Target(seeds=seeds.TEXTS, run=_texts, declared=()),
        "filters": Target(seeds=seeds.FILTERS, run=_filter, declared=()),
        "queries": Target(seeds=seeds.QUERIES, run=Service(), declared=()),
    }
