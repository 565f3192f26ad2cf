"""Two releases side by side, and the way to briefs and comparisons from the home page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from hotspots.period import Period
from hotspots.release import Audience, Change, Comparison, ShownDirection

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import World

    from hotspots.release import Release, ReleasedHotspot

EAST, WEST = "E05000001", "E05000002"
BEFORE = Period(first=date(2020, 7, 1), last=date(2020, 12, 31))
RISING = ShownDirection(change=Change.RISING, text="Rising: more a day.", ratio=2, low=1, high=4)


@pytest.fixture
def sealed(
    empty_world: World,
    make_hotspot: Callable[..., ReleasedHotspot],
    make_release: Callable[..., Release],
) -> dict[str, str]:
    """A half-year and the one before it, for partners; and one for briefs."""
    then = replace(
        make_release(Audience.PARTNER, make_hotspot("Alpha", value=10), make_hotspot("Gone")),
        period=BEFORE,
    )
    now = replace(
        make_release(
            Audience.PARTNER,
            replace(make_hotspot("Alpha", value=45), direction=RISING),
            make_hotspot("Westnew", area=WEST),
        ),
        comparison=Comparison(period=BEFORE, former=()),
    )
    later = empty_world.now + timedelta(days=1)
    return {
        "then": empty_world.seal(then),
        "now": empty_world.seal(now, at=later),
        "brief": empty_world.seal(make_release(Audience.BRIEF, make_hotspot("Other")), at=later),
    }


def rows(page: str) -> list[list[str]]:
    """The table's rows as plain text."""
    body = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    if body is None:
        return []
    found = re.findall(r"<tr>(.*?)</tr>", body[1], re.DOTALL)
    return [[unescape(c) for c in re.findall(r"<t[hd][^>]*>([^<]*)<", row)] for row in found]


@pytest.mark.usefixtures("sealed")
def test_the_latest_stands_beside_the_period_before(empty_world: World) -> None:
    page = empty_world.client(Audience.PARTNER).get("/compare").text
    alpha, new, gone = rows(page)
    assert alpha[:4] == ["Alpha", "Centre", "about 10", "about 45"]
    assert alpha[-1] == "Rising: more a day."
    assert new[2:] == ["Not shown", "about 25", "Not shown", "5 to 9", "Not said"]
    assert gone[2:] == ["about 25", "Not shown", "5 to 9", "Not shown", "Not said"]
    assert "not equally long" in page


def test_two_releases_can_be_chosen_and_the_word_is_only_for_its_own_period(
    empty_world: World, sealed: dict[str, str]
) -> None:
    client = empty_world.client(Audience.PARTNER)
    turned = client.get(f"/compare?earlier={sealed['now']}&later={sealed['then']}").text
    assert [row[-1] for row in rows(turned)] == ["Not said"] * 3
    assert f'<option value="{sealed["now"]}" selected>' in turned
    same = client.get(f"/compare?earlier={sealed['now']}&later={sealed['now']}").text
    assert [row[2] for row in rows(same)] == [row[3] for row in rows(same)]
    assert "not equally long" not in same


@pytest.mark.parametrize("which", ["earlier", "later"])
def test_anothers_release_and_an_unknown_one_are_the_same(
    empty_world: World, sealed: dict[str, str], which: str
) -> None:
    client = empty_world.client(Audience.PARTNER)
    others = client.get(f"/compare?{which}={sealed['brief']}")
    unknown = client.get(f"/compare?{which}={'0' * 64}")
    assert (others.status_code, unknown.status_code) == (404, 404)
    assert others.content == unknown.content


def test_somebody_bound_to_an_area_compares_that_area(
    empty_world: World,
    make_hotspot: Callable[..., ReleasedHotspot],
    make_release: Callable[..., Release],
) -> None:
    own, other = make_hotspot("Eastmark"), make_hotspot("Westmark", area=WEST)
    empty_world.seal(replace(make_release(Audience.BRIEF, own, other), period=BEFORE))
    later = empty_world.now + timedelta(days=1)
    changed = replace(own, episodes=replace(own.episodes, text="about 30"))
    empty_world.seal(make_release(Audience.BRIEF, changed, other), at=later)
    page = empty_world.client(Audience.BRIEF, EAST).get("/compare").text
    assert [row[0] for row in rows(page)] == ["Eastmark"]
    assert "Westmark" not in page


def test_without_two_releases_it_says_so(
    empty_world: World, make_release: Callable[..., Release]
) -> None:
    client = empty_world.client(Audience.PARTNER)
    assert "not two releases yet" in client.get("/compare").text
    empty_world.seal(make_release(Audience.PARTNER))
    assert "not two releases yet" in client.get("/compare").text
    empty_world.seal(
        replace(make_release(Audience.PARTNER), period=BEFORE),
        at=empty_world.now + timedelta(days=1),
    )
    page = client.get("/compare").text
    assert "Neither release shows a place" in page
    assert rows(page) == []


def test_the_home_page_leads_to_the_briefs_of_ones_areas(world: World) -> None:
    partner = world.client(Audience.PARTNER).get("/").text
    assert f"/v1/areas/{EAST}/brief.pdf" in partner
    assert f"/v1/areas/{WEST}/brief.docx" in partner
    brief = world.client(Audience.BRIEF, EAST).get("/").text
    assert f"/v1/areas/{EAST}/brief" in brief
    assert WEST not in brief
    assert "/brief" not in world.client(Audience.PUBLIC).get("/").text


def test_a_release_without_boundaries_has_no_briefs_and_a_home_page(
    empty_world: World, make_release: Callable[..., Release]
) -> None:
    empty_world.releases.seal(make_release(Audience.PARTNER), layers={}, sealed_at=empty_world.now)
    answer = empty_world.client(Audience.PARTNER).get("/")
    assert answer.status_code == 200
    assert "Area briefs" not in answer.text
