"""Puts the desk together: its rooms, the door before them, and the guard around all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.responses import RedirectResponse

from desk.desk_errors import Closed
from desk.guard import Guard
from desk.rooms import entry, home, looking, naming, publishing, settling, weekly, withdrawing
from hotspots.errors import UserError

if TYPE_CHECKING:
    from fastapi import Request, Response

    from desk.bench import Bench

ROOMS = (entry, home, weekly, settling, naming, looking, publishing, withdrawing)


def create_desk(bench: Bench, *, port: int) -> Guard:
    """The application, for a server on `127.0.0.1:port` and nowhere else."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.bench = bench
    for room in ROOMS:
        app.include_router(room.router)
    app.add_exception_handler(Closed, _to_the_door)
    app.add_exception_handler(UserError, _problem)
    return Guard(app, port=port)


async def _to_the_door(request: Request, _error: Exception) -> Response:
    """Nobody is signed in: pages lead to the door, and what would alter something is refused."""
    if request.method == "GET":
        return RedirectResponse("/enter", 303)
    bench: Bench = request.app.state.bench
    said = "Your session ended, or this form is not yours. Nothing was done: sign in again."
    return bench.pages.page("problem", visitor=None, status=403, problem=said)


async def _problem(request: Request, error: Exception) -> Response:
    """What a command would say, on a page."""
    bench: Bench = request.app.state.bench
    visitor = getattr(request.state, "visitor", None)
    return bench.pages.page("problem", visitor=visitor, status=422, problem=str(error))
