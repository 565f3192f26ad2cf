"""One link, one session, which ends; nobody else's page and no other program gets in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from desk.door import AT_MOST, IDLE, LINK_LIFE, Door

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from .conftest import Desk

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PAGES = ("/", "/weekly", "/settle", "/look", "/publish", "/names", "/work", "/work/state",
         "/weekly/rejects.csv", "/look/report.html", "/settle/0")  # fmt: skip
FORMS = ("/leave", "/weekly", "/settle/0", "/forget", "/look", "/publish", "/publish/approve",
         "/publish/decline", "/names", "/withdraw")  # fmt: skip


def test_a_link_is_good_once() -> None:
    door = Door()
    secret = door.invite(["A"], now=NOW)["A"]
    session = door.enter(secret, now=NOW)
    assert session is not None
    found = door.visitor(session, now=NOW)
    assert found is not None
    assert found.name == "A"
    assert door.enter(secret, now=NOW) is None


def test_a_link_ends() -> None:
    door = Door()
    first, second = door.invite(["A", "B"], now=NOW).values()
    assert door.enter(first, now=NOW + LINK_LIFE - timedelta(seconds=1)) is not None
    assert door.enter(second, now=NOW + LINK_LIFE) is None


def test_a_session_ends_when_nobody_uses_it() -> None:
    door = Door()
    session = door.enter(door.invite(["A"], now=NOW)["A"], now=NOW) or ""
    almost = NOW + IDLE - timedelta(seconds=1)
    assert door.visitor(session, now=almost) is not None
    assert door.visitor(session, now=almost + IDLE) is None
    assert door.visitor(session, now=NOW) is None  # and is forgotten


def test_a_session_ends_after_a_day_of_work() -> None:
    door, moment = Door(), NOW
    session = door.enter(door.invite(["A"], now=NOW)["A"], now=NOW) or ""
    while moment < NOW + AT_MOST - IDLE / 2:
        moment += IDLE / 2
        assert (door.visitor(session, now=moment) is None) == (moment >= NOW + AT_MOST)
    assert door.visitor(session, now=NOW + AT_MOST) is None


@pytest.mark.parametrize("secret", ["", "x", "\ud800", "é"])
def test_what_is_no_secret_opens_nothing(secret: str) -> None:
    door = Door()
    door.invite(["A"], now=NOW)
    assert door.enter(secret, now=NOW) is None
    assert door.visitor(secret, now=NOW) is None


def test_the_link_is_used_up_by_the_button_and_not_by_looking(desk: Desk) -> None:
    secret = desk.bench.door.invite(["A. Example"], now=desk.moment[0])["A. Example"]
    client = desk.browser(headers={"origin": "http://127.0.0.1:8010"})
    for _ in range(2):
        assert secret in client.get("/enter", params={"token": secret}).text
    entered = client.post("/enter", data={"token": secret})
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert client.get("/").status_code == 200
    again = client.post("/enter", data={"token": secret})
    assert (again.status_code, "used before" in again.text) == (403, True)


def test_nothing_is_shown_to_who_is_not_signed_in(desk: Desk) -> None:
    client = desk.browser()
    for path in PAGES:
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/enter"), path
    assert "not signed in" in client.get("/enter").text


@pytest.mark.parametrize("path", FORMS)
def test_a_form_needs_a_session_and_its_token(desk: Desk, path: str) -> None:
    stranger = desk.browser(headers={"origin": "http://127.0.0.1:8010"})
    assert stranger.post(path, data={"x": "1"}).status_code == 403
    client = desk.signed_in()
    for token in ({}, {"form_token": "x"}, {"form_token": "é"}):
        refused = client.post(path, data={"x": "1"} | token)
        assert (refused.status_code, "Nothing was done" in refused.text) == (403, True)
    other = desk.signed_in("B. Example")
    assert _sent_with_anothers_token(desk, client, other, path) == 403


def _sent_with_anothers_token(desk: Desk, client: TestClient, other: TestClient, path: str) -> int:
    secret = other.cookies["hotspots_desk"]
    visitor = desk.bench.door.visitor(secret, now=desk.moment[0])
    assert visitor is not None
    return client.post(path, data={"form_token": visitor.form_token}).status_code


def test_signing_out_ends_the_session(desk: Desk) -> None:
    client = desk.signed_in()
    secret = client.cookies["hotspots_desk"]
    gone = desk.send(client, "/leave")
    assert gone.status_code == 303
    assert "storage" in gone.headers["clear-site-data"]
    assert desk.bench.door.visitor(secret, now=desk.moment[0]) is None


def test_an_idle_session_leads_to_the_door(desk: Desk) -> None:
    client = desk.signed_in()
    desk.later(minutes=31)
    assert client.get("/").headers["location"] == "/enter"
