"""Texts that the geocoder would not guess: one after the other, on a map or by the keyboard.

A decision is kept for the text and its equals, from now on and for all weeks before, as
`hotspots review import` keeps it; and is taken back as `hotspots review forget` does.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from desk.townmap import TownMap, town_map
from desk.visits import bench_of, form_of, visitor_of, words_in
from hotspots.cli.settled import answer_in_words, equals_of, latest_of_equals
from hotspots.errors import ParameterError
from hotspots.geocode.typed import typed_position
from hotspots.geocode.words import same_text_key
from hotspots.model import Decision, GeocodeStatus
from hotspots.pipeline import find_places
from hotspots.report.answers import UnclearAnswerError, answer_of, places_by_name
from hotspots.report.review import questions_of

if TYPE_CHECKING:
    from desk.bench import Bench
    from desk.door import Visitor
    from hotspots.geo import PointM
    from hotspots.pipeline import Ground
    from hotspots.report.review import Question

router = APIRouter(include_in_schema=False)
_MOST_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One text in doubt under the name that its page has."""

    key: str
    question: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One text that was settled."""

    text: str
    answer: str
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """An answer that could not be kept, and what is to be done about it."""

    answer: str
    said: str


@router.get("/settle")
async def queue(request: Request) -> Response:
    """What is in doubt, the most frequent first; and what was settled, to take back."""
    bench, visitor = bench_of(request), visitor_of(request)
    asked, answered = await run_in_threadpool(lambda: (_asked(bench), _answered(bench)))
    return bench.pages.page(
        "settle",
        visitor=visitor,
        asked=asked[:_MOST_SHOWN],
        total=len(asked),
        mentions=sum(one.question.count for one in asked),
        answered=answered,
    )


@router.get("/settle/{key}")
async def one(request: Request, key: str) -> Response:
    """One text: what it may be, and where."""
    bench, visitor = bench_of(request), visitor_of(request)
    return await run_in_threadpool(_page, bench, key, visitor=visitor)


@router.post("/settle/{key}")
async def settle(request: Request, key: str) -> Response:
    """Keep the answer and go on to the next text."""
    bench = bench_of(request)
    visitor, form = await form_of(request)
    answer = words_in(form, "typed") or words_in(form, "chosen")
    try:
        following = await run_in_threadpool(_settle, bench, key, answer, visitor.name)
    except UnclearAnswerError as error:
        unclear = Unclear(answer=answer, said=str(error))
        return await run_in_threadpool(_page, bench, key, visitor=visitor, unclear=unclear)
    return RedirectResponse(f"/settle/{following}" if following else "/settle", 303)


@router.post("/forget")
async def forget(request: Request) -> Response:
    """Take an answer back; who settled it and who took it back is kept."""
    bench = bench_of(request)
    visitor, form = await form_of(request)
    await run_in_threadpool(_forget, bench, words_in(form, "text"), visitor.name)
    return RedirectResponse("/settle", 303)


def _asked(bench: Bench) -> list[Asked]:
    with bench.register() as register:
        sightings = find_places(register.episodes(), ground=bench.ground(), register=register)
    return [Asked(key=_key(one.text), question=one) for one in questions_of(sightings)]


def _answered(bench: Bench) -> list[Answered]:
    gazetteer = bench.ground().gazetteer
    with bench.register() as register:
        decisions = latest_of_equals(register.decisions())
    latest = sorted(decisions, key=lambda one: (one.decided_at, one.text), reverse=True)
    return [
        Answered(
            text=one.text,
            answer=answer_in_words(one, gazetteer) or one.status.value,
            by=one.decided_by,
            at=f"{one.decided_at:%d/%m/%Y %H:%M}",
        )
        for one in latest[:_MOST_SHOWN]
    ]


def _page(bench: Bench, key: str, *, visitor: Visitor, unclear: Unclear | None = None) -> Response:
    asked = _asked(bench)
    found = _of(asked, key)
    ground = bench.ground()
    drawn: TownMap = town_map(ground.boundaries, ground.gazetteer, found.question.candidates)
    return bench.pages.page(
        "settle_one",
        visitor=visitor,
        status=200 if unclear is None else 422,
        unclear=unclear,
        asked=found,
        place=[one.key for one in asked].index(key) + 1,
        total=len(asked),
        town=drawn,
        names=sorted(one.name for one in ground.gazetteer.places if not one.is_coarse),
    )


def _settle(bench: Bench, key: str, answer: str, decided_by: str) -> str:
    """Returns the name of the next text's page; empty if there is none."""
    if not answer:
        mend = "Nothing was chosen. Choose one of the answers, or leave it for later."
        raise UnclearAnswerError("no answer", mend=mend)
    asked = _asked(bench)
    found = _of(asked, key)
    status, place_id, point = _meant(answer, bench.ground())
    decision = Decision(
        text=found.question.text,
        status=status,
        place_id=place_id,
        point=point,
        decided_by=decided_by,
        decided_at=bench.clock(),
    )
    with bench.register() as register:
        register.settle([decision])
    keys = [one.key for one in asked]
    following = keys[keys.index(key) + 1 :] or [one for one in keys if one != key]
    return following[0] if following else ""


def _meant(answer: str, ground: Ground) -> tuple[GeocodeStatus, str | None, PointM | None]:
    """As in the workbook; and a position as people copy it from elsewhere, kept in metres."""
    try:
        return answer_of(answer, places_by_name(ground.gazetteer))
    except UnclearAnswerError:
        point = typed_position(answer, postcodes=ground.postcodes)
        if point is None:
            raise
        return GeocodeStatus.LOCATED, None, point


def _forget(bench: Bench, text: str, forgotten_by: str) -> None:
    with bench.register() as register:
        texts = equals_of(text, register.decisions())
        if not texts:
            msg = "Nothing is settled for this text any more."
            raise ParameterError(msg)
        register.forget(texts, by=forgotten_by, at=bench.clock())


def _of(asked: list[Asked], key: str) -> Asked:
    for one in asked:
        if one.key == key:
            return one
    msg = "This text is no longer in doubt: it was settled, or its episode was corrected."
    raise ParameterError(msg)


def _key(text: str) -> str:
    """A page's name that says nothing of the text: addresses are kept by browsers."""
    return hashlib.sha256(same_text_key(text).encode()).hexdigest()[:20]
