"""The brief of one fixed area, as a page and as files to take to a meeting."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.answers import has_it
from api.briefs import MEDIA_TYPES
from api.compression import validator, vary_of
from api.gate import Caller, CallerNow
from api.headers import MAP_OPENER, map_policy
from api.problems import not_found
from api.shelf import areas_of
from hotspots.brief import style_hash

AreaCode = Annotated[str, Path(description="A ward's official (GSS) code.")]
_SUMMARIES = {
    "html": "The brief of one ward, as a page that prints on A4",
    "json": "The same for a program",
    "pdf": "The same as an accessible PDF",
    "docx": "The same for Word",
}


def add_to(router: APIRouter) -> None:
    """Add the routes of this module."""
    handlers = {"html": page, "json": as_json, "pdf": as_pdf, "docx": as_docx}
    endings = {"/v1/areas/{area_code}/brief": "html"} | {
        f"/v1/areas/{{area_code}}/brief.{form}": form for form in MEDIA_TYPES
    }
    for path, form in endings.items():
        router.get(
            path,
            tags=["areas"],
            name=path.rpartition("/")[2],
            summary=_SUMMARIES[form],
            response_model=None,
            responses={200: {"content": {MEDIA_TYPES[form].partition(";")[0]: {}}}},
        )(handlers[form])


def page(request: Request, caller: CallerNow, area_code: AreaCode) -> Response:
    """An unknown ward and one that is not yours give the same answer."""
    response = _file(request, caller, area_code, "html")
    response.headers["Content-Security-Policy"] = map_policy(scripts=(), styles=(style_hash(),))
    name, value = MAP_OPENER
    response.headers[name] = value
    return response


def as_json(request: Request, caller: CallerNow, area_code: AreaCode) -> Response:
    """An unknown ward and one that is not yours give the same answer."""
    return _file(request, caller, area_code, "json")


def as_pdf(request: Request, caller: CallerNow, area_code: AreaCode) -> Response:
    """Tagged (PDF/UA-1), with a text for the map."""
    return _download(_file(request, caller, area_code, "pdf"), f"brief-{area_code}.pdf")


def as_docx(request: Request, caller: CallerNow, area_code: AreaCode) -> Response:
    """With real headings and tables, so that it can be pasted into a report."""
    return _download(_file(request, caller, area_code, "docx"), f"brief-{area_code}.docx")


def _file(request: Request, caller: Caller, area_code: str, form: str) -> Response:
    view = caller.service.shelf.latest(caller.principal)
    bound = areas_of(caller.principal)
    is_open = bound is None or area_code in bound
    brief = caller.service.briefs.brief(view, area_code) if view and is_open else None
    if view is None or brief is None:
        caller.saw("absent", 0)
        raise not_found()
    caller.saw(f"{brief.code}.{brief.digest}", len(brief.places))
    body = caller.service.briefs.file(view, brief, form)
    # Of the bytes: whom to call is in them, and can change while the release does not.
    etag = validator(hashlib.sha256(body).hexdigest(), MEDIA_TYPES[form])
    if has_it(request, etag):
        return Response(status_code=304, headers={"ETag": etag, **vary_of(MEDIA_TYPES[form])})
    return Response(body, media_type=MEDIA_TYPES[form], headers={"ETag": etag})


def _download(response: Response, name: str) -> Response:
    """A file to keep; its name is safe, since only a known area's code comes so far."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
