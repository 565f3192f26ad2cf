"""One piece of work at a time, and nothing lost when the browser or the desk closes."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from desk.jobs import Jobs
from hotspots.errors import ParameterError, StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from desk.jobs import Progress

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_what_came_of_it_is_there_for_the_next_desk(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "desk")
    jobs.begin("look", lambda _: {"found": 7}, by="A", now=NOW)
    jobs.close()
    for one in (jobs, Jobs(tmp_path / "desk")):
        last = one.last("look")
        assert last is not None
        assert (last.state, last.result, last.by) == ("done", {"found": 7}, "A")
        assert one.last("publish") is None
    assert (tmp_path / "desk" / "look.json").stat().st_mode & 0o777 == 0o600


def test_another_waits_its_turn_and_progress_is_told(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path)
    told, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> dict[str, Any]:
        progress("Protecting")
        told.set()
        assert go_on.wait(10)
        return {}

    jobs.begin("look", work, by="A", now=NOW)
    assert told.wait(10)
    running = jobs.running()
    assert running is not None
    assert (running.kind, running.stage) == ("look", "Protecting")
    assert jobs.last("look") == running
    with pytest.raises(ParameterError, match="still being done"):
        jobs.begin("publish", work, by="B", now=NOW)
    go_on.set()
    jobs.close()
    assert jobs.running() is None


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ParameterError("The days are the wrong way round."), "wrong way round"),
        (LookupError("a child's name"), "Something went wrong (LookupError)"),
    ],
)
def test_what_failed_says_so_and_no_more(tmp_path: Path, error: Exception, told: str) -> None:
    def work(_: Progress) -> dict[str, Any]:
        raise error

    jobs = Jobs(tmp_path)
    jobs.begin("look", work, by="A", now=NOW)
    jobs.close()
    last = jobs.last("look")
    assert last is not None
    assert last.state == "refused"
    assert told in last.message
    assert "child" not in last.message


def test_what_was_interrupted_says_so(tmp_path: Path) -> None:
    kept = {"kind": "publish", "by": "A", "began_at": NOW.isoformat(), "state": "running"}
    (tmp_path / "publish.json").write_text(json.dumps(kept))
    (tmp_path / "look.json").write_text("{")
    (tmp_path / "other.json").write_text('{"unknown": 1}')
    jobs = Jobs(tmp_path)
    last = jobs.last("publish")
    assert last is not None
    assert last.state == "interrupted"
    assert "do it again" in last.message
    assert jobs.last("look") is None
    assert jobs.last("other") is None
    jobs.close()


def test_a_proposal_waits_and_is_forgotten(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path)
    jobs.propose({"digests": ["a"]}, by="A", now=NOW)
    waiting = jobs.last("proposal")
    assert waiting is not None
    assert waiting.state == "waiting"
    with pytest.raises(ParameterError, match="waits for approval already"):
        jobs.propose({"digests": ["b"]}, by="B", now=NOW)
    jobs.forget("proposal")
    jobs.forget("proposal")
    assert jobs.last("proposal") is None
    jobs.close()


def test_a_full_disk_neither_begins_work_nor_stops_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = Jobs(tmp_path)
    full = OSError(28, "No space left on device")

    def broken(*_: object) -> None:
        raise full

    def work(_: Progress) -> dict[str, Any]:
        monkeypatch.setattr(jobs, "_keep", broken)
        return {}

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "_keep", broken)
        with pytest.raises(StoreError, match="No space left"):
            jobs.begin("look", work, by="A", now=NOW)
    assert jobs.running() is None
    jobs.begin("look", work, by="A", now=NOW)
    jobs.close()
    assert jobs.running() is None
