"""Answers about a release: the body, its validator, and 304 where nothing changed."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from typing import TYPE_CHECKING

from starlette.responses import Response

from api.compression import validator, vary_of
from api.parts import Dates
from api.schemas import ReleaseLine

if TYPE_CHECKING:
    from pydantic import BaseModel
    from starlette.requests import Request

    from api.shelf import View

GEOJSON = "application/geo+json"
JSON = "application/json"


def _name_of(*views: View) -> str:
    """What a validator says: the digest of what is shown, and of the program that shows it.

    The digest already is that of the principal's own part; over several releases it is
    the hash of theirs. The program's version is in it because a new version may render
    the same release to other bytes.
    """
    program = hashlib.sha256(version("hotspots").encode()).hexdigest()[:8]
    if len(views) == 1:
        return f"{views[0].digest}.{program}"
    all_of_them = "".join(view.digest for view in views)
    return f"{hashlib.sha256(all_of_them.encode()).hexdigest()}.{program}"


def answer(
    request: Request, body: bytes | BaseModel, *, views: tuple[View, ...], media_type: str = JSON
) -> Response:
    """200 with the body, or 304 if the client has it already.

    Nothing in either is of the principal but their audience and their areas.
    """
    request.state.trace.is_common = True
    etag = validator(_name_of(*views), media_type)
    if has_it(request, etag):
        return Response(status_code=304, headers={"ETag": etag, **vary_of(media_type)})
    content = body if isinstance(body, bytes) else body.model_dump_json().encode()
    return Response(content, media_type=media_type, headers={"ETag": etag})


def line_of(view: View) -> ReleaseLine:
    """A release's line in a list."""
    period = view.release.period
    return ReleaseLine(
        digest=view.digest,
        audience=view.release.audience.value,
        period=Dates(first=period.first, last=period.last),
        title=view.release.title,
        sealed_at=view.sealed_at,
    )


def has_it(request: Request, etag: str) -> bool:
    """Whether the client has what the tag names: weak comparison, as RFC 9110 wants it here."""
    sent = ",".join(request.headers.getlist("if-none-match"))
    tags = {tag.strip().removeprefix("W/") for tag in sent.split(",")}
    return etag.removeprefix("W/") in tags or "*" in tags
