from __future__ import annotations

import random
import re
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from hotspots.map import render_map, script_hashes, style_hashes
from hotspots.map.wording import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, FloatRect, Page

    from hotspots.release import Release, ReleasedHotspot

pytestmark = pytest.mark.browser

SIZES = [(1280, 800), (390, 844)]
# The extents have a fill that can be seen through, the signs over them have not.
SIGNS = ".leaflet-overlay-pane path[fill-opacity='1']"
CLASSICS = (
    "${alert(1)}",
    "`${alert(1)}`",
    "\\`${alert(1)}",
    "</script><script>alert(1)</script>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "'\"><img src=x onerror=alert(1)>",
    "St Peter's",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "javascript:alert(1)",
    "<a href=javascript:alert(1)>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<!--<script>",
    "<!-- --><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "{{constructor.constructor('alert(1)')()}}",
    "{% raw %}{{ 7*7 }}",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u2028alert(1)\u2029",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<base href=//evil.test><link rel=stylesheet href=//evil.test/x.css>",
)
DANGEROUS = "`${}<>\\/'\"&;()=!-[]\n\r\t\u2028\u202ealertonscript "


def _random_names(number: int) -> list[str]:
    chance = random.Random(2021)  # noqa: S311 - the same names every time, nothing secret
    return ["".join(chance.choices(DANGEROUS, k=chance.randint(3, 40))) for _ in range(number)]


def _boxes(page: Page, selector: str) -> list[FloatRect]:
    boxes = [element.bounding_box() for element in page.query_selector_all(selector)]
    return [box for box in boxes if box is not None]


def _overlap(one: FloatRect, other: FloatRect) -> bool:
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_seven_labels_are_readable(
    seven_page: str, open_page: Callable[..., Any], width: int, height: int
) -> None:
    opened = open_page(seven_page, width=width, height=height)
    labels = _boxes(opened.page, ".place-label")
    assert len(labels) == 7
    for one, other in combinations(labels, 2):
        assert not _overlap(one, other)
    for box in labels:
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height
    words = opened.page.locator(".place-label .words")
    assert words.all_inner_texts() == opened.page.locator("#places th.place").all_inner_texts()
    assert all(words.nth(i).is_visible() for i in range(7))
    assert opened.is_quiet, opened


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_label_hides_a_place_or_a_control(
    seven_page: str, open_page: Callable[..., Any], width: int, height: int
) -> None:
    page = open_page(seven_page, width=width, height=height).page
    others = _boxes(page, ".leaflet-control")
    for box in _boxes(page, SIGNS):
        middle_x, middle_y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        others.append({"x": middle_x - 6, "y": middle_y - 6, "width": 12, "height": 12})
    assert len(others) == 4 + 7
    for label in _boxes(page, ".place-label"):
        assert not any(_overlap(label, other) for other in others)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_table_legend_and_marks_are_there(
    seven_page: str, open_page: Callable[..., Any], width: int, height: int
) -> None:
    page = open_page(seven_page, width=width, height=height).page
    assert page.locator("#places tbody").count() == 7
    assert page.locator("#legend").is_visible()
    assert page.locator(".leaflet-control-scale").is_visible()
    assert page.locator(".banner").is_visible()
    assert page.locator("header .marking").inner_text() == "OFFICIAL-SENSITIVE"
    # Nothing is cut off or has to be scrolled to the side.
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_without_javascript_the_table_tells_all(
    seven_page: str, open_page: Callable[..., Any]
) -> None:
    page = open_page(seven_page, script=False).page
    assert page.locator("#places tbody").count() == 7
    assert page.locator("#tools").is_hidden()
    assert page.locator("#places button").count() == 0
    assert page.get_by_text("The map needs JavaScript.").is_visible()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_row_moves_the_map_and_opens_the_card(
    seven_page: str, open_page: Callable[..., Any], width: int, height: int
) -> None:
    opened = open_page(seven_page, width=width, height=height)
    page = opened.page
    button = page.get_by_role("button", name="Markeaton Park").and_(page.locator("#places button"))
    button.focus()
    page.keyboard.press("Enter")
    card = page.locator("#card")
    assert card.is_visible()
    assert page.locator("#card-name").inner_text() == "Markeaton Park"
    facts = card.inner_text()
    for words in ("about 40", "5 to 7", "January to June 2021", "433353 337462", "too few"):
        assert words in facts
    assert page.evaluate("map_hotspots.getZoom()") >= 15
    # The place is beside the card, not beneath it.
    shape = page.locator("path[stroke='#0b0c0c']").bounding_box()
    box = card.bounding_box()
    x, y = shape["x"] + shape["width"] / 2, shape["y"] + shape["height"] / 2
    assert not _overlap({"x": x, "y": y, "width": 1, "height": 1}, box)
    page.keyboard.press("Escape")
    assert card.is_hidden()
    assert button.evaluate("b => b === document.activeElement")
    page.get_by_role("button", name="Show all").click()
    assert len(_boxes(page, ".place-label")) == 7
    assert opened.is_quiet, opened


def test_a_place_on_the_map_opens_its_card(seven_page: str, open_page: Callable[..., Any]) -> None:
    page = open_page(seven_page).page
    # The largest figure is drawn first, so that no smaller sign is beneath it.
    page.locator(SIGNS).first.click()
    assert page.locator("#card-name").inner_text() == "Derby Bus Station"
    page.locator("#card-close").click()
    page.locator(".place-label", has_text="Lidl").click()
    assert page.locator("#card-name").inner_text() == "Lidl Alvaston"
    assert page.locator(".chosen th").inner_text() == "Lidl Alvaston"


def test_the_context_layer_is_off_until_it_is_asked_for(
    seven_page: str, open_page: Callable[..., Any]
) -> None:
    opened = open_page(seven_page)
    shapes = opened.page.locator(".leaflet-context-pane path")
    assert shapes.count() == 0
    opened.page.check("#context-switch")
    assert shapes.count() == 30
    opened.page.uncheck("#context-switch")
    assert shapes.count() == 0
    assert opened.is_quiet, opened


def test_open_data_alone_is_drawn_as_cells(
    context: Release, wards: dict[str, Any], open_page: Callable[..., Any]
) -> None:
    opened = open_page(render_map(context, wards=wards))
    assert opened.page.locator(SIGNS).count() == 30
    assert opened.page.locator(".leaflet-overlay-pane path").count() == 60
    boxes = _boxes(opened.page, ".place-label")
    assert len(boxes) >= 20
    assert not any(_overlap(one, other) for one, other in combinations(boxes, 2))
    assert opened.is_quiet, opened


def test_nothing_to_show_is_a_calm_page(
    seven: Release, wards: dict[str, Any], open_page: Callable[..., Any]
) -> None:
    opened = open_page(render_map(replace(seven, hotspots=(), zones=()), wards=wards))
    assert opened.page.get_by_text("There is no place that may be shown").is_visible()
    assert opened.page.locator(".leaflet-wards-pane path").count() == len(wards["features"])
    assert opened.is_quiet, opened


def test_it_prints_on_a4_with_map_and_table(seven_page: str, open_page: Callable[..., Any]) -> None:
    opened = open_page(seven_page)
    document = PdfReader(BytesIO(opened.page.pdf(prefer_css_page_size=True)))
    assert len(document.pages) <= 3
    box = document.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)
    first = document.pages[0].extract_text()
    for words in ("OFFICIAL-SENSITIVE", "Markeaton Park", "What the map shows", "Places shown"):
        assert words in first
    assert "Find a place" not in first
    text = "".join(one.extract_text() for one in document.pages)
    assert text.count("Time of day") == 7
    assert "What this map does not show" in text
    assert opened.is_quiet, opened


def test_hostile_text_is_shown_and_never_run(
    seven: Release, wards: dict[str, Any], open_page: Callable[..., Any]
) -> None:
    names = [*CLASSICS, *_random_names(100)]
    hostile = _hostile_release(seven, names)
    layer = {
        **wards,
        "attribution": CLASSICS[5],
        "features": [
            {**ward, "properties": {"WD24NM": CLASSICS[i % len(CLASSICS)]}}
            for i, ward in enumerate(wards["features"])
        ],
    }
    opened = open_page(render_map(hostile, wards=layer, context=hostile))
    page = opened.page
    expected = [plain(name) for name in names]
    read = "elements => elements.map(e => e.textContent)"
    assert page.eval_on_selector_all("#places th.place", read) == expected
    assert page.title().startswith(CLASSICS[0])
    shown = page.evaluate(
        """() => [...document.querySelectorAll("#places th.place button")].map((button) => {
            button.click();
            return document.getElementById("card-name").textContent;
        })"""
    )
    assert shown == expected
    page.get_by_role("button", name="Show all").click()
    labels = page.eval_on_selector_all(".place-label .words", read)
    assert labels
    assert set(labels) <= set(expected)
    page.check("#context-switch")
    page.wait_for_timeout(100)
    assert page.locator("img, iframe, base, a[href^='javascript']").count() == 0
    assert opened.is_quiet, opened


def _hostile_release(seven: Release, names: list[str]) -> Release:
    first = seven.hotspots[0]
    hotspots: list[ReleasedHotspot] = []
    for number, name in enumerate(names):
        position = replace(
            first.position,
            lon=round(-1.52 + (number % 12) * 0.012, 6),
            lat=round(52.88 + (number // 12) * 0.006, 6),
        )
        hotspots.append(replace(first, name=name, zone=name, category=name, position=position))
    return replace(
        seven,
        title=CLASSICS[0],
        banner=CLASSICS[5],
        classification=CLASSICS[3],
        notices=CLASSICS,
        attribution=CLASSICS,
        hotspots=tuple(hotspots),
    )


def test_a_planted_script_would_be_seen(seven_page: str, open_page: Callable[..., Any]) -> None:
    """The watch of these tests works: an alert in a page without a policy is noticed."""
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", seven_page)
    opened = open_page(bare.replace("</body>", "<script>alert(1)</script></body>"))
    assert opened.dialogs
    planted = seven_page.replace("</body>", "<script>alert(1)</script></body>")
    guarded = open_page(planted)
    assert not guarded.dialogs
    assert guarded.console


def test_it_works_in_a_sandbox_under_a_policy_of_hashes(seven_page: str, browser: Browser) -> None:
    scripts = " ".join(f"'{value}'" for value in script_hashes(seven_page))
    styles = " ".join(f"'{value}'" for value in style_hashes(seven_page))
    policy = (
        f"sandbox allow-scripts; default-src 'none'; script-src {scripts}; style-src {styles}; "
        "style-src-attr 'unsafe-inline'; img-src data:; connect-src 'none'; base-uri 'none'"
    )
    messages: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.route(
        "**/*",
        lambda route: route.fulfill(
            body=seven_page,
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": policy},
        ),
    )
    page.goto("http://127.0.0.1:9/maps/latest")
    assert len(_boxes(page, ".place-label")) == 7
    page.locator("#places th.place button").first.click()
    assert page.locator("#card").is_visible()
    assert page.evaluate("window.origin") == "null"
    assert messages == []
    page.close()
