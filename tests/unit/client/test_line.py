"""Tries, pauses, limits and tags, over a transport that answers as it is told."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from hotspots.client import (
    Client,
    NotAllowed,
    Patience,
    Problem,
    ServiceDown,
    TooManyRequests,
    Unreachable,
    UnreadableAnswer,
)
from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ADDRESS = "https://hotspots.example.gov.uk"
KEY = "hsp_ab12cd34_ZZCANARY"
EMPTY: dict[str, Any] = {"since": None, "next_since": None, "releases": []}


@dataclass
class Service:
    """Answers in turn, the last one for ever; a made-up clock that pauses alone move on."""

    answers: list[Any]
    asked: list[httpx2.Request] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    now_s: float = 0.0

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        given = self.answers[min(len(self.asked), len(self.answers)) - 1]
        if isinstance(given, Exception):
            raise given
        if isinstance(given, httpx2.Response):
            return given
        return httpx2.Response(200, json=given)

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now_s += seconds

    def client(self, **limits: float) -> Client:
        patience = Patience(**limits, sleep=self.sleep, clock=lambda: self.now_s)  # type: ignore[arg-type] - as named
        transport = httpx2.MockTransport(self)
        return Client(ADDRESS, key=KEY, patience=patience, transport=transport)


def later(status: int, wait: str | None = None) -> httpx2.Response:
    return httpx2.Response(status, headers={} if wait is None else {"Retry-After": wait})


def test_the_key_goes_in_a_header_and_nowhere_else(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    service = Service([EMPTY])
    with service.client() as client:
        client.changes()
        assert "ZZCANARY" not in repr(client)
        assert "ZZCANARY" not in repr(vars(client))
        assert "ZZCANARY" not in repr(client._line._http.headers)
    (request,) = service.asked
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    assert "ZZCANARY" not in str(request.url) + repr(request) + caplog.text


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_later_is_waited_for_as_long_as_is_said(status: int) -> None:
    service = Service([later(status, "7"), later(status), EMPTY])
    service.client().changes()
    assert service.pauses == [7.0, 1.0]


def test_a_date_is_a_time_to_wait_too() -> None:
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    past = format_datetime(datetime.now(UTC) - timedelta(days=1), usegmt=True)
    service = Service([later(503, then), later(503, past), EMPTY])
    service.client().changes()
    assert 15 < service.pauses[0] <= 20
    assert service.pauses[1] == 0.0


@pytest.mark.parametrize("odd", ["soon", "-1", "²", "Mon, 23 Nov 2026 07:00:00 -0000"])
def test_an_unreadable_time_to_wait_is_none(odd: str) -> None:
    answer = httpx2.Response(503, headers=[(b"Retry-After", odd.encode())])
    service = Service([answer, EMPTY])
    service.client().changes()
    assert service.pauses == [0.5]


def test_a_wait_that_is_too_long_is_told_and_not_waited() -> None:
    service = Service([later(429, "3600")])
    with pytest.raises(TooManyRequests) as caught:
        service.client().changes()
    assert caught.value.retry_after_s == 3600.0
    assert service.pauses == []


def test_tries_are_bounded() -> None:
    service = Service([later(503, "1")])
    with pytest.raises(ServiceDown):
        service.client(most_tries=3).changes()
    assert len(service.asked) == 3


def test_no_answer_is_tried_again_and_then_told_without_the_address() -> None:
    service = Service([httpx2.ConnectError(f"{ADDRESS} refused")])
    with pytest.raises(Unreachable, match=r"cannot be reached \(ConnectError\)") as caught:
        service.client(most_tries=2).changes()
    assert "example" not in str(caught.value)
    assert len(service.asked) == 2


def test_one_question_has_an_end_whatever_is_promised() -> None:
    service = Service([later(503, "50")])
    with pytest.raises(ServiceDown):
        service.client(longest_s=120, most_tries=100).changes()
    assert service.pauses == [50.0, 50.0]


class Dripping(httpx2.SyncByteStream):
    """A body that takes its time."""

    def __init__(self, wait: Callable[[], None]) -> None:
        self._wait = wait

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(1000):
            self._wait()
            yield b"x"


def test_an_answer_that_drips_is_cut_off() -> None:
    service = Service([])
    service.answers = [httpx2.Response(200, stream=Dripping(lambda: service.sleep(10)))]
    with pytest.raises(Unreachable, match="longer than 60 seconds"):
        service.client(longest_s=60).changes()
    assert len(service.pauses) <= 8


def test_an_answer_that_is_too_long_is_not_read_to_its_end() -> None:
    service = Service([httpx2.Response(200, content=b"x" * 2000)])
    with pytest.raises(UnreadableAnswer, match="longer than 1000 bytes"):
        service.client(most_bytes=1000).changes()


@pytest.mark.parametrize("body", [b"<html>", b"{}", b"[" * 100_000, b"\xff"])
def test_what_is_no_answer_of_the_service_is_told_without_a_word_of_it(body: bytes) -> None:
    service = Service([httpx2.Response(200, content=body)])
    with pytest.raises(UnreadableAnswer) as caught:
        service.client().changes()
    assert caught.value.__cause__ is None


def test_a_redirect_is_not_followed() -> None:
    elsewhere = httpx2.Response(302, headers={"Location": "https://elsewhere.example/"})
    service = Service([elsewhere])
    with pytest.raises(Problem, match=r"302 Found\."):
        service.client().changes()
    assert len(service.asked) == 1


def test_the_tag_is_sent_for_the_same_question_alone() -> None:
    tagged = httpx2.Response(200, json=EMPTY, headers={"ETag": '"a"'})
    service = Service([tagged, tagged, httpx2.Response(304)])
    client = service.client()
    moment = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    first = client.changes()
    client.changes(moment)
    assert client.changes() is first
    tags = [request.headers.get("If-None-Match") for request in service.asked]
    assert tags == [None, None, '"a"']


def test_so_many_answers_are_kept_and_not_more() -> None:
    service = Service([httpx2.Response(200, json=EMPTY, headers={"ETag": '"a"'})])
    client = service.client()
    for day in range(1, 80):
        client.changes(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day))
    assert len(client._line._kept) == 16


def test_a_304_that_nobody_asked_for_is_no_answer() -> None:
    with pytest.raises(Problem, match=r"304 Not Modified\."):
        Service([httpx2.Response(304)]).client().changes()


def test_a_refusal_without_words_is_its_status() -> None:
    with pytest.raises(NotAllowed, match=r"403 Forbidden\."):
        Service([httpx2.Response(403, content=b"[" * 100_000)]).client().changes()
    with pytest.raises(Problem, match=r"499 Unknown status\."):
        Service([httpx2.Response(499, json=["not", "members"])]).client().changes()


def test_a_failure_has_the_incident_that_the_log_has() -> None:
    answer = httpx2.Response(500, json={"title": "Internal Server Error", "incident": "ab12"})
    with pytest.raises(ServiceDown, match=r"Incident: ab12\."):
        Service([answer]).client().changes()


def test_a_page_that_leads_elsewhere_is_not_followed() -> None:
    for href in ("https://elsewhere.example/ogc/x", "http://hotspots.example.gov.uk/ogc/x"):
        page = {"features": [], "links": [{"href": href, "rel": "next"}]}
        service = Service([page])
        with pytest.raises(UnreadableAnswer, match="another service"):
            list(service.client().items())
        assert len(service.asked) == 1


def test_pages_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hotspots.client.client._MOST_PAGES", 3)
    link = {"href": f"{ADDRESS}/ogc/collections/hotspots/items?offset=1", "rel": "next"}
    service = Service([{"features": [], "links": [link]}])
    with pytest.raises(UnreadableAnswer, match="no end"):
        list(service.client().items())
    assert str(service.asked[1].url).endswith("items?offset=1")


def test_arguments_that_cannot_be_meant_are_refused_before_anything_is_sent() -> None:
    service = Service([EMPTY])
    client = service.client()
    with pytest.raises(ParameterError, match="no time zone"):
        client.changes(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
    with pytest.raises(ParameterError, match="no such form"):
        client.file("shp")
    for odd in ("", ".", ".."):
        with pytest.raises(ParameterError, match="not an id"):
            client.hotspot(odd)
    assert service.asked == []
