"""Kill a writer at a random moment, look at what it left, and go on; again and again.

    python scripts/kill_trials.py --trials 200
    python scripts/kill_trials.py --trials 200 --url "$HOTSPOTS_TEST_POSTGRES"

Each trial starts a process that does one kind of work without end (`ingest`, `publish`,
`erase` or `migrate`), in the register, the release store and the audit trail, and says
after each piece that it is done. It gets SIGKILL a random while after its first piece.
Then what it said must be there, nothing may be there by halves, and the next process must
be able to go on. All children, episodes and releases are made up. A kill is not a loss of
power: what the operating system holds is still written.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, make_url, text
from trial_pieces import CHILDREN, EPISODES, NOW, PERIOD, child, make_batch, make_release

from hotspots.access import AccessStore, AuditEvent
from hotspots.database import open_engine
from hotspots.database.migration import downgrade, upgrade
from hotspots.model import (
    SealedCell,
    SealedRelease,
)
from hotspots.register import ErasureOrder, Keeper, Register
from hotspots.release import Audience
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

WORKS = ("ingest", "publish", "erase", "migrate")
PACKAGE = "hotspots.register"


@dataclass(slots=True)
class Tally:
    """What was found over all trials."""

    trials: dict[str, int] = field(default_factory=dict)
    said: int = 0
    lost: int = 0
    halves: int = 0
    stuck: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether nothing was lost, half done or stuck."""
        return not (self.lost or self.halves or self.stuck)


class Stores:
    """The three stores of one trial, opened as any process opens them."""

    def __init__(self, urls: dict[str, str]) -> None:
        self.register = Register.open(urls["register"])
        self.keeper = Keeper.open(urls["register"])
        self.releases = ReleaseStore.open(urls["releases"])
        self.access = AccessStore.open(urls["access"], pepper=b"p" * 32, audit_key=b"a" * 32)

    def ingest(self, name: str) -> None:
        """Record one batch."""
        self.register.record(make_batch(name), recorded_at=NOW, tombstone_of=stone)

    def publish(self, name: str) -> None:
        """Enter into the ledger, seal, and note, in the order of a publication."""
        audiences = (Audience.PARTNER, Audience.PUBLIC)
        releases = [make_release(name, one) for one in audiences]
        cells = (SealedCell.of("all", make_batch(name).episodes),)
        entries = [
            SealedRelease(
                digest=one.digest,
                audience=one.audience.value,
                period=PERIOD,
                cells=cells,
                sealed_at=NOW,
            )
            for one in releases
        ]
        self.register.enter_releases(entries, judge=lambda _new, _earlier: None)
        for digest in self.releases.seal(*releases, layers={"w": name.encode()}, sealed_at=NOW):
            self.access.record(
                AuditEvent(
                    action="release",
                    principal_id="trial",
                    object_id=digest,
                    decision="allowed",
                    count=1,
                    request_id=name,
                ),
                now=NOW,
            )

    def erase(self, name: str) -> None:
        """Record a batch and erase its first child, bytes and all."""
        self.ingest(name)
        first = child(name, 0)
        order = ErasureOrder(tombstone=stone(first), by="trial", reason="a trial", at=NOW)
        self.keeper.erase(first, order)
        self.keeper.scrub()

    def close(self) -> None:
        """Let go of all."""
        for one in (self.register, self.keeper, self.releases, self.access):
            one.close()


def stone(child_id: str) -> str:
    """What stands for an erased child here, where there is no key."""
    return f"t_{child_id[2:]}"


def work(kind: str, name: str, urls: dict[str, str]) -> None:
    """Do one kind of work without end, and say so after each piece."""
    do = migrations(urls["register"]) if kind == "migrate" else getattr(Stores(urls), kind)
    number = 0
    while True:
        piece = f"{name}-{number}"
        do(piece)
        sys.stdout.write(piece + "\n")
        sys.stdout.flush()
        number += 1


def migrations(url: str) -> Callable[[str], None]:
    """The newest step down and up again, where the tables keep their rows."""
    engine = open_engine(url)

    def migrate(_piece: str) -> None:
        downgrade(engine, PACKAGE, to="register_0005")
        upgrade(engine, PACKAGE)

    return migrate


def kill_one(kind: str, name: str, urls: dict[str, str], *, after_s: float) -> set[str]:
    """Start a worker, let it do one piece, kill it a moment later; returns what it said."""
    command = [sys.executable, str(Path(__file__).resolve()), "--work", kind, "--name", name]
    command += [f"--{part}={url}" for part, url in urls.items()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - this very file
        assert process.stdout is not None  # noqa: S101 - it was asked for
        first = process.stdout.readline()
        time.sleep(after_s)
        process.kill()
        rest = process.stdout.read()
    # A line without its end was not said.
    return {line for line in (first + rest).split("\n")[:-1] if line}


def look(kind: str, name: str, said: set[str], urls: dict[str, str], tally: Tally) -> None:
    """Hold what is there beside what was said."""
    tally.trials[kind] = tally.trials.get(kind, 0) + 1
    tally.said += len(said)
    tally.stuck += not said
    with closing(Stores(urls)) as stores:
        stores.register.check()
        stores.releases.check()
        stores.access.check()
        tally.halves += not stores.access.verify_audit().ok
        whole = _whole_pieces(kind, name, stores, tally)
        if kind != "migrate":
            tally.lost += len(said - whole)
        # The next one goes on where this one was killed.
        stores.ingest(f"{name}-after")
        stores.publish(f"{name}-after")


def _whole_pieces(kind: str, name: str, stores: Stores, tally: Tally) -> set[str]:
    """The pieces of this worker that are there as a whole; halves are counted."""
    if kind == "publish":
        return _whole_releases(name, stores, tally)
    children: dict[str, dict[str, int]] = {}
    for episode in stores.register.episodes():
        piece = episode.episode_id.rpartition("-")[0]
        if piece.startswith(f"{name}-"):
            counts = children.setdefault(piece, {})
            counts[episode.child_id] = counts.get(episode.child_id, 0) + len(episode.mentions)
    erased = {piece for piece in children if stone(child(piece, 0)) in stores.register.erased()}
    for piece, counts in children.items():
        expected = CHILDREN - (piece in erased)
        is_whole = len(counts) == expected and set(counts.values()) == {EPISODES // CHILDREN}
        tally.halves += not is_whole
    return erased if kind == "erase" else set(children)


def _whole_releases(name: str, stores: Stores, tally: Tally) -> set[str]:
    sealed = {
        audience: {
            one.title: one.digest
            for one in stores.releases.list(audience)
            if one.title.startswith(f"{name}-")
        }
        for audience in (Audience.PARTNER, Audience.PUBLIC)
    }
    partner, public = sealed[Audience.PARTNER], sealed[Audience.PUBLIC]
    tally.halves += len(partner.keys() ^ public.keys())
    # No release is ever out without its entry in the ledger.
    entered = {one.digest for one in stores.register.released()}
    tally.halves += len({*partner.values(), *public.values()} - entered)
    noted = {one.event.object_id for one in stores.access.audit_events()}
    return {title for title in partner if {partner[title], public.get(title, "")} <= noted}


def run_trials(
    server: str, folder: Path, *, trials: int, kinds: tuple[str, ...] = WORKS, seed: int = 7
) -> Tally:
    """The trials one after the other, the kinds in turn; a fresh database now and then."""
    tally, delays = Tally(), random.Random(seed)  # noqa: S311 - no secret
    for first in range(0, trials, 20):
        with databases(server, folder) as urls:
            for number in range(first, min(first + 20, trials)):
                kind, name = kinds[number % len(kinds)], f"T{number}"
                said = kill_one(kind, name, urls, after_s=delays.uniform(0.0, 0.25))
                look(kind, name, said, urls, tally)
    return tally


@contextmanager
def databases(server: str, folder: Path) -> Iterator[dict[str, str]]:
    """Three empty databases: files in the folder, or schemas on the server."""
    parts = ("register", "releases", "access")
    run = uuid.uuid4().hex
    if not server:
        yield {part: f"sqlite:///{folder / f'{run}-{part}.db'}" for part in parts}
        return
    engine, parsed = create_engine(server), make_url(server)
    names = {part: f"trial_{run}_{part}" for part in parts}
    _each(engine, [f"CREATE SCHEMA {name}" for name in names.values()])
    try:
        yield {
            part: parsed.update_query_dict({"options": f"-c search_path={name}"}).render_as_string(
                hide_password=False
            )
            for part, name in names.items()
        }
    finally:
        _each(engine, [f"DROP SCHEMA {name} CASCADE" for name in names.values()])
        engine.dispose()


def _each(engine: Engine, statements: list[str]) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def main() -> None:
    """Run the trials and print a line of a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--url", default="", help="a PostgreSQL server; default: SQLite files")
    parser.add_argument("--seed", type=int, default=7)
    for name in ("work", "name", "register", "releases", "access"):
        parser.add_argument(f"--{name}", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        urls = {part: getattr(given, part) for part in ("register", "releases", "access")}
        work(given.work, given.name, urls)
    with tempfile.TemporaryDirectory() as folder:
        tally = run_trials(given.url, Path(folder), trials=given.trials, seed=given.seed)
    sys.stdout.write("| database | kills | acknowledged | lost | half done | stuck |\n")
    sys.stdout.write("|---|---:|---:|---:|---:|---:|\n")
    kind = "PostgreSQL" if given.url else "SQLite"
    kills = sum(tally.trials.values())
    found = f"{tally.said} | {tally.lost} | {tally.halves} | {tally.stuck}"
    sys.stdout.write(f"| {kind} | {kills} ({tally.trials}) | {found} |\n")
    sys.exit(0 if tally.is_sound else 1)


if __name__ == "__main__":
    main()
