"""The process: what it is told, what it refuses, how it listens."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

from api import __main__ as process
from api.logs import configure, log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """The process configures logging for itself; give it back afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level
    logging.getLogger("alembic").setLevel(logging.NOTSET)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment such as the command line gives to the service."""
    monkeypatch.delenv("HOTSPOTS_REGISTER_URL", raising=False)
    monkeypatch.setenv("HOTSPOTS_RELEASE_URL", f"sqlite:///{tmp_path}/releases.sqlite")
    monkeypatch.setenv("HOTSPOTS_ACCESS_URL", f"sqlite:///{tmp_path}/access.sqlite")
    monkeypatch.setenv("HOTSPOTS_SECRETS_FOLDER", str(tmp_path / "keys"))
    return monkeypatch


def test_it_listens_as_it_is_told_and_names_no_software(told: pytest.MonkeyPatch) -> None:
    runs: list[dict[str, Any]] = []
    told.setattr("uvicorn.run", lambda app, **options: runs.append({"app": app} | options))
    assert process.main(["--host", "127.0.0.1", "--port", "8123"]) == 0
    (run,) = runs
    assert (run["host"], run["port"]) == ("127.0.0.1", 8123)
    assert run["server_header"] is run["access_log"] is run["proxy_headers"] is False
    assert run["timeout_graceful_shutdown"] == 30
    assert run["limit_concurrency"] == 200
    assert run["http"] == "api.protocol:BoundedProtocol"
    now = run["app"].state.service.clock()
    assert now.utcoffset().total_seconds() == 0


@pytest.mark.parametrize("is_told", [True, False])
def test_people_sign_in_with_an_organisation_where_one_is_named(
    told: pytest.MonkeyPatch,
    is_told: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    if is_told:
        for name, value in {
            "ISSUER": "https://login.example.test/t/v2.0",
            "TENANT": "t",
            "CLIENT_ID": "c",
            "CLIENT_SECRET": "made up",
            "TABLE": "Hotspots.Partner = partner",
        }.items():
            told.setenv(f"HOTSPOTS_OIDC_{name}", value)
    runs: list[Any] = []
    told.setattr("uvicorn.run", lambda app, **_: runs.append(app))
    assert process.main([]) == 0
    (app,) = runs
    assert (app.state.service.organisation is not None) is is_told


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HOTSPOTS_REGISTER_URL", "sqlite:///hunter2", "must not know the register"),
        ("HOTSPOTS_RELEASE_URL", "mysql://hunter2", "release_url: Value error, must begin with"),
        ("HOTSPOTS_HOST", "0.0.0.0", "settings: Value error, a host beyond loopback"),  # noqa: S104 - it is refused
        ("HOTSPOTS_RELEASE_URL", "sqlite:////dev/null/hunter2/x.sqlite", ""),
    ],
)
def test_it_refuses_to_start_and_says_why(
    told: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
    said: str,
) -> None:
    told.setenv(name, value)
    told.setattr("uvicorn.run", lambda *_, **__: pytest.fail("it must not start"))
    assert process.main([]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "hunter2" not in error
    assert "Traceback" not in error


def test_every_log_line_of_the_process_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    log(logging.INFO, "request", status=200)
    logging.getLogger("uvicorn.error").info("Started")
    logging.getLogger().handlers[0].flush()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in lines] == ["request", "Started"]
    assert lines[0]["status"] == 200
