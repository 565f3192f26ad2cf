"""A process killed at its work loses nothing that it said, and leaves nothing by halves."""

from __future__ import annotations

import importlib.util
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

# Each kind of work three times; `scripts/kill_trials.py --trials 200` does many more.
TRIALS = 12


@pytest.fixture(scope="module")
def trials() -> ModuleType:
    path = Path(__file__).parents[2] / "scripts" / "kill_trials.py"
    spec = importlib.util.spec_from_file_location("kill_trials", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by its name.
    sys.modules[spec.name] = module
    sys.path.insert(0, str(path.parent))  # it has a neighbour of its own
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(path.parent))
    return module


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def server(request: pytest.FixtureRequest) -> str:
    """The server's URL; empty for SQLite."""
    if request.param == "sqlite":
        return ""
    url = os.environ.get("HOTSPOTS_TEST_POSTGRES")
    if not url:
        pytest.skip("no PostgreSQL: set HOTSPOTS_TEST_POSTGRES, for instance by .ci/postgres start")
    return url


def test_killed_at_any_moment_nothing_is_lost_or_half_done(
    trials: ModuleType, server: str, tmp_path: Path
) -> None:
    tally = trials.run_trials(server, tmp_path, trials=TRIALS)
    assert (tally.lost, tally.halves, tally.stuck) == (0, 0, 0)
    assert tally.trials == dict.fromkeys(trials.WORKS, TRIALS // len(trials.WORKS))
    assert tally.said >= TRIALS


def test_the_trials_see_what_is_lost(trials: ModuleType, tmp_path: Path) -> None:
    tally = trials.Tally()
    with trials.databases("", tmp_path) as urls:
        trials.look("ingest", "T0", {"T0-0"}, urls, tally)
        assert (tally.lost, tally.is_sound) == (1, False)
        stores = trials.Stores(urls)
        stores.ingest("T1-0")
        half = trials.make_batch("T1-1")
        stores.register.record(
            replace(half, episodes=half.episodes[:7]),
            recorded_at=trials.NOW,
        )
        stores.close()
        trials.look("ingest", "T1", {"T1-0"}, urls, tally)
    assert (tally.lost, tally.halves) == (1, 1)
