"""Requests as ASGI hands them over, and a store of access with two credentials in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

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

    def principal_of_key(self, secret: str, *, now: datetime) -> Principal | None:  # noqa: ARG002 - the store's signature
        self.asked.append(secret)
        return person("key") if secret == "hsp_good" else None  # noqa: S105 - made up

    def principal_of_session(self, token: str, *, now: datetime) -> Principal | None:  # noqa: ARG002 - the store's signature
        self.asked.append(token)
        return person("session") if token == "hss_good" else None  # noqa: S105 - made up


def person(kind: str, audience: Audience = Audience.PARTNER) -> Principal:
    """A principal; its id is its kind."""
    return Principal(
        principal_id=kind,
        name="test",
        audience=audience,
        areas=frozenset(),
        kind="key" if kind == "key" else "session",
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
    """Make a request from headers (pairs) and a query."""

    def make(*headers: tuple[str, str], query: str = "", method: str = "GET") -> Request:
        return Request(
            {
                "type": "http",
                "method": method,
                "path": "/",
                "query_string": query.encode(),
                "headers": [(n.lower().encode(), v.encode("latin-1")) for n, v in headers],
            }
        )

    return make
