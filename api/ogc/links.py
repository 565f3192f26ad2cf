"""Addresses and links under `/ogc`.

A link is built from our own host name and the parameters that we know, never from the
request as it came: no credential can be in one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request

    from hotspots.settings import ServiceSettings

JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
SCHEMA = "application/schema+json"

_FORMATS = {JSON: "json", GEOJSON: "json", OPENAPI: "json", SCHEMA: "json", HTML: "html"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link: where, in what relation, of what media type, and a title for people."""

    href: str
    rel: str
    type: str
    title: str

    def member(self) -> dict[str, str]:
        """As an object of a `links` array."""
        return {"href": self.href, "rel": self.rel, "type": self.type, "title": self.title}

    def field(self) -> str:
        """As one value of a `Link` header (RFC 8288); titles are ours, and ASCII."""
        return f'<{self.href}>; rel="{self.rel}"; type="{self.type}"; title="{self.title}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A place under `/ogc`, and how to link to it in each of its formats."""

    base: str
    path: str = ""
    query: tuple[tuple[str, str], ...] = ()

    def at(self, *steps: str) -> Address:
        """The address that these steps lead to from the landing page."""
        path = "".join(f"/{quote(step, safe='')}" for step in steps)
        return Address(base=self.base, path=path)

    def asking(self, query: Mapping[str, str]) -> Address:
        """The same with this query."""
        return Address(base=self.base, path=self.path, query=tuple(query.items()))

    def url(self, media_type: str | None = None) -> str:
        """The URL, of one format if `media_type` is given."""
        pairs = [*self.query]
        if media_type is not None:
            pairs.append(("f", _FORMATS[media_type]))
        return self.base + self.path + (f"?{urlencode(pairs)}" if pairs else "")

    def link(self, rel: str, title: str, media_type: str) -> Link:
        """A link to it in one format."""
        return Link(href=self.url(media_type), rel=rel, type=media_type, title=title)

    def itself(self, *, shown: str, offered: Iterable[str]) -> tuple[Link, ...]:
        """`self` for the format that is shown, `alternate` for the others."""
        titles = {HTML: "This document as a page"}
        return tuple(
            self.link(
                "self" if one == shown else "alternate",
                "This document" if one == shown else titles.get(one, "This document as JSON"),
                one,
            )
            for one in offered
        )


def root(request: Request, settings: ServiceSettings) -> Address:
    """The landing page's address, by the host name that was asked and found to be ours."""
    scheme = "https" if settings.has_secure_cookies else "http"
    return Address(base=f"{scheme}://{request.headers['host']}/ogc")
