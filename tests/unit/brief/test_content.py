from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.brief import AreaBrief, BriefTerms, Ground, area_brief
from hotspots.brief.wording import plain
from hotspots.errors import ParameterError
from hotspots.release import Audience, ShownArea, ShownCount, Withheld

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.release import Release, ReleasedHotspot

EAST, WEST = "E05000001", "E05000002"


def test_a_brief_holds_its_own_area_s_places_alone(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot]
) -> None:
    elsewhere = make_hotspot(
        "Westmark", hotspot_id="westmark", area=ShownArea(code=WEST, name="West ward")
    )
    nowhere = make_hotspot("Nomark", hotspot_id="nomark", area=None)
    brief = make_brief(elsewhere, make_hotspot("Eastmark"), nowhere)
    assert [place.name for place in brief.places] == ["Eastmark"]
    assert b"westmark" not in brief.to_bytes().lower()
    assert b"nomark" not in brief.to_bytes().lower()
    # Nor the figure of the zone, from which this area's could be taken away.
    assert not [text for text in _texts(brief) if "95" in text]


def _texts(brief: AreaBrief) -> list[str]:
    places = [value for place in brief.places for value in (place.zone, place.episodes)]
    return [brief.lead, brief.when, brief.map_text, *brief.notices, *brief.contacts, *places]


def test_what_other_areas_hold_changes_no_byte_of_it(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot]
) -> None:
    own = make_hotspot()
    west = make_hotspot("West", hotspot_id="west", area=ShownArea(code=WEST, name="West ward"))
    assert make_brief(own).to_bytes() == make_brief(own, west).to_bytes()


def test_too_few_and_none_read_alike(make_brief: Callable[..., AreaBrief]) -> None:
    # The gate leaves both out, so there is one sentence for both, and it says so.
    brief = make_brief()
    assert brief.lead.startswith("No place in this area is shown. That does not mean that nothing")
    assert "there may be none" in brief.lead
    assert brief.map_text == "Outline map of East ward, north at the top: no place is marked."


def test_a_period_without_briefs_says_so_and_nothing_of_the_area(
    make_brief: Callable[..., AreaBrief],
) -> None:
    brief = make_brief(notices=("Nothing is shown here: this audience is shown quarters.",))
    assert brief.lead.startswith("This period is not one that briefs are made for")
    assert "Nothing is shown here: this audience is shown quarters." in brief.notices


@pytest.mark.parametrize("count", [1, 2])
def test_the_map_has_words_that_count_its_places(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot], count: int
) -> None:
    brief = make_brief(*(make_hotspot(hotspot_id=str(number)) for number in range(count)))
    words = {1: "1 place is marked", 2: "2 places are marked"}
    assert words[count] in brief.map_text


def test_a_withheld_figure_is_never_blank_nor_nought(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot]
) -> None:
    hidden = ShownCount(text=Withheld.TOO_FEW.value, reason=Withheld.TOO_FEW)
    place = make_brief(make_hotspot(episodes=hidden, children=ShownCount(text=" "))).places[0]
    assert (place.episodes, place.episodes_shown) == ("too few young people to show", None)
    assert place.children == "Not shown"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2021-01", "2021-06", "January to June 2021"),
        ("2020-12", "2021-01", "December 2020 to January 2021"),
        ("2021-03", "2021-03", "March 2021"),
        (None, "2021-03", "March 2021"),
        (None, None, ""),
        ("2021-13", "2021-13", "2021-13"),
    ],
)
def test_months_are_words(
    make_brief: Callable[..., AreaBrief],
    make_hotspot: Callable[..., ReleasedHotspot],
    first: str | None,
    last: str | None,
    words: str,
) -> None:
    brief = make_brief(make_hotspot(first_month=first, last_month=last))
    assert brief.places[0].when == words
    assert brief.has_when is bool(words)
    assert bool(brief.when) is not bool(words)


def test_times_of_day_stand_beside_the_months(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot]
) -> None:
    bands = (("18:00 to 24:00", ShownCount(text="about 10", value=10)),)
    brief = make_brief(make_hotspot(first_month="2021-03", last_month="2021-03", time_bands=bands))
    assert brief.places[0].when == "March 2021; 18:00 to 24:00: about 10"


def test_contacts_are_the_publisher_s_and_danger_comes_first(
    make_brief: Callable[..., AreaBrief],
) -> None:
    terms = BriefTerms(contacts=("Co-ordinator: 01332 000000", " "))
    danger = "If a child is in danger now, call 999."
    assert make_brief(terms=terms).contacts == (danger, "Co-ordinator: 01332 000000")
    assert make_brief().contacts[0] == danger
    assert make_brief().contacts[1].startswith("No contact was entered for this brief.")


def test_it_expires_by_the_period_s_end(make_brief: Callable[..., AreaBrief]) -> None:
    brief = make_brief(terms=BriefTerms(valid_days=1))
    assert (brief.expires, brief.expiry) == (date(2021, 7, 1), "1 July 2021")
    with pytest.raises(ParameterError, match="valid_days"):
        BriefTerms(valid_days=0)


def test_no_brief_of_an_area_that_is_not_fixed(
    make_release: Callable[..., Release], wards: dict[str, Any]
) -> None:
    assert area_brief(make_release(), Ground.of(wards), "E05999999") is None


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.OPEN_DATA])
def test_no_brief_for_those_who_are_told_nothing_of_areas(
    make_release: Callable[..., Release], wards: dict[str, Any], audience: Audience
) -> None:
    with pytest.raises(ParameterError, match="told nothing of areas"):
        area_brief(make_release(audience=audience), Ground.of(wards), EAST)


def test_partners_have_briefs_too(make_brief: Callable[..., AreaBrief]) -> None:
    assert make_brief(audience=Audience.PARTNER).readers.startswith("the Missing Strategic Group")


def test_it_survives_the_way_to_another_program(hostile: AreaBrief) -> None:
    assert AreaBrief.from_bytes(hostile.to_bytes()) == hostile


def test_text_is_rid_of_what_no_reader_sees(hostile_texts: tuple[str, ...]) -> None:
    assert plain(hostile_texts[8]) == "gnp.exe x y"
    assert plain("a\x00b\ufffec\ue000d\ud800\u2028") == "a b c d  "


def test_features_that_are_no_wards_are_no_areas(wards: dict[str, Any]) -> None:
    ground = Ground.of(wards)
    assert [(area.code, area.name) for area in ground.areas] == [
        (EAST, "East ward"),
        (WEST, "West ward"),
    ]
    assert ground.attribution == "Ward source"
