"""Take a release back, as `hotspots withdraw` does."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from desk.preview import audience_in_words
from desk.visits import bench_of, form_of, visitor_of, words_in
from hotspots.cli.withdraw import shown_releases, withdraw_noted

router = APIRouter(include_in_schema=False)


@router.get("/withdraw")
async def listed(request: Request) -> Response:
    """Every release that anybody is shown, the newest of each audience first."""
    bench, visitor = bench_of(request), visitor_of(request)
    releases = await run_in_threadpool(shown_releases, bench.workspace)
    rows = [
        {
            "digest": one.digest,
            "audience": audience_in_words(one.audience),
            "period": one.period.in_words,
            "sealed_at": one.sealed_at.isoformat(),
        }
        for one in releases
    ]
    return bench.pages.page("withdraw", visitor=visitor, releases=rows)


@router.post("/withdraw")
async def withdraw(request: Request) -> Response:
    """Nobody is shown it from now on; who said so and why is kept."""
    bench = bench_of(request)
    visitor, form = await form_of(request)
    digest, reason = words_in(form, "digest"), words_in(form, "reason")
    await run_in_threadpool(
        withdraw_noted,
        bench.workspace,
        digest,
        by=visitor.name,
        reason=reason,
        release_url=bench.options["release_url"],
    )
    return RedirectResponse("/withdraw", 303)
