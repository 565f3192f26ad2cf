"""Requests as ASGI hands them over, and a store of access with two credentials in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, cast

import pytest
from starlette.requests import Request

from hotspots.access import Principal
from hotspots.release import Audience

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from hotspots.access import AccessStore


@dataclass(kw_only=True)
class FewCredentials:
    """Knows one key and one session, and notes what it was asked about."""

    asked: list[str]
    addresses: list[str | None] = field(default_factory=list)

    @property
    def shares(self) -> FewCredentials:
        return self

    def visitor(self, token: str, *, now: datetime) -> Principal | None:  # noqa: ARG002 - the store's signature
        self.asked.append(token)
        return person("share") if token == "hsv_good" else None  # noqa: S105 - made up

    def principal_of_key(
        self,
        secret: str,
        *,
        now: datetime,  # noqa: ARG002 - the store's signature
        address: str | None,
    ) -> Principal | None:
        self.asked.append(secret)
        self.addresses.append(address)
        return person("key") if secret == "hsp_good" else None  # noqa: S105 - made up

    def principal_of_session(self, token: str, *, now: datetime) -> Principal | None:  # noqa: ARG002 - the store's signature
        self.asked.append(token)
        return person("session") if token == "hss_good" else None  # noqa: S105 - made up


def person(
    kind: Literal["key", "session", "share"], audience: Audience = Audience.PARTNER
) -> Principal:
    """A principal; its id is its kind."""
    return Principal(
        principal_id=kind,
        name="test",
        audience=audience,
        areas=frozenset(),
        kind=kind,
    )


@pytest.fixture
def asked() -> list[str]:
    """What the store was asked about."""
    return []


@pytest.fixture
def access(asked: list[str]) -> AccessStore:
    return cast("AccessStore", FewCredentials(asked=asked))


@pytest.fixture
def principal() -> Callable[..., Principal]:
    return person


@pytest.fixture
def ask() -> Callable[..., Request]:
    """Make a request from headers (pairs), a query, and a client's address."""

    def make(
        *headers: tuple[str, str],
        query: str = "",
        method: str = "GET",
        client: str | None = "203.0.113.7",
    ) -> Request:
        return Request(
            {
                "client": None if client is None else (client, 1),
                "type": "http",
                "method": method,
                "path": "/",
                "query_string": query.encode(),
                "headers": [(n.lower().encode(), v.encode("latin-1")) for n, v in headers],
            }
        )

    return make
