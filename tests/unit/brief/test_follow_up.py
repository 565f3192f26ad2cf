"""Which way a place goes and what is being done there, in every format of a brief."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import TYPE_CHECKING

import docx
import pypdf
import pytest

from hotspots.brief import AreaBrief, html_of, json_of
from hotspots.brief.pdf import pdf_of
from hotspots.brief.word import docx_of
from hotspots.period import Period
from hotspots.release import (
    Change,
    Comparison,
    FormerHotspot,
    ShownAction,
    ShownArea,
    ShownDirection,
    ShownPlaceRisk,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.release import ReleasedHotspot

EAST, WEST = "E05000001", "E05000002"
RISING = ShownDirection(change=Change.RISING, text="Rising: twice as many.", ratio=2, low=1, high=4)
ACTIONS = (
    ShownAction(what="Evening <b>patrols", lead="Police", first_month="2021-05", last_month=None),
    ShownAction(what="Lighting", lead="Council", first_month="2020-12", last_month="2021-06"),
)
AGREED = ShownPlaceRisk(about="Bus Station", themes=("a <i>theme",), lead="Council")
BEFORE = Period(first=date(2020, 7, 1), last=date(2020, 12, 31))
HEADING = "Which way it goes, and what is being done"
SAID = (
    "Rising: twice as many. Being done: Evening <b>patrols, led by Police, since May 2021; "
    "Lighting, led by Council, December 2020 to June 2021. "
    "Agreed by partners. Themes: a <i>theme. Lead agency: Council."
)


@pytest.fixture
def brief(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot]
) -> AreaBrief:
    gone = make_hotspot("Old Mill")
    former = tuple(
        FormerHotspot(
            hotspot_id=name, name=name, area=ShownArea(code=code, name="-"), position=gone.position
        )
        for name, code in (("Old Mill", EAST), ("Far Away", WEST))
    )
    return make_brief(
        make_hotspot(direction=RISING, actions=ACTIONS, place_risks=(AGREED,)),
        make_hotspot("Arcade", hotspot_id="arcade"),
        comparison=Comparison(period=BEFORE, former=former),
    )


def words_of(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_place_is_followed_up_where_something_is_told(brief: AreaBrief) -> None:
    assert brief.follow_up == (("Bus Station", SAID),)


def test_what_is_no_longer_shown_is_of_the_area_alone(brief: AreaBrief) -> None:
    assert "Old Mill" in brief.former
    assert "too few" in brief.former
    assert "Far Away" not in brief.former
    assert "Far Away" not in json_of(brief).decode()


def test_every_format_says_it(brief: AreaBrief) -> None:
    page, pdf = html_of(brief), words_of(pdf_of(brief))
    word = "\n".join(one.text for one in docx.Document(io.BytesIO(docx_of(brief))).paragraphs)
    assert HEADING in page
    assert "Evening &lt;b&gt;patrols" in page
    assert "Agreed by partners. Themes: a &lt;i&gt;theme." in page
    assert HEADING in pdf
    assert "Evening <b>patrols, led by Police" in pdf
    assert HEADING in word
    assert f"Bus Station. {SAID}" in word
    for said in (page, pdf, word):
        assert "Old Mill" in said
    places = json.loads(json_of(brief))["places"]
    assert places[0]["direction"] == "Rising: twice as many."
    assert len(places[0]["actions"]) == len(ACTIONS)
    assert places[0]["agreed"] == ["Themes: a <i>theme. Lead agency: Council."]
    assert (places[1]["direction"], places[1]["agreed"]) == ("", [])
    assert AreaBrief.from_bytes(brief.to_bytes()) == brief


def test_where_nothing_is_told_no_format_has_the_heading(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot]
) -> None:
    brief = make_brief(make_hotspot())
    assert brief.follow_up == ()
    assert HEADING not in html_of(brief)
    assert HEADING not in words_of(pdf_of(brief))
    paragraphs = docx.Document(io.BytesIO(docx_of(brief))).paragraphs
    assert HEADING not in {one.text for one in paragraphs}
    assert any("no earlier brief" in notice for notice in brief.notices)


def test_what_was_shown_before_is_named_where_nothing_is_shown_now(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot]
) -> None:
    gone = make_hotspot("Old Mill")
    former = FormerHotspot(hotspot_id="m", name=gone.name, area=gone.area, position=gone.position)
    brief = make_brief(comparison=Comparison(period=BEFORE, former=(former,)))
    assert "Old Mill" in words_of(pdf_of(brief))
    assert "Old Mill" in html_of(brief)
    assert "Old Mill" in "".join(
        one.text for one in docx.Document(io.BytesIO(docx_of(brief))).paragraphs
    )


def test_it_survives_the_way_to_another_program(brief: AreaBrief) -> None:
    assert AreaBrief.from_bytes(brief.to_bytes()) == brief
