"""The door: in by a link from the terminal, out by a button; and the files that pages load."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from desk.pages import asset
from desk.visits import COOKIE, bench_of, form_of, words_in

router = APIRouter(include_in_schema=False)


@router.get("/enter")
async def door(request: Request, token: str = "") -> Response:
    """A page with a button: a link that is merely looked at by a program is not used up."""
    return bench_of(request).pages.page("enter", visitor=None, token=token)


@router.post("/enter")
async def enter(request: Request) -> Response:
    """Use the link up and open a session."""
    bench = bench_of(request)
    form = await request.form(max_files=0, max_fields=2)
    session = bench.door.enter(words_in(form, "token"), now=bench.clock())
    if session is None:
        said = "This link was used before or is too old. Start the desk again for a new one."
        return bench.pages.page("problem", visitor=None, status=403, problem=said)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(COOKIE, session, httponly=True, samesite="strict", path="/")
    return answer


@router.post("/leave")
async def leave(request: Request) -> Response:
    """End the session."""
    await form_of(request)
    bench_of(request).door.leave(request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/enter", 303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict", path="/")
    answer.headers["clear-site-data"] = '"cache", "storage"'
    return answer


@router.get("/assets/{name}")
async def file(name: str) -> Response:
    """A style sheet, a script or a picture of ours; they say nothing of anybody."""
    found = asset(name)
    if found is None:
        return Response(status_code=404)
    return Response(found[0], media_type=found[1])
