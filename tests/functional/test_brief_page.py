"""A brief in Chromium: wide, narrow and on paper; it asks nobody and nothing in it runs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.brief import AreaBrief, Ground, area_brief, html_of
from hotspots.release import Audience, ShownArea

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.release import Release

pytestmark = pytest.mark.browser

SIZES = [(1280, 900), (390, 844)]
HOSTILE = (
    "<script>alert(1)</script>",
    "</text></svg><img src=x onerror=alert(2)>",
    "]]><svg/onload=alert(3)>",
    "{{ 7*7 }} ${alert(4)}",
)


@pytest.fixture
def brief(seven: Release, wards: dict[str, Any]) -> AreaBrief:
    """The brief of the first ward, in which all seven places are put."""
    return _brief(seven, wards, [one.name for one in seven.hotspots])


def _brief(seven: Release, wards: dict[str, Any], names: list[str]) -> AreaBrief:
    layer = wards if Ground.of(wards).areas else _with_code(wards)
    ground = Ground.of(layer)
    area = ShownArea(code=ground.areas[0].code, name=ground.areas[0].name)
    pairs = zip(seven.hotspots, names, strict=False)
    # As the brief's policy has it: no months and no times of day.
    untimed = {"first_month": None, "last_month": None, "time_bands": ()}
    hotspots = tuple(replace(one, name=name, area=area, **untimed) for one, name in pairs)
    release = replace(seven, audience=Audience.BRIEF, hotspots=hotspots)
    made = area_brief(release, ground, area.code)
    assert made is not None
    return made


def _with_code(wards: dict[str, Any]) -> dict[str, Any]:
    """The stand-in for the layer where that has not been built: its square has no code."""
    (feature,) = wards["features"]
    properties = {"code": "E05000001", "name": "Ward"}
    return wards | {"features": [feature | {"properties": properties}]}


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_fits_and_asks_nobody(
    brief: AreaBrief, open_page: Callable[..., Any], width: int, height: int
) -> None:
    opened = open_page(html_of(brief), width=width, height=height)
    page = opened.page
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("tbody tr").count() == 7
    assert page.locator("svg").bounding_box()["width"] > width / 3
    assert page.get_by_role("img", name=brief.map_text).count() == 1
    assert page.get_by_role("heading", name="Who to call").is_visible()
    assert opened.is_quiet, opened


def test_it_reads_the_same_without_javascript(
    brief: AreaBrief, open_page: Callable[..., Any]
) -> None:
    with_script = open_page(html_of(brief)).page.inner_text("body")
    assert open_page(html_of(brief), script=False).page.inner_text("body") == with_script


def test_it_prints_on_one_page(brief: AreaBrief, open_page: Callable[..., Any]) -> None:
    document = open_page(html_of(brief)).page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", document)) == 1


def test_hostile_names_are_words(
    seven: Release, wards: dict[str, Any], open_page: Callable[..., Any]
) -> None:
    opened = open_page(html_of(_brief(seven, wards, list(HOSTILE))))
    names = opened.page.locator("tbody th").all_inner_texts()
    assert names == list(HOSTILE)
    assert opened.page.locator("img, script, iframe").count() == 0
    assert opened.is_quiet, opened


def test_every_text_can_be_read_against_its_ground(
    brief: AreaBrief, open_page: Callable[..., Any]
) -> None:
    """The measure of WCAG 2.2, 1.4.3, taken of every element that has words of its own."""
    ratios = open_page(html_of(brief)).page.evaluate(
        """() => {
        const curve = c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
        const light = c => curve(c / 255);
        const value = rgb => .2126 * light(rgb[0]) + .7152 * light(rgb[1]) + .0722 * light(rgb[2]);
        const numbers = text => text.match(/[\\d.]+/g).map(Number);
        const ground = e => {
            for (; e; e = e.parentElement) {
                const c = numbers(getComputedStyle(e).backgroundColor);
                if (c.length === 3 || c[3] > 0) return c;
            }
            return [255, 255, 255];
        };
        return [...document.querySelectorAll("body *:not(svg *)")]
            .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
            .map(e => {
                const pair = [value(numbers(getComputedStyle(e).color)), value(ground(e))];
                return (Math.max(...pair) + .05) / (Math.min(...pair) + .05);
            });
    }"""
    )
    assert len(ratios) > 30
    assert min(ratios) >= 4.5
