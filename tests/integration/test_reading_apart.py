"""A process that reads for us is held to its limits, and ends without taking us along."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from hotspots.confined import MEBIBYTE, Limits, Task, answers, reading_apart
from hotspots.errors import InputError, StoreError

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

READERS = """
import os, signal, sys, time
from contextlib import contextmanager
from pathlib import Path
from hotspots.confined import Served
from hotspots.confined.frames import packed, write_frame
from hotspots.errors import InputError

def numbers():
    yield from range(5000)

def refusing():
    yield "before"
    raise InputError("three words here", file="x", row=7, column="C", mend="Do this.")

def slow():
    yield 1
    time.sleep(60)

def busy():
    while True:
        pass
    yield

def large():
    yield b"x" * 2_000_000

def hungry():
    yield "before"
    yield len(bytes(400 * 2**20))

def dying():
    yield from range(32)
    os.kill(os.getpid(), signal.SIGSEGV)

def writing():
    Path("/tmp").joinpath("hotspots-written").write_bytes(b"x")
    yield

def odd():
    yield object()

def garbled():
    yield 1
    os.write(1, b"\\xff\\xff\\xff\\xff rubbish")
    time.sleep(60)

def endless():
    while True:
        yield "x" * 100_000

@contextmanager
def streams(path, kind="numbers"):
    yield Served(about=[path.name, kind], streams=(globals()[kind], numbers))

@contextmanager
def refused(path):
    raise InputError("not what its name says", file=path.name, mend="Rename it.")
    yield

@contextmanager
def seen(path):
    yield Served(about=[sorted(os.environ), os.getcwd() in sys.path, "numpy" in sys.modules])

def answering(body):
    @contextmanager
    def reader(path):
        write_frame(sys.stdout.buffer, body)
        time.sleep(60)
        yield
    return reader

nonsense = answering([packed("hello")])
too_much_said = answering([packed(("refused",)), packed(("x" * 3000, None, None, "y"))])
half_said = answering([packed(("refused",)), packed("y")])
"""
QUICK = Limits(seconds=20)


@pytest.fixture(autouse=True)
def readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "made_up_readers.py").write_text(READERS)
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("made_up_readers", None)


def task(name: str = "streams", limits: Limits = QUICK) -> Task:
    return Task(reader=f"made_up_readers:{name}", limits=limits)


def all_of(kind: str, path: Path, limits: Limits = QUICK) -> list[object]:
    with reading_apart(task(limits=limits), path, {"kind": kind}) as found:
        return list(found.items(0))


def test_it_says_what_the_file_is_and_gives_its_items(tmp_path: Path) -> None:
    with reading_apart(task(), tmp_path / "a file.csv") as found:
        assert found.about == ("a file.csv", "numbers")
        assert found.streams == 2
        assert list(found.items(0)) == list(range(5000))


def test_streams_are_left_early_begun_again_and_taken_in_turns(tmp_path: Path) -> None:
    with reading_apart(task(), tmp_path / "x") as found:
        first, second = found.items(0), found.items(1)
        assert [next(first) for _ in range(40)] == list(range(40))
        assert [next(second) for _ in range(1500)] == list(range(1500))
        first.close()
        assert list(found.items(0)) == list(range(5000))
        assert list(second) == list(range(1500, 5000))


def test_a_refusal_comes_after_what_was_read_before_it(tmp_path: Path) -> None:
    with reading_apart(task(), tmp_path / "x", {"kind": "refusing"}, name="told.csv") as found:
        items = found.items(0)
        assert next(items) == "before"
        with pytest.raises(InputError, match="three words here") as refusal:
            next(items)
        assert list(found.items(1)) == list(range(5000))  # the rest can still be read
    told = refusal.value
    assert (told.file, told.row, told.column) == ("told.csv", 7, "C")


def test_a_file_that_is_refused_at_once_is_told_under_its_name(tmp_path: Path) -> None:
    with (
        pytest.raises(InputError, match=r"^x\.csv: not what its name says\. Rename it\.$"),
        reading_apart(task("refused"), tmp_path / "x.csv"),
    ):
        pytest.fail("it was opened")


@pytest.mark.parametrize(
    ("kind", "limits", "words"),
    [
        ("slow", Limits(seconds=1), "more than 1 seconds"),
        ("busy", Limits(seconds=1), "more than 1 seconds"),
        ("large", Limits(item_bytes=1_000_000), "extremely long"),
        ("large", Limits(answer_bytes=1_000_000), "ended by it"),
        ("endless", Limits(total_bytes=8 * MEBIBYTE), "more than 8 MiB stand in it"),
        ("dying", QUICK, "ended by it"),
        ("odd", QUICK, "ended by it"),
        ("garbled", QUICK, "ended by it"),
    ],
)
def test_what_goes_too_far_is_ended_and_told(
    tmp_path: Path, kind: str, limits: Limits, words: str
) -> None:
    started = time.monotonic()
    with pytest.raises(InputError, match=words) as refusal:
        all_of(kind, tmp_path / "x.csv", limits)
    assert refusal.value.file == "x.csv"
    assert refusal.value.mend
    assert time.monotonic() - started < 15


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's memory")
def test_memory_is_bounded(tmp_path: Path) -> None:
    limits = Limits(memory_bytes=300 * MEBIBYTE)
    with pytest.raises(InputError, match="more than 300 MiB"):
        all_of("hungry", tmp_path / "x", limits)
    assert all_of("hungry", tmp_path / "x")[0] == "before"


@pytest.mark.skipif(os.name != "posix", reason="only POSIX bounds what a process writes")
def test_it_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ended by it"):
        all_of("writing", tmp_path / "x")


@pytest.mark.parametrize("name", ["nonsense", "too_much_said", "half_said"])
def test_an_answer_in_another_form_is_none(tmp_path: Path, name: str) -> None:
    with (
        pytest.raises(InputError, match="ended by it"),
        reading_apart(task(name), tmp_path / "x"),
    ):
        pytest.fail("it was believed")


def test_it_knows_no_address_and_no_key_and_loads_nothing_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_RELEASE_URL", "postgresql://secret")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    folder = tmp_path / "uploads"
    folder.mkdir()
    (folder / "csv.py").write_text("raise SystemExit")
    monkeypatch.chdir(folder)
    with reading_apart(task("seen"), tmp_path / "x") as found:
        names, has_working_folder, has_numpy = found.about  # type: ignore[misc] # as `seen` gives it
    assert not [name for name in names if name.startswith(("HOTSPOTS", "PYTHON"))]
    assert not has_working_folder
    assert not has_numpy


def test_it_is_gone_when_nobody_reads_any_more(tmp_path: Path) -> None:
    with reading_apart(task(), tmp_path / "x") as found:
        next(found.items(0))
        process = found._child
    assert process.poll() is not None


def test_a_system_without_room_for_a_process_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> subprocess.Popen[bytes]:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(answers, "_started", full)
    with (
        pytest.raises(StoreError, match="cannot be started"),
        reading_apart(task(), tmp_path / "x"),
    ):
        pytest.fail("it was started")
