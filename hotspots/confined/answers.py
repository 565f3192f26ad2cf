"""The side that asks: starts the reading process, waits for it, ends it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import IO, TYPE_CHECKING

from hotspots.confined.frames import Answer, GarbledError, packed, read_frame, unpacked, write_frame
from hotspots.confined.limits import MEBIBYTE, Limits
from hotspots.errors import InputError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hotspots.confined.served import Arguments, Plain

# Isolated: neither the working folder, which may hold anybody's files, nor variables decide what
# is imported, but the paths that this process found its own modules on.
_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from hotspots.confined.child import main; main()"
)
# All that the interpreter and GDAL's and PROJ's data need. No address of a database, no key.
_KEPT = frozenset(
    {"PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE"}
    | {"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PROJ_DATA", "PROJ_LIB", "GDAL_DATA"}
)
# The heading is looked for in few rows; what follows is asked for ahead, while rows are used.
_FIRST_ITEMS, _ITEMS = 32, 1_000
_MAX_WORDS_CHARS = 2_000
_SMALLER = "Copy the table or layer alone into a new file, without formatting, or split it by year."


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Who reads, and within which limits.

    `reader` is the address (`package.module:function`) of a function that takes a path and
    named arguments and is a context manager of a `Served`. `without` are modules that
    a library would import if they are there, and that the reading does not need.
    """

    reader: str
    limits: Limits = field(default_factory=Limits)
    without: tuple[str, ...] = ()


@contextmanager
def reading_apart(
    task: Task, path: Path, arguments: Arguments | None = None, *, name: str | None = None
) -> Iterator[Answers]:
    """Open the file in a process of its own; `name` is for messages, the path's own if None.

    Raises:
        InputError: the reader refuses the file, takes more than its limits, or is ended by it;
            also while items are taken.
        StoreError: the system has no room for another process.
    """
    told = path.name if name is None else name
    try:
        answers = Answers(task, told)
    except OSError as error:
        raise StoreError(
            f"{told} is read by a program of its own, which cannot be started "
            f"({error.strerror}). Close other programs and try again."
        ) from error
    try:
        answers.begin(path, arguments or {})
        yield answers
    finally:
        answers.end()


class Answers:
    """What the reading process says of the file (`about`), and its streams of items.

    Streams may be begun again, left early, and taken in turns.
    """

    def __init__(self, task: Task, name: str) -> None:
        self._task = task
        self._name = name
        self._numbers = count()
        self._open: dict[int, list[list[object]]] = {}
        self._left_s = task.limits.seconds
        self._left_bytes = task.limits.total_bytes
        self._late = False
        self._child = _started()
        self.about: Plain = None
        self.streams = 0

    def begin(self, path: Path, arguments: Arguments) -> None:
        """Tell what to read, and hear what it is."""
        order = {
            "reader": self._task.reader,
            "path": os.path.abspath(path),  # noqa: PTH100 - resolve() would follow links
            "arguments": arguments,
            "limits": asdict(self._task.limits),
            "without": self._task.without,
        }
        self._say([packed(order)])
        match self._hear():
            case [(Answer.ABOUT, int(streams)), about]:
                self.about, self.streams = about, streams
            case [(Answer.REFUSED,), words]:
                raise self._refusal(words)
            case _:
                raise self._silence()

    def items(self, stream: int) -> Iterator[Plain]:
        """The items of a stream from its beginning."""
        number = next(self._numbers)
        self._open[number] = []
        try:
            self._ask(number, stream, _FIRST_ITEMS)
            items, ended = self._answer(number)
            yield from items
            if not ended:
                self._ask(number, stream, _ITEMS)
            while not ended:
                items, ended = self._answer(number)
                if not ended:
                    # It reads on while these are used.
                    self._ask(number, stream, _ITEMS)
                yield from items
        finally:
            self._open.pop(number, None)
            self._ask(number, stream, 0, must=False)

    def end(self) -> None:
        """End the process, whatever it is at."""
        self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        self._child.wait()

    def _ask(self, number: int, stream: int, items: int, *, must: bool = True) -> None:
        try:
            self._say([packed(number), packed(stream), packed(items)])
        except InputError:
            if must:
                raise

    def _say(self, parts: list[bytes]) -> None:
        try:
            write_frame(_pipe(self._child.stdin), parts)
        except (OSError, ValueError):  # it is gone; ValueError: and its pipe closed
            raise self._silence() from None

    def _answer(self, number: int) -> tuple[list[object], bool]:
        """The next answer of that run; those of other runs wait, those of left ones are dropped."""
        while not self._open[number]:
            answer = self._hear()
            match answer[0]:
                case (Answer.ITEMS | Answer.REFUSED, int(whose), *_):
                    if whose in self._open:
                        self._open[whose].append(answer)
                case _:
                    raise self._silence()
        match self._open[number].pop(0):
            case [(Answer.REFUSED, _), words]:
                raise self._refusal(words)
            case [(Answer.ITEMS, _, bool(ended), int(many)), *items] if many == len(items):
                return items, ended
            case _:
                raise self._silence()

    def _hear(self) -> list[object]:
        """The next answer; the process is ended if it is not there in time."""
        alarm = threading.Timer(max(self._left_s, 0.0), self._too_late)
        alarm.daemon = True
        started = time.monotonic()
        alarm.start()
        try:
            body = read_frame(
                _pipe(self._child.stdout),
                most=min(self._task.limits.answer_bytes, self._left_bytes),
            )
            values = unpacked(body or b"")
        except (GarbledError, OSError, ValueError):
            raise self._silence() from None
        finally:
            alarm.cancel()
            self._left_s -= time.monotonic() - started
        if not values or values == [Answer.EXHAUSTED]:
            raise self._silence(exhausted=bool(values))
        self._left_bytes -= len(body or b"")
        return values

    def _too_late(self) -> None:
        self._late = True
        self._child.kill()

    def _refusal(self, words: object) -> InputError:
        match words:
            case (str(problem), int() | None as row, str() | None as column, str(mend)):
                told = (problem, mend, column or "")
                if max(map(len, told)) <= _MAX_WORDS_CHARS:
                    return InputError(problem, file=self._name, row=row, column=column, mend=mend)
        return self._silence()

    def _silence(self, *, exhausted: bool = False) -> InputError:
        """Why there is no answer."""
        limits = self._task.limits
        if self._left_bytes < limits.answer_bytes:
            problem = f"more than {limits.total_bytes // MEBIBYTE:,} MiB stand in it"
        elif exhausted:
            problem = f"reading it takes more than {limits.memory_bytes // MEBIBYTE:,} MiB"
        elif self._late or _used_its_time(self._child):
            problem = f"reading it takes more than {limits.seconds:.0f} seconds"
        else:
            problem = "the program that reads it was ended by it (damaged, or made to do harm?)"
        return InputError(problem, file=self._name, mend=_SMALLER)


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - this interpreter, our own words
        [sys.executable, "-I", "-X", "utf8", "-c", _BOOT, _import_paths()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a trace of a parser may quote cells
        env={key: value for key, value in os.environ.items() if key.upper() in _KEPT},
    )


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise OSError
    return pipe


def _used_its_time(child: subprocess.Popen[bytes]) -> bool:
    """Whether the system ended it for the computing time it took."""
    try:
        ended = child.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return False
    return ended == -getattr(signal, "SIGXCPU", 0) != 0  # Windows has no such signal


def _import_paths() -> str:
    return json.dumps([path for path in sys.path if path])
