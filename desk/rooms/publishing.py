"""Publish what was looked at, and nothing else; by two people where the setting asks for it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from desk.preview import preview_of
from desk.visits import bench_of, form_of, visitor_of, words_in
from hotspots.cli.publishing import publish_noted, terms_of
from hotspots.cli.workshop import note, open_access
from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from desk.bench import Bench
    from desk.jobs import Job, Progress

router = APIRouter(include_in_schema=False)


@router.get("/publish")
async def publish(request: Request) -> Response:
    """What waits for a second person, and what came of the last publication."""
    bench, visitor = bench_of(request), visitor_of(request)
    return bench.pages.page(
        "publish",
        visitor=visitor,
        job=bench.jobs.last("publish"),
        proposal=bench.jobs.last("proposal"),
        running=bench.jobs.running(),
    )


@router.post("/publish")
async def begin(request: Request) -> Response:
    """Publish what the last look found; with two people, ask the second one."""
    bench = bench_of(request)
    visitor, form = await form_of(request)
    looked = _looked_at(bench, words_in(form, "digests"))
    if bench.needs_two:
        bench.jobs.propose(looked, by=visitor.name, now=bench.clock())
        await run_in_threadpool(_note, bench, "release.propose", looked)
        return RedirectResponse("/publish", 303)
    return _begin(bench, looked, by=visitor.name)


@router.post("/publish/approve")
async def approve(request: Request) -> Response:
    """Another person than the one who asked, who saw the same."""
    bench = bench_of(request)
    visitor, form = await form_of(request)
    proposal = bench.jobs.last("proposal")
    if proposal is None or words_in(form, "digests") != digests_of(proposal.result):
        msg = "This is no longer what waits for approval. Load the page again."
        raise ParameterError(msg)
    if proposal.by.casefold() == visitor.name.casefold():
        msg = "Whoever asked for it cannot approve it. Ask another person to sign in and look."
        raise ParameterError(msg)
    answer = _begin(bench, proposal.result, by=f"{proposal.by} and {visitor.name}")
    bench.jobs.forget("proposal")
    return answer


@router.post("/publish/decline")
async def decline(request: Request) -> Response:
    """Take back what waits for approval, or refuse it: anybody who is signed in may."""
    bench = bench_of(request)
    await form_of(request)
    proposal = bench.jobs.last("proposal")
    if proposal is not None:
        bench.jobs.forget("proposal")
        await run_in_threadpool(_note, bench, "release.decline", proposal.result)
    return RedirectResponse("/look", 303)


def digests_of(result: dict[str, Any]) -> str:
    """What was looked at, as a form carries it."""
    return ",".join(result["digests"])


def _looked_at(bench: Bench, digests: str) -> dict[str, Any]:
    """The last look, if it is the one on the page that the form came from."""
    job: Job | None = bench.jobs.last("look")
    if job is None or job.state != "done" or digests_of(job.result) != digests:
        msg = "Somebody looked again since this page was made. Look at what is there now."
        raise ParameterError(msg)
    return job.result


def _begin(bench: Bench, looked: dict[str, Any], *, by: str) -> Response:
    work = partial(_publish, bench, looked, by)
    bench.jobs.begin("publish", work, by=by, now=bench.clock())
    return RedirectResponse("/work", 303)


def _note(bench: Bench, action: str, looked: dict[str, Any]) -> None:
    """Into the trail, by the releases' digests; who it was is in `published.jsonl`."""
    with open_access(bench.workspace) as access:
        note(access, action, *looked["digests"])


def _keep_who(bench: Bench, looked: dict[str, Any], by: str) -> None:
    """The names of those who published, for good: a line for each publication, inside alone."""
    line = {"at": bench.clock().isoformat(timespec="seconds"), "by": by}
    path = bench.folder / "published.jsonl"
    with path.open("a", encoding="utf-8") as file:
        path.chmod(0o600)
        file.write(json.dumps(line | {"releases": looked["digests"]}, ensure_ascii=False) + "\n")


def _publish(bench: Bench, looked: dict[str, Any], by: str, progress: Progress) -> dict[str, Any]:
    options = dict(bench.options) | {
        "first": date.fromisoformat(looked["first"]),
        "last": date.fromisoformat(looked["last"]),
    }
    with bench.tools(progress) as tools:
        terms = replace(terms_of(options, tools), agreed=frozenset(looked["digests"]))
        published = publish_noted(
            bench.workspace, terms=terms, tools=tools, release_url=options["release_url"]
        )
        _keep_who(bench, looked, by)
        bench.jobs.forget("look")
        return preview_of(published, tools.releases)
