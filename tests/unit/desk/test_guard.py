"""This machine, our own pages, and no more."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from desk.guard import MAX_BODY_BYTES, Guard

if TYPE_CHECKING:
    from .conftest import Desk

OURS = {"origin": "http://127.0.0.1:8010"}


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8010", "127.0.0.1", "127.0.0.1:8011", "", "[::1]:8010"]
)
def test_another_host_name_is_refused(desk: Desk, host: str) -> None:
    client = desk.browser()
    assert client.get("/enter", headers={"host": host}).status_code == 421
    assert client.get("/enter", headers={"host": "localhost:8010"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:8011"},
        {"origin": "http://localhost:8010"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
    ],
)
def test_another_pages_form_is_refused(desk: Desk, headers: dict[str, str]) -> None:
    assert desk.browser().post("/enter", data={"token": "x"}, headers=headers).status_code == 403


@pytest.mark.parametrize("headers", [OURS, {"sec-fetch-site": "same-origin"}])
def test_our_own_form_comes_through(desk: Desk, headers: dict[str, str]) -> None:
    answer = desk.browser().post("/enter", data={"token": "x"}, headers=headers)
    assert "used before or is too old" in answer.text


def test_a_body_without_a_length_or_too_long_is_refused(desk: Desk) -> None:
    client = desk.browser(headers=OURS)
    endless = client.post("/enter", content=iter([b"token=x"]))
    assert endless.status_code == 411
    for length in (str(MAX_BODY_BYTES + 1), "9" * 30):
        assert client.post("/enter", headers={"content-length": length}).status_code == 413


def test_every_answer_has_the_headers(desk: Desk) -> None:
    client = desk.browser()
    for answer in (
        client.get("/enter"),
        client.get("/assets/desk.js"),
        client.get("/nothing"),
        client.get("/", headers={"host": "x"}),
    ):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get("/assets/../door.py").status_code == 404
    assert client.get("/assets/secret").status_code == 404


def test_a_fault_tells_nothing_of_what_it_was() -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401, ARG001 - ASGI's own
        message = "a child's name"
        raise LookupError(message)

    client = TestClient(Guard(broken, port=8010), base_url="http://127.0.0.1:8010")
    answer = client.get("/")
    assert answer.status_code == 500
    assert "child" not in answer.text


def test_there_are_no_web_sockets() -> None:
    sent = []

    async def send(message: Any) -> None:  # noqa: ANN401 - ASGI's own
        sent.append(message)

    async def nothing(*_: Any) -> None:  # noqa: ANN401 - ASGI's own
        return

    asyncio.run(Guard(nothing, port=8010)({"type": "websocket"}, nothing, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]
