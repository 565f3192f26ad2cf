"""The client: a method for each question that the service answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypedDict, TypeVar, Unpack
from urllib.parse import quote, urlsplit

from hotspots.client.address import door_of
from hotspots.client.answers import (
    AreaList,
    Changes,
    FeatureCollection,
    History,
    Hotspot,
    Item,
    ItemPage,
    ReleaseList,
    WholeArea,
    WholeRelease,
    ZoneList,
)
from hotspots.client.line import Line, Patience
from hotspots.client.parts import Answer
from hotspots.client.problems import UnreadableAnswer
from hotspots.errors import ParameterError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator
    from datetime import datetime
    from types import TracebackType

    import httpx2

_A = TypeVar("_A", bound=Answer)

FORMS = ("geojson", "csv", "xlsx", "gpkg", "parquet", "kml")
_MOST_PAGES = 10_000


class Chosen(TypedDict, total=False):
    """What part of the hotspots is asked for; docs/api.md has the values.

    `min_children` is in young people, `limit` in hotspots.
    """

    zone: str
    area: str
    category: str
    min_children: int
    direction: str
    sort: str
    limit: int


class Client:
    """One service, with one key; for one thread at a time, and closed after use.

    An answer that did not change is not sent again: the service's tag is kept, and the same
    frozen object is given back. Every method raises `Problem` (or the kind of it) where the
    service says no, `Unreachable` where there is no answer, `UnreadableAnswer` where it is
    none of this service.
    """

    def __init__(
        self,
        address: str,
        *,
        key: str | None = None,
        patience: Patience | None = None,
        tls: ssl.SSLContext | None = None,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        """Ready to ask; nothing is sent yet.

        Args:
            address: of the service, https (plain http on this machine alone).
            key: an API key; by default the environment's `HOTSPOTS_KEY`.
            patience: limits of time, size and tries.
            tls: whom to trust, where the council has certificates of its own.
            transport: what carries the requests, for tests and unusual networks.

        Raises:
            ParameterError: the address or the key cannot be used.
        """
        door = door_of(address, key)
        self._origin = door.origin
        self._line = Line(door, patience=patience or Patience(), tls=tls, transport=transport)

    def __repr__(self) -> str:
        return f"Client({self._origin!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._line.close()

    def hotspots(self, **chosen: Unpack[Chosen]) -> FeatureCollection:
        """The hotspots of the latest release, or the part that is chosen."""
        return self._ask("/v1/hotspots", FeatureCollection, **_texts(chosen))

    def file(self, form: str, **chosen: Unpack[Chosen]) -> bytes:
        """The same as a file: geojson, csv, xlsx, gpkg, parquet or kml.

        Raises:
            ParameterError: there is no such form.
        """
        if form not in FORMS:
            msg = f"There is no such form. It is one of: {', '.join(FORMS)}."
            raise ParameterError(msg)
        return self._line.ask(f"/v1/hotspots.{form}", _texts(chosen), bytes)

    def hotspot(self, hotspot_id: str) -> Hotspot:
        """One hotspot of the latest release."""
        return self._ask(f"/v1/hotspots/{_step(hotspot_id)}", Hotspot)

    def history(self, hotspot_id: str) -> History:
        """What each release said of a hotspot, newest first."""
        return self._ask(f"/v1/hotspots/{_step(hotspot_id)}/history", History)

    def zones(self) -> ZoneList:
        """The zones of the latest release."""
        return self._ask("/v1/zones", ZoneList)

    def areas(self) -> AreaList:
        """The wards and saved areas with a hotspot in the latest release."""
        return self._ask("/v1/areas", AreaList)

    def area(self, code: str) -> WholeArea:
        """One ward or saved area, by its code, with its hotspots."""
        return self._ask(f"/v1/areas/{_step(code)}", WholeArea)

    def releases(self) -> ReleaseList:
        """The releases that are open to the key, newest first."""
        return self._ask("/v1/releases", ReleaseList)

    def release(self, digest: str) -> WholeRelease:
        """One release, by its digest."""
        return self._ask(f"/v1/releases/{_step(digest)}", WholeRelease)

    def changes(self, since: datetime | None = None) -> Changes:
        """What was sealed later than `since`; all without it. The service sends it in one answer.

        Raises:
            ParameterError: the moment has no time zone.
        """
        if since is None:
            return self._ask("/v1/changes", Changes)
        if since.tzinfo is None:
            msg = "`since` has no time zone. Give it one, for instance UTC."
            raise ParameterError(msg)
        return self._ask("/v1/changes", Changes, since=since.isoformat())

    def items(
        self, collection: str = "hotspots", *, cql2: str | None = None, page: int = 1000
    ) -> Iterator[Item]:
        """The features of an OGC API collection, page after page of one release.

        `cql2` is a filter in CQL2 text, `page` the features in one answer.

        Raises:
            UnreadableAnswer: a page leads to another service, or there is no end of them.
        """
        path = f"/ogc/collections/{_step(collection)}/items"
        query = {"f": "json", "limit": str(page)} | ({} if cql2 is None else {"filter": cql2})
        for _ in range(_MOST_PAGES):
            answer = self._line.ask(path, query, ItemPage.model_validate_json)
            yield from answer.features
            following = next((one.href for one in answer.links if one.rel == "next"), None)
            if following is None:
                return
            path, query = self._own(following), {}
        msg = "There is no end of pages."
        raise UnreadableAnswer(msg)

    def _ask(self, path: str, kind: type[_A], **query: str) -> _A:
        return self._line.ask(path, query, kind.model_validate_json)

    def _own(self, href: str) -> str:
        """Path and query of a link to this service: the key goes nowhere else.

        Raises:
            UnreadableAnswer: it leads elsewhere.
        """
        parts = urlsplit(href)
        if f"{parts.scheme}://{parts.netloc}" != self._origin or not parts.path.startswith("/ogc/"):
            msg = "A page of the answer leads to another service; it was not followed."
            raise UnreadableAnswer(msg)
        return f"{parts.path}?{parts.query}"


def _step(text: str) -> str:
    """One step of a path, whatever is in it.

    Raises:
        ParameterError: it would be another path.
    """
    if text in ("", ".", ".."):
        msg = "That is not an id."
        raise ParameterError(msg)
    return quote(text, safe="")


def _texts(chosen: Any) -> dict[str, str]:  # noqa: ANN401 - a TypedDict is no Mapping[str, str]
    return {name: str(value) for name, value in chosen.items() if value is not None}
