"""Work that takes longer than a page may: one piece at a time, and its state on the disk.

A browser that closes loses nothing: the work goes on, and what came of it stands in a file of
the inside folder that the next page shows. A desk that was killed finds there that something
was interrupted; the work itself is one transaction, so it is done or it is not.
"""

from __future__ import annotations

import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from hotspots.errors import ParameterError, StoreError, UserError
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

Progress: TypeAlias = "Callable[[str], None]"
_LOG = logging.getLogger("desk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What was begun, by whom and when, how far it is, and what came of it.

    `state` is `running`, `done`, `refused` (with a message for people) or `interrupted`.
    """

    kind: str
    by: str
    began_at: str
    state: str = "running"
    stage: str = ""
    message: str = ""
    result: dict[str, Any] = field(default_factory=dict)

    @property
    def is_running(self) -> bool:
        """Whether to look again."""
        return self.state == "running"


class Jobs:
    """The one piece of work, and the last of each kind; safe to share among threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._now: Job | None = None
        for path in self._folder.glob("*.json"):
            job = _read(path)
            if job is not None and job.is_running:
                said = "The desk ended while this was going on. Nothing was half done: do it again."
                self._keep(_altered(job, state="interrupted", message=said))

    def begin(
        self, kind: str, work: Callable[[Progress], dict[str, Any]], *, by: str, now: datetime
    ) -> None:
        """Begin `work`, which is told how to tell its stages and answers in JSON's words.

        Raises:
            ParameterError: another one is still going on.
            StoreError: it cannot be written down, so it was not begun.
        """
        job = Job(kind=kind, by=by, began_at=now.isoformat(timespec="seconds"))
        with self._lock:
            if self._now is not None:
                msg = "Something else is still being done. Wait until it is finished."
                raise ParameterError(msg)
            self._begin_keeping(job)
            self._now = job
        self._worker.submit(self._run, job, work)

    def propose(self, result: dict[str, Any], *, by: str, now: datetime) -> None:
        """Keep what somebody asks another person to approve.

        Raises:
            ParameterError: something else waits already.
        """
        if self.last("proposal") is not None:
            msg = "Something waits for approval already. Approve or decline that first."
            raise ParameterError(msg)
        began_at = now.isoformat(timespec="seconds")
        self._keep(Job(kind="proposal", by=by, began_at=began_at, state="waiting", result=result))

    def running(self) -> Job | None:
        """What is being done now, if anything."""
        with self._lock:
            return self._now

    def last(self, kind: str) -> Job | None:
        """The last piece of work of this kind, finished or not."""
        with self._lock:
            if self._now is not None and self._now.kind == kind:
                return self._now
        return _read(self._path(kind))

    def forget(self, kind: str) -> None:
        """What came of it is no longer to be shown."""
        self._path(kind).unlink(missing_ok=True)

    def close(self) -> None:
        """Wait for what is being done."""
        self._worker.shutdown(wait=True)

    def _run(self, job: Job, work: Callable[[Progress], dict[str, Any]]) -> None:
        try:
            done = _altered(job, state="done", result=work(self._tell))
        except UserError as error:
            done = _altered(job, state="refused", message=str(error))
        except Exception as error:  # noqa: BLE001 - a thread's end: whatever it was, the page says so
            _LOG.error("%s failed: %s", job.kind, type(error).__name__)
            said = f"Something went wrong ({type(error).__name__}). Nothing was half done."
            done = _altered(job, state="refused", message=said)
        try:
            self._keep(done)
        except OSError as error:
            # The disk is full, say: the next desk tells that this was interrupted.
            _LOG.error("%s: its end was not kept: %s", job.kind, error.strerror)
        finally:
            with self._lock:
                self._now = None

    def _tell(self, stage: str) -> None:
        with self._lock:
            if self._now is not None:
                self._now = _altered(self._now, stage=stage)

    def _path(self, kind: str) -> Path:
        return self._folder / f"{kind}.json"

    def _begin_keeping(self, job: Job) -> None:
        try:
            self._keep(job)
        except OSError as error:
            msg = f"The folder inside cannot be written to ({error.strerror}). Make room first."
            raise StoreError(msg) from error

    def _keep(self, job: Job) -> None:
        with written_whole(self._path(job.kind)) as part:
            part.touch(mode=0o600)
            part.write_text(json.dumps(asdict(job), ensure_ascii=False), encoding="utf-8")


def _altered(job: Job, **changes: Any) -> Job:  # noqa: ANN401 - any field of a job
    return Job(**(asdict(job) | changes))


def _read(path: Path) -> Job | None:
    try:
        return Job(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
