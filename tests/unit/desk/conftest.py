"""A desk over an empty folder, as a browser on the same machine meets it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from desk.app import create_desk
from desk.bench import Bench
from desk.door import Door
from desk.jobs import Jobs
from desk.pages import Pages
from hotspots.pipeline import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from httpx2 import Response

PORT = 8010
ORIGIN = f"http://127.0.0.1:{PORT}"
OPTIONS: dict[str, Any] = {
    "gazetteer": None, "boundaries": None, "register_url": None, "release_url": None,
    "profile": "case-system", "context": None, "eps_m": None, "min_samples": None,
    "min_children": 2, "max_per_child": None, "baseline_from": None, "baseline_to": None,
    "control": None,
}  # fmt: skip
TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


@dataclass
class Desk:
    """The application, its clock, and people's browsers."""

    bench: Bench
    moment: list[datetime]
    clients: list[TestClient] = field(default_factory=list)

    def later(self, **by: float) -> None:
        """Let time go by."""
        self.moment[0] += timedelta(**by)

    def browser(self, **options: Any) -> TestClient:  # noqa: ANN401 - of the test client
        """Somebody's browser, which nobody is signed in with."""
        app = create_desk(self.bench, port=PORT)
        client = TestClient(app, base_url=ORIGIN, follow_redirects=False, **options)
        self.clients.append(client)
        return client

    def signed_in(self, name: str = "A. Example") -> TestClient:
        """The browser of somebody who used their link."""
        secret = self.bench.door.invite([name], now=self.moment[0])[name]
        client = self.browser(headers={"origin": ORIGIN})
        assert client.post("/enter", data={"token": secret}).status_code == 303
        return client

    def send(self, client: TestClient, path: str, *, page: str = "/", **given: Any) -> Response:  # noqa: ANN401 - a form
        """Send a form as the page has it, with its token."""
        found = TOKEN.search(client.get(page).text)
        assert found is not None
        files = given.pop("files", None)
        return client.post(path, data={"form_token": found[1]} | given, files=files)

    def finished(self) -> None:
        """Wait for what is being done."""
        self.bench.jobs.close()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("HOTSPOTS_SECRETS_FOLDER", str(tmp_path / "keys"))
    yield (made := make_desk(tmp_path / "out"))
    made.finished()
    for client in made.clients:
        client.close()


@pytest.fixture
def desk_over(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Desk]]:
    """A desk over a folder that is there already."""
    every: list[Desk] = []

    def made(out: Path, **options: Any) -> Desk:  # noqa: ANN401 - of the bench
        monkeypatch.setenv("HOTSPOTS_SECRETS_FOLDER", str(out / "keys"))
        every.append(make_desk(out, **options))
        return every[-1]

    yield made
    for one in every:
        one.finished()
        for client in one.clients:
            client.close()


def make_desk(out: Path, **options: Any) -> Desk:  # noqa: ANN401 - of the bench
    """A desk whose clock stands still."""
    workspace = Workspace(out)
    workspace.prepare()
    moment = [datetime(2026, 3, 2, 9, 30, tzinfo=UTC)]
    bench = Bench(
        workspace=workspace,
        options=OPTIONS | {"out": out},
        door=Door(),
        jobs=Jobs(workspace.inside / "desk"),
        pages=Pages(banner="SYNTHETIC"),
        clock=lambda: moment[0],
        **options,
    )
    return Desk(bench, moment)
