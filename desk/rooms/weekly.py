"""The week's file: given here, read as `hotspots ingest` reads it, and told what became of it."""

from __future__ import annotations

import re
import secrets
import shutil
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from desk.visits import bench_of, form_of, visitor_of
from hotspots.errors import ParameterError
from hotspots.pipeline import take_in

if TYPE_CHECKING:
    from desk.bench import Bench
    from desk.jobs import Progress
    from hotspots.ledger import RowNote

router = APIRouter(include_in_schema=False)
_UNSAFE = re.compile(r"[^A-Za-z0-9 ._-]+")
_ENDINGS = (".csv", ".xlsx", ".xlsm", ".txt", ".tsv")
_LONGEST_NAME = 80
# A page of more rows helps nobody: the file has them all.
_MOST_ROWS = 200


@router.get("/weekly")
async def weekly(request: Request) -> Response:
    """The form, and what came of the last file."""
    bench, visitor = bench_of(request), visitor_of(request)
    return bench.pages.page(
        "weekly", visitor=visitor, job=bench.jobs.last("intake"), running=bench.jobs.running()
    )


@router.post("/weekly")
async def take(request: Request) -> Response:
    """Keep the file inside until it is read; reading goes on by itself."""
    bench = bench_of(request)
    visitor, form = await form_of(request)
    try:
        path = await run_in_threadpool(_kept, bench, form.get("file"))
    finally:
        await form.close()
    try:
        bench.jobs.begin("intake", partial(_read, bench, path), by=visitor.name, now=bench.clock())
    except ParameterError:
        shutil.rmtree(path.parent)
        raise
    return RedirectResponse("/work", 303)


@router.get("/weekly/rejects.csv")
async def rejects(request: Request) -> Response:
    """The rows that were refused, by file, row and column, and the mend; no value of a cell."""
    bench = bench_of(request)
    visitor_of(request)
    path = bench.workspace.inside / "rejects.csv"
    if not path.is_file():
        msg = "No file was read yet."
        raise ParameterError(msg)
    return FileResponse(path, media_type="text/csv; charset=utf-8", filename="rejects.csv")


def _kept(bench: Bench, given: UploadFile | str | None) -> Path:
    """The file under a harmless form of its own name, in a private folder of its own."""
    if not isinstance(given, UploadFile) or not given.filename:
        msg = "No file was chosen. Choose the week's file first."
        raise ParameterError(msg)
    name = _UNSAFE.sub("_", Path(given.filename).name)[-_LONGEST_NAME:].strip(" .") or "file"
    if not name.lower().endswith(_ENDINGS):
        msg = f"This kind of file is not read. Give one of: {', '.join(_ENDINGS)}."
        raise ParameterError(msg)
    folder = bench.folder / f"upload-{secrets.token_hex(8)}"
    folder.mkdir(parents=True, mode=0o700)
    path = folder / name
    with path.open("xb") as target:
        path.chmod(0o600)
        shutil.copyfileobj(given.file, target)
    return path


def _read(bench: Bench, path: Path, progress: Progress) -> dict[str, Any]:
    """The upload goes when it was read: the register has its rows, and the sender the file."""
    try:
        with bench.tools(progress) as tools:
            intake = take_in([path], bench.workspace, tools=tools, at=bench.clock())
    finally:
        shutil.rmtree(path.parent)
    batch, outcome = intake.batch, intake.outcome
    return {
        "files": [asdict(one) for one in batch.ledgers],
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "erased": batch.erased,
        "rejected": len(batch.rejects),
        "remarked": len(batch.remarks),
        "rejects": _rows(batch.rejects),
        "remarks": _rows(batch.remarks),
    }


def _rows(notes: tuple[RowNote, ...]) -> list[dict[str, Any]]:
    return [
        {"row": one.row, "column": one.column, "problem": one.problem, "mend": one.mend}
        for one in notes[:_MOST_ROWS]
    ]
