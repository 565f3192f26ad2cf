"""Texts in doubt at the desk: what an answer may be, and what comes of one that is none."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING

import pytest

from hotspots.model import Decision, GeocodeStatus

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from .conftest import Desk

CSV = (
    "Episode ID,Child ID,Status,Missing From Date,Missing From Time,"
    "Return Date,Return Time,Places Visited\n"
)
TEXTS = ("aldi", "Aldi!", "on the bus", "<b>markup</b> & corner")


@pytest.fixture
def person(desk: Desk) -> TestClient:
    """Somebody who gave the desk a file with texts in doubt."""
    client = desk.signed_in()
    rows = "".join(
        f"N{number},SYN-{number // 2},Missing,0{number + 1}/06/2021,17:05,"
        f"0{number + 1}/06/2021,21:10,{text}\n"
        for number, text in enumerate(TEXTS)
    )
    sent = desk.send(client, "/weekly", files={"file": ("SYNTHETIC.csv", (CSV + rows).encode())})
    assert sent.status_code == 303
    desk.finished()
    return client


def _queue(client: TestClient) -> dict[str, str]:
    """The texts in doubt, and their pages."""
    page = client.get("/settle").text
    found = re.findall(r'<a href="(/settle/[0-9a-f]{20})"><bdi>([^<]*)</bdi>', page)
    return {unescape(text): address for address, text in found}


def test_equal_texts_are_one_and_the_most_frequent_is_first(person: TestClient) -> None:
    queue = _queue(person)
    assert len(queue) == 3
    assert next(iter(queue)).casefold().startswith("aldi")
    assert "in 2 mentions of 1 young person," in person.get(next(iter(queue.values()))).text


def test_markup_is_words(person: TestClient) -> None:
    address = next(one for text, one in _queue(person).items() if "markup" in text)
    shown = person.get(address).text
    assert "&lt;b&gt;markup&lt;/b&gt; &amp; corner" in shown
    assert "<b>" not in shown


@pytest.mark.parametrize(
    ("answer", "status", "point"),
    [
        ("outside", GeocodeStatus.OUTSIDE, None),
        ("No  information", GeocodeStatus.NONE, None),
        ("435601, 336203", GeocodeStatus.LOCATED, (435601, 336203)),
        ("SK 356 362", GeocodeStatus.LOCATED, (435650, 336250)),
        ("DE1 2AY", GeocodeStatus.LOCATED, (435601, 336203)),
    ],
)
def test_an_answer_is_kept_for_the_text_with_who_and_when(
    desk: Desk,
    person: TestClient,
    answer: str,
    status: GeocodeStatus,
    point: tuple[float, float] | None,
) -> None:
    address = _queue(person)["on the bus"]
    assert desk.send(person, address, typed=answer, chosen="private").status_code == 303
    with desk.bench.register() as register:
        (kept,) = register.decisions()
    assert (kept.text, kept.status, kept.decided_by) == ("on the bus", status, "A. Example")
    assert kept.decided_at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert (None if kept.point is None else kept.point.key) == point
    assert "on the bus" not in _queue(person)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("", "Nothing was chosen"),
        ('nowhere "known" <i>', "not a place"),
        ("9999999, 1", "not a position"),
        ("DE24", "not a place"),
    ],
)
def test_an_unclear_answer_is_asked_again_with_what_was_typed(
    desk: Desk, person: TestClient, answer: str, said: str
) -> None:
    address = _queue(person)["on the bus"]
    answered = desk.send(person, address, typed=answer)
    assert answered.status_code == 422
    page = unescape(answered.text)
    assert "This was not done." in page
    assert said in page
    assert f'value="{answer}"' in page
    assert "<i>" not in answered.text
    assert "on the bus" in _queue(person)


def test_what_is_no_longer_in_doubt_is_told(desk: Desk, person: TestClient) -> None:
    address = _queue(person)["on the bus"]
    settled = Decision(
        text="ON THE BUS",
        status=GeocodeStatus.NONE,
        decided_by="B. Example",
        decided_at=desk.bench.clock(),
    )
    with desk.bench.register() as register:
        register.settle([settled])
    answer = person.get(address)
    assert answer.status_code == 422
    assert "no longer in doubt" in answer.text


def test_an_answer_is_taken_back_for_all_that_is_equal(desk: Desk, person: TestClient) -> None:
    queue = _queue(person)
    text, address = next(iter(queue.items()))
    assert desk.send(person, address, chosen="outside").status_code == 303
    assert desk.send(person, "/forget", text=text.upper()).status_code == 303
    assert _queue(person) == queue
    with desk.bench.register() as register:
        (forgotten,) = register.forgotten()
    assert forgotten.forgotten_by == "A. Example"
    assert desk.send(person, "/forget", text=text).status_code == 422
