"""Look before publishing: what each audience would see, and what is kept from it and why."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, RedirectResponse

from desk.preview import preview_of
from desk.visits import bench_of, form_of, visitor_of, words_in
from hotspots.cli.publishing import terms_of
from hotspots.errors import ParameterError
from hotspots.pipeline import prepare

if TYPE_CHECKING:
    from desk.bench import Bench
    from desk.jobs import Progress

router = APIRouter(include_in_schema=False)


@router.get("/look")
async def look(request: Request) -> Response:
    """The form for the period, and what the last look found."""
    bench, visitor = bench_of(request), visitor_of(request)
    return bench.pages.page(
        "look",
        visitor=visitor,
        job=bench.jobs.last("look"),
        running=bench.jobs.running(),
        needs_two=bench.needs_two,
    )


@router.post("/look")
async def begin(request: Request) -> Response:
    """Find and protect what is in the register, and publish nothing."""
    bench = bench_of(request)
    visitor, form = await form_of(request)
    period = day_of(words_in(form, "first")), day_of(words_in(form, "last"))
    bench.jobs.begin("look", partial(_look, bench, period), by=visitor.name, now=bench.clock())
    return RedirectResponse("/work", 303)


@router.get("/look/report.html")
async def report(request: Request) -> Response:
    """The inside report of the last look, to keep: every hotspot with its evidence."""
    bench = bench_of(request)
    visitor_of(request)
    path = bench.workspace.inside / "report.html"
    if not path.is_file():
        msg = "There is no report yet. Look first."
        raise ParameterError(msg)
    return FileResponse(path, media_type="text/html; charset=utf-8", filename="report.html")


def day_of(written: str) -> date | None:
    """A day as a browser's date field sends it, or as people write it; None where it is empty.

    Raises:
        ParameterError: it is no day.
    """
    if not written:
        return None
    if "/" in written:
        written = "-".join(reversed(written.split("/")))
    try:
        return date.fromisoformat(written)
    except ValueError:
        msg = "This is not a day. Write it as 31/12/2021."
        raise ParameterError(msg) from None


def _look(
    bench: Bench, period: tuple[date | None, date | None], progress: Progress
) -> dict[str, Any]:
    options = dict(bench.options) | {"first": period[0], "last": period[1]}
    with bench.tools(progress) as tools:
        prepared = prepare(bench.workspace, terms=terms_of(options, tools), tools=tools)
        return preview_of(prepared, tools.releases)
