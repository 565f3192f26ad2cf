"""The first page: what is there, what waits, and what is being done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from desk.visits import bench_of, visitor_of
from hotspots.release import PEOPLE_AUDIENCES

if TYPE_CHECKING:
    from desk.bench import Bench

router = APIRouter(include_in_schema=False)
# Where what came of a piece of work is shown.
ROOM_OF = {"intake": "/weekly", "look": "/look", "publish": "/publish"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an audience has now."""

    audience: str
    title: str
    period: str
    published: str


@router.get("/")
async def home(request: Request) -> Response:
    """What is there and what waits."""
    bench, visitor = bench_of(request), visitor_of(request)
    episodes, standings = await run_in_threadpool(_state, bench)
    return bench.pages.page(
        "home",
        visitor=visitor,
        episodes=episodes,
        standings=standings,
        running=bench.jobs.running(),
        needs_two=bench.needs_two,
        proposal=bench.jobs.last("proposal"),
    )


@router.get("/work")
async def work(request: Request) -> Response:
    """What is being done; the script of the page looks again until it is finished."""
    bench, visitor = bench_of(request), visitor_of(request)
    running = bench.jobs.running()
    room = "/work" if running is None else ROOM_OF[running.kind]
    return bench.pages.page("work", visitor=visitor, running=running, room=room)


@router.get("/work/state")
async def state(request: Request) -> Response:
    """The same for the script: whether it goes on, and how far it is."""
    visitor_of(request)
    running = bench_of(request).jobs.running()
    if running is None:
        return JSONResponse({"running": False})
    return JSONResponse({"running": True, "stage": running.stage, "room": ROOM_OF[running.kind]})


def _state(bench: Bench) -> tuple[int, list[Standing]]:
    with bench.register() as register:
        episodes = len(register.episodes())
    standings = []
    with bench.releases() as releases:
        for audience in PEOPLE_AUDIENCES:
            latest = releases.latest(audience)
            if latest is not None:
                standings.append(
                    Standing(
                        audience=audience.value,
                        title=latest.release.title,
                        period=latest.release.period.in_words,
                        published=f"{latest.sealed_at:%d/%m/%Y %H:%M} UTC",
                    )
                )
    return episodes, standings
