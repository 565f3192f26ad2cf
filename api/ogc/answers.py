"""Answers under `/ogc`: the format that was asked for, links in the header, a validator."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from api.answers import has_it
from api.compression import validator, vary_of
from api.ogc.links import HTML, JSON, Link, root
from api.ogc.queries import bad_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from api.gate import Caller
    from api.ogc.links import Address

FORMATS = ("json", "html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One resource: what it says as JSON, and the page that says it to people.

    `media_type` is that of the JSON; `headers` are added to those that every answer has.
    """

    body: Mapping[str, Any]
    page: str
    title: str
    links: tuple[Link, ...]
    media_type: str = JSON
    context: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def shown_as(request: Request, media_type: str = JSON) -> str:
    """The media type to answer in: `f`, or else what `Accept` likes best; JSON in doubt.

    Raises:
        Problem: 400, `f` is neither `json` nor `html`.
    """
    asked = request.query_params.get("f")
    if asked is None:
        return HTML if _likes_pages(request.headers.get("accept", "")) else media_type
    if asked not in FORMATS:
        raise bad_query("f", "Name one of these formats.", allowed=FORMATS)
    return HTML if asked == "html" else media_type


def here(request: Request, caller: Caller) -> Address:
    """The landing page's address."""
    return root(request, caller.service.settings)


def tag_of(request: Request, caller: Caller, *content: str) -> str:
    """A weak validator of a page whose body tells when it was made.

    It names the content, the request and whoever is bound to other areas, so that it
    is known without making the page.
    """
    principal = caller.principal
    whose = ",".join(sorted(principal.areas))
    told = (*content, principal.audience, whose, version("hotspots"), shown_as(request))
    asked = f"{request.headers['host']}{request.scope['path']}?{request.scope['query_string']!r}"
    digest = hashlib.sha256("\n".join((*told, asked)).encode()).hexdigest()
    return f'W/"{digest[:32]}"'


def unchanged(request: Request, tag: str) -> Response | None:
    """304, if the client has what the tag names; nothing in it is of the principal alone."""
    if not has_it(request, tag):
        return None
    request.state.trace.is_common = True
    return Response(status_code=304, headers={"ETag": tag, **vary_of(JSON, "Accept")})


def send(
    request: Request, caller: Caller, document: Document, *, tag: str | None = None
) -> Response:
    """The document in the format that was asked for, or 304."""
    media_type = shown_as(request, document.media_type)
    request.state.trace.is_common = media_type != HTML  # a page names whoever is signed in
    response = (
        _page(caller, document) if media_type == HTML else _json(document, media_type=media_type)
    )
    digest = hashlib.sha256(bytes(response.body)).hexdigest()[:32]
    own = tag or validator(digest, media_type)
    nothing_new = unchanged(request, own)
    if nothing_new is not None:
        return nothing_new
    response.headers["ETag"] = own
    response.headers["Vary"] = "Accept"
    for link in document.links:
        response.headers.append("Link", link.field())
    for name, value in document.headers.items():
        response.headers[name] = value
    return response


def _json(document: Document, *, media_type: str) -> Response:
    body = {**document.body, "links": [link.member() for link in document.links]}
    if document.media_type not in _WITH_LINKS:
        body.pop("links")
    content = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(content.encode(), media_type=media_type)


def _page(caller: Caller, document: Document) -> Response:
    context = {
        "principal": caller.principal,
        "title": document.title,
        "links": document.links,
        **document.context,
    }
    return caller.service.pages.render(document.page, context)


def _likes_pages(accept: str) -> bool:
    """Whether HTML is named and liked at least as much as any JSON that is named."""
    liked = {HTML: 0.0, "json": 0.0}
    for part in accept.lower().split(","):
        name, _, rest = part.partition(";")
        kind = HTML if name.strip() == HTML else "json" if name.strip().endswith("json") else None
        if kind:
            liked[kind] = max(liked[kind], _quality(rest))
    return liked[HTML] > 0 and liked[HTML] >= liked["json"]


def _quality(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


_WITH_LINKS = frozenset({JSON, "application/geo+json"})
