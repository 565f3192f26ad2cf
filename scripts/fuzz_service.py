"""The service for partners as a reader of addresses."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

import fuzz_seeds as seeds
from httpx2 import InvalidURL
from starlette.testclient import TestClient

from api.app import create_app
from hotspots.access import AccessStore
from hotspots.period import Period
from hotspots.release import Audience, Release, ShownCount, Withheld
from hotspots.settings import ServiceSettings
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from pathlib import Path


class Service:
    """A service over an empty folder, with one public release in it and a key for it."""

    def __init__(self) -> None:
        self._client: TestClient | None = None

    def __call__(self, data: bytes, folder: Path) -> object:
        """The status of what is asked for; 5xx is a fault."""
        client = self._client or self._opened(folder)
        address = re.sub(r"[\x00-\x20\x7f-\xff#]", "", data.decode("latin-1"))
        try:
            answer = client.get("http://127.0.0.1:8000/" + address.lstrip("/"))
        except (ValueError, InvalidURL):  # no address at all: the client refuses to send it
            return "unsent"
        if answer.status_code >= 500 and answer.status_code != 503:  # noqa: PLR2004 - HTTP's own
            msg = f"status {answer.status_code}"
            raise AssertionError(msg)
        return answer.status_code, answer.headers.get("content-type")

    def _opened(self, folder: Path) -> TestClient:
        stores = folder.parent / f"{folder.name}-stores"
        stores.mkdir(exist_ok=True)
        releases = ReleaseStore.open(f"sqlite:///{stores}/releases.db")
        access = AccessStore.open(
            f"sqlite:///{stores}/access.db", pepper=b"p" * 32, audit_key=b"a" * 32
        )
        releases.seal(_release(), layers={}, sealed_at=seeds.MADE_AT)
        key = access.create_key(
            name="fuzz", audience=Audience.PUBLIC, areas=frozenset(),
            expires_at=seeds.MADE_AT + timedelta(days=30), now=seeds.MADE_AT,
        )  # fmt: skip
        settings = ServiceSettings(requests_per_minute=10_000, sign_ins_per_minute=10_000)
        steps = count()
        app = create_app(
            settings,
            releases=releases,
            access=access,
            # Its time goes on fast enough that nobody is told to wait.
            clock=lambda: seeds.MADE_AT + timedelta(milliseconds=20 * next(steps)),
        )
        self._client = TestClient(
            app, headers={"X-API-Key": key.secret}, raise_server_exceptions=False
        )
        return self._client


def _release() -> Release:
    return Release(
        audience=Audience.PUBLIC,
        period=Period(first=date(2020, 1, 1), last=date(2020, 12, 31)),
        title="Synthetic", classification="OFFICIAL", policy_version="1", banner="SYNTHETIC",
        notices=(), hotspots=(), zones=(), attribution=(),
        total_episodes=ShownCount(
            text=Withheld.NOT_FOR_AUDIENCE.value, reason=Withheld.NOT_FOR_AUDIENCE
        ),
    )  # fmt: skip
