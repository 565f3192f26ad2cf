"""Who asks, and what their form says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.desk_errors import Closed
from desk.door import is_theirs

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

    from desk.bench import Bench
    from desk.door import Visitor

COOKIE = "hotspots_desk"
_MOST_FIELDS = 20
_LONGEST_FIELD = 20_000


def bench_of(request: Request) -> Bench:
    """What the rooms work with."""
    bench: Bench = request.app.state.bench
    return bench


def visitor_of(request: Request) -> Visitor:
    """Who is signed in.

    Raises:
        Closed: nobody.
    """
    bench = bench_of(request)
    visitor = bench.door.visitor(request.cookies.get(COOKIE, ""), now=bench.clock())
    if visitor is None:
        raise Closed
    request.state.visitor = visitor
    return visitor


async def form_of(request: Request) -> tuple[Visitor, FormData]:
    """Who is signed in, and the form that one of their pages sent.

    Raises:
        Closed: nobody, or the form is not from a page of theirs.
    """
    visitor = visitor_of(request)
    form = await request.form(max_files=1, max_fields=_MOST_FIELDS, max_part_size=_LONGEST_FIELD)
    if not is_theirs(visitor, words_in(form, "form_token")):
        await form.close()
        raise Closed
    return visitor, form


def words_in(form: FormData, name: str) -> str:
    """A field's text, without space around it; empty where there is none or it is a file."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""
