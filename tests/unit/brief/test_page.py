from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from hotspots.brief import html_of, json_of, style_hash

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.brief import AreaBrief
    from hotspots.release import ReleasedHotspot

SIMPLE = {"html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section"}
WORDS = {"h1", "h2", "p", "strong", "ul", "li", "code", "abbr", "span", "div"}
TABLE = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
DRAWN = {"svg", "rect", "g", "path", "text", "circle"}


class Tags(HTMLParser):
    """Every start tag with its attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_says_what_a_reader_must_know(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot]
) -> None:
    brief = make_brief(make_hotspot("Bus & Tram Station"))
    words = " ".join("".join(Tags(html_of(brief)).words).split())
    for text in (
        *("Area brief: East ward", "1 January 2021 to 30 June 2021", "OFFICIAL-SENSITIVE"),
        *("SYNTHETIC DATA", "Do not use after 30 June 2022", brief.digest, "Bus & Tram Station"),
        *("5 to 9", "call 999", "Only public places are named.", "Contains OS data"),
        *("Ward source", brief.lead, brief.when, brief.map_text),
    ):
        assert text in words


def test_times_have_a_column_where_they_are_shown(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot]
) -> None:
    timed = make_hotspot(first_month="2021-01", last_month="2021-02")
    page = html_of(make_brief(timed, make_hotspot(hotspot_id="untimed")))
    assert "January to February 2021" in page
    assert '<td data-label="When">Not shown</td>' in page
    assert "When</th>" not in html_of(make_brief(make_hotspot()))


def test_an_area_without_places_has_no_empty_table(make_brief: Callable[..., AreaBrief]) -> None:
    page = html_of(make_brief(banner=""))
    assert "<table" not in page
    assert 'class="banner"' not in page
    assert "No place in this area is shown." in page


def test_hostile_text_makes_no_tag(hostile: AreaBrief) -> None:
    page = Tags(html_of(hostile))
    assert {tag for tag, _ in page.tags} <= SIMPLE | WORDS | TABLE | DRAWN
    attributes = [name for _, attrs in page.tags for name in attrs]
    assert not [name for name in attributes if name.startswith("on") or name in {"src", "href"}]
    words = "".join(page.words)
    for place in hostile.places:
        assert place.name in words


def test_its_own_policy_lets_nothing_run_or_load(make_brief: Callable[..., AreaBrief]) -> None:
    page = html_of(make_brief())
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert style_hash() == f"sha256-{digest}"
    policy = next(
        a["content"] for _, a in Tags(page).tags if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy == f"default-src 'none'; style-src '{style_hash()}'; base-uri 'none'"
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_json_is_ascii_and_tells_the_same(hostile: AreaBrief) -> None:
    data = json_of(hostile)
    assert data.isascii()
    document = json.loads(data)
    assert [one["name"] for one in document["places"]] == [one.name for one in hostile.places]
    assert document["area"] == {"code": "E05000001", "name": "East ward", "kind": "ward"}
    assert document["expires"] == "2022-06-30"
    assert document["digest"] == hostile.digest


def test_a_banded_figure_is_null_and_a_text(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot]
) -> None:
    figure = json.loads(json_of(make_brief(make_hotspot())))["places"][0]["episodes"]
    assert figure == {"text": "20", "value": 20}
