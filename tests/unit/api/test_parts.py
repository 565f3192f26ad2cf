"""The small parts: cache, logs, readiness, pages, problems."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, cast

import pytest
from jinja2 import UndefinedError

if TYPE_CHECKING:
    from api.service import Service

from api.cache import Bounded
from api.gate import Caller, Trace
from api.headers import map_policy, security_headers
from api.logs import FIELDS, JsonLines, where
from api.pages import Pages, moment_in_words, month_in_words
from api.problems import Problem, bad_parameter, not_found
from api.readiness import Readiness
from hotspots.errors import StoreError


def test_the_cache_makes_once_and_forgets_the_one_used_longest_ago() -> None:
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key

    kept: Bounded[str, str] = Bounded(2)
    for key in ("a", "b", "a", "c", "a", "b"):
        assert kept.get(key, partial(make, key)) == key
    assert made == ["a", "b", "c", "b"]
    assert len(kept) == 2


def test_the_cache_is_bounded_in_bytes_but_for_a_single_large_one() -> None:
    kept: Bounded[int, bytes] = Bounded(10, weigh=len, most_bytes=100)

    def sizes(*wanted: int) -> int:
        for size in wanted:
            assert len(kept.get(size, lambda size=size: bytes(size))) == size  # type: ignore[misc] # a default binds it
        return len(kept)

    assert sizes(40, 50) == 2
    assert sizes(30) == 2
    assert sizes(500) == 1
    assert sizes(10, 20) == 2


def test_what_fails_to_be_made_is_not_kept() -> None:
    kept: Bounded[str, int] = Bounded(2)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", lambda: 1) == 1


def _raised() -> BaseException:
    with pytest.raises(StoreError) as caught:
        raise StoreError("ZZCANARY in the text")
    return caught.value


def test_a_log_line_is_json_and_has_no_exception_text() -> None:
    error = _raised()
    record = logging.makeLogRecord(
        {
            "name": "x",
            "levelno": logging.ERROR,
            "levelname": "ERROR",
            "msg": "event",
            "exc_info": (type(error), error, error.__traceback__),
            FIELDS: {"route": "/v1/hotspots/{hotspot_id}", "status": 200},
        }
    )
    text = JsonLines().format(record)
    line = json.loads(text)
    assert line["event"] == "event"
    assert line["route"] == "/v1/hotspots/{hotspot_id}"
    assert line["error"].startswith("StoreError at test_parts.py:")
    assert "ZZCANARY" not in text


def test_a_log_line_stays_one_line() -> None:
    record = logging.makeLogRecord({"msg": "a\nb", "levelname": "INFO"})
    assert "\n" not in JsonLines().format(record)


def test_where_names_frames_and_no_folder() -> None:
    assert "/" not in where(_raised())


class Store:
    def __init__(self) -> None:
        self.is_broken = False
        self.asked = 0

    def check(self) -> None:
        self.asked += 1
        if self.is_broken:
            raise StoreError("broken")


@pytest.mark.parametrize("broken", [0, 1])
def test_readiness_is_the_truth_of_both_stores_within_a_second(broken: int) -> None:
    stores = (Store(), Store())
    ticks = [0.0]
    readiness = Readiness(releases=stores[0], access=stores[1], ticks=lambda: ticks[0])  # type: ignore[arg-type] # only `check` is used
    assert readiness.ask()
    stores[broken].is_broken = True
    ticks[0] = 0.9
    assert readiness.ask(), "remembered"
    assert stores[broken].asked == 1
    ticks[0] = 1.0
    assert not readiness.ask()
    stores[broken].is_broken = False
    ticks[0] = 2.0
    assert readiness.ask()


def test_times_are_local_and_in_words() -> None:
    assert moment_in_words(datetime(2026, 7, 3, 13, 5, tzinfo=UTC)) == "3 July 2026, 14:05"
    assert moment_in_words(datetime(2026, 1, 3, 13, 5)) == "3 January 2026, 13:05"  # noqa: DTZ001 - stores give UTC
    assert month_in_words("2021-06") == "Jun 2021"
    assert month_in_words(None) == "-"


def test_a_page_escapes_and_knows_all_its_words() -> None:
    page = Pages().render("login.html", {"token": '"><script>x', "is_signed_out": False})
    assert b"<script>" not in page.body
    with pytest.raises(UndefinedError):
        Pages().render("login.html", {})


def test_a_problem_says_no_more_than_it_must() -> None:
    assert json.loads(not_found().body()) == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing here that is open to you.",
    }
    body = json.loads(bad_parameter("zone", "No.", allowed=("a",)).body(incident="i"))
    assert (body["parameter"], body["allowed"], body["incident"]) == ("zone", ["a"], "i")


def test_a_problem_of_any_status_has_a_body() -> None:
    assert json.loads(Problem(status=418).body())["detail"] == ""


def test_hsts_is_for_https_alone() -> None:
    name = b"strict-transport-security"
    assert name in dict(security_headers(is_https=True))
    assert name not in dict(security_headers(is_https=False))


def test_a_map_without_scripts_may_run_none() -> None:
    policy = map_policy(scripts=(), styles=("sha256-x",))
    assert "script-src 'none'" in policy
    assert "style-src 'sha256-x'" in policy
    assert "unsafe-inline" not in policy.replace("style-src-attr 'unsafe-inline'", "")
    assert "unsafe-eval" not in policy


def test_a_handler_cannot_take_nobody_for_somebody() -> None:
    caller = Caller(service=cast("Service", None), trace=Trace(request_id="r"), known=None)
    with pytest.raises(Problem) as refused:
        _ = caller.principal
    assert refused.value.status == 401
