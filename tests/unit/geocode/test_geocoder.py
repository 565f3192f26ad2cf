from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import ParameterError
from hotspots.gazetteer import Gazetteer, Place
from hotspots.geo import PointM
from hotspots.geocode import LADDER, GeocodeParams, Geocoder
from hotspots.model import Decision, GeocodeMethod, GeocodeStatus

if TYPE_CHECKING:
    from collections.abc import Callable

LOCATED, REVIEW = GeocodeStatus.LOCATED, GeocodeStatus.REVIEW
OUTSIDE, PRIVATE, NONE = GeocodeStatus.OUTSIDE, GeocodeStatus.PRIVATE, GeocodeStatus.NONE
PLACE = Place(
    place_id="fleece",
    name="The Golden Fleece",
    category="pub",
    point=PointM(432_500, 333_300),
    extent_m=60,
    accuracy_m=30,
    zone="",
)


def _decision(text: str, status: GeocodeStatus = LOCATED, **outcome: object) -> Decision:
    return Decision(
        text=text,
        status=status,
        decided_by="AB",
        decided_at=outcome.pop("decided_at", datetime(2024, 1, 1, tzinfo=UTC)),  # type: ignore[arg-type] # a test's shorthand
        **outcome,  # type: ignore[arg-type] # likewise
    )


@pytest.mark.parametrize(
    ("text", "name", "method"),
    [
        ("Kelbridge Bus Station", "Kelbridge Bus Station", GeocodeMethod.NAME),
        ("bus stn", "Kelbridge Bus Station", GeocodeMethod.ALIAS),
        ("outside the bus station!", "Kelbridge Bus Station", GeocodeMethod.ALIAS),
        ("the golden fleece", "The Golden Fleece", GeocodeMethod.NAME),
        ("goldn flece pub", "The Golden Fleece", GeocodeMethod.FUZZY),
        ("Fleece (kelbridge)", "The Golden Fleece", GeocodeMethod.ALIAS),
        ("Hartfield pk", "Hartfield Park", GeocodeMethod.NAME),
        ("hartfeild park by the lake", "Hartfield Park", GeocodeMethod.FUZZY),
        ("aldi in hartfield", "Aldi Hartfield", GeocodeMethod.NAME),
        ("Aldi Hart", "Aldi Hartfield", GeocodeMethod.FUZZY),
        ("quay st aldi", "Aldi Quay Street", GeocodeMethod.NAME),
        ("hartfield park play football, Elm Road", "Hartfield Park", GeocodeMethod.NAME),
        ("the uni", "University of Kelbridge", GeocodeMethod.FUZZY),
        ("maccies nr riverside", "Riverside Shopping Centre", GeocodeMethod.ALIAS),
        ("golden fleece by the bus station", "The Golden Fleece", GeocodeMethod.NAME),
    ],
)
def test_names_of_another_town(
    text: str, name: str, method: GeocodeMethod, geocoder: Geocoder
) -> None:
    (found,) = geocoder.read(text)
    assert (found.status, found.matched_name, found.method) == (LOCATED, name, method)
    assert found.confidence >= 0.8
    assert found.place_id is not None


@pytest.mark.parametrize(
    "text",
    [
        *("Market Square by the museum", "Market Square opposite the Corn Exchange"),
        *("Aldi", "Market Square", "Hartfield", "the park", "Hartfield Street", "Hartfield School"),
        *("Millbrook", "station", "Golden Fleece Hotel", "Aldi Old Town", "not at Hartfield Park"),
        *(
            "Aldi, Millbrook",
            "Otherham bus station",
            "Hartfield Park in Farmouth",
            "bus station or train station",
            "Corn",
            "Kelbridge",
        ),
    ],
)
def test_what_is_not_certain_goes_to_review(text: str, geocoder: Geocoder) -> None:
    (found,) = geocoder.read(text)
    assert (found.status, found.method) == (REVIEW, GeocodeMethod.UNRESOLVED)
    assert found.point is None
    assert found.place_id is None
    assert found.note


def test_candidates_are_ranked(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("Aldi")
    assert {c.place_id for c in found.candidates} == {"aldi-hartfield", "aldi-quay-street"}
    scores = [c.score for c in found.candidates]
    assert scores == sorted(scores, reverse=True)


def test_a_street_is_located_but_is_no_place_to_be_at(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("Ropewalk")
    assert (found.status, found.place_id, found.precision_m) == (LOCATED, None, 200)


def test_a_place_beyond_the_boundary_is_outside_without_a_position(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("Skyline Rink")
    assert (found.status, found.point, found.place_id) == (OUTSIDE, None, None)
    assert found.matched_name == "Skyline Rink"


@pytest.mark.parametrize(
    "text", ["Farmouth", "bus station Farmouth", "farmoutth", "Great Marlow Aldi"]
)
def test_a_town_elsewhere(text: str, geocoder: Geocoder) -> None:
    (found,) = geocoder.read(text)
    assert (found.status, found.method) == (OUTSIDE, GeocodeMethod.ELSEWHERE)
    assert found.point is None


@pytest.mark.parametrize("text", ["Farmouth Road", "Farmouth New Rd", "Great Marlow St"])
def test_a_street_called_after_a_town_is_not_the_town(text: str, geocoder: Geocoder) -> None:
    assert geocoder.read(text)[0].status is REVIEW


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("bus stn/Hartfield pk?", ["Kelbridge Bus Station", "Hartfield Park"]),
        ("train station to the golden fleece", ["Kelbridge railway station", "The Golden Fleece"]),
        (
            "Riverside, Bus Station & Fleece",
            ["Riverside Shopping Centre", "Kelbridge Bus Station", "The Golden Fleece"],
        ),
        ("bus station / unknown", ["Kelbridge Bus Station"]),
        ("Fleece then fleece", ["The Golden Fleece"]),
    ],
)
def test_several_places_in_a_cell(text: str, names: list[str], geocoder: Geocoder) -> None:
    assert [one.matched_name for one in geocoder.read(text)] == names


def test_a_part_that_is_a_home_stays_private(geocoder: Geocoder) -> None:
    statuses = [one.status for one in geocoder.read("placement / bus station / Aldi")]
    assert statuses == [PRIVATE, LOCATED, REVIEW]


def test_parts_of_which_none_is_clear_stay_one_question(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("Aldi / Millbrook road")
    assert (found.status, found.text) == (REVIEW, "Aldi / Millbrook road")


def test_a_narrative_is_for_a_person(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("; ".join(["bus station"] * 13))
    assert (found.status, found.place_id) == (REVIEW, None)


def test_a_long_cell_is_cut_and_says_so(geocoder: Geocoder) -> None:
    found = geocoder.read("bus station " + "z" * 10_000)
    assert all("too long" in one.note and len(one.text) <= 2_000 for one in found)


@pytest.mark.parametrize("text", ["", "  ", "n/k", "he was"])
def test_nothing_said(text: str, geocoder: Geocoder) -> None:
    (found,) = geocoder.read(text)
    assert (found.status, found.method) == (NONE, GeocodeMethod.NO_INFORMATION)


def test_friends_alone_are_private_but_at_a_place_they_are_company(geocoder: Geocoder) -> None:
    assert geocoder.read("with friends in Millbrook")[0].status is PRIVATE
    assert geocoder.read("with friends at the bus station")[0].status is LOCATED


def test_a_place_that_closed_gives_way_to_its_successor(geocoder: Geocoder) -> None:
    before = geocoder.read("Empire Cinema", on=date(2019, 1, 1))
    after = geocoder.read("Empire Cinema", on=date(2021, 1, 1))
    assert [one.matched_name for one in before] == ["Empire Cinema"]
    assert [one.matched_name for one in after] == ["Empire Bingo"]
    assert geocoder.read("Empire Cinema")[0].status is REVIEW


def test_a_place_that_is_closed_says_so(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("Empire Bingo", on=date(2019, 1, 1))
    assert found.status is LOCATED
    assert "Closed on the day" in found.note
    assert found.confidence < geocoder.read("Empire Bingo", on=date(2021, 1, 1))[0].confidence


def test_a_decision_settles_its_equals(make_geocoder: Callable[..., Geocoder]) -> None:
    settled = make_geocoder(decisions=[_decision("the SQUARE!", place_id="corn-exchange")])
    (found,) = settled.read("The square")
    assert (found.status, found.place_id) == (LOCATED, "corn-exchange")
    assert (found.method, found.confidence) == (GeocodeMethod.DECISION, 1.0)


@pytest.mark.parametrize("status", [PRIVATE, OUTSIDE, NONE])
def test_a_decision_without_a_place(
    status: GeocodeStatus, make_geocoder: Callable[..., Geocoder]
) -> None:
    (found,) = make_geocoder(decisions=[_decision("bus station", status)]).read("Bus Station")
    assert (found.status, found.method, found.point) == (status, GeocodeMethod.DECISION, None)


def test_a_decision_by_position(make_geocoder: Callable[..., Geocoder]) -> None:
    decisions = [
        _decision("the bins", point=PointM(432000, 332000)),
        _decision("the far bins", point=PointM(500000, 332000)),
    ]
    settled = make_geocoder(decisions=decisions)
    assert settled.read("the bins")[0].status is LOCATED
    assert settled.read("the far bins")[0].status is OUTSIDE


def test_the_last_decision_counts_whatever_the_order(
    make_geocoder: Callable[..., Geocoder],
) -> None:
    old = _decision("the square", place_id="corn-exchange")
    new = _decision("The Square", place_id="ropewalk", decided_at=datetime(2025, 1, 1, tzinfo=UTC))
    for decisions in ([old, new], [new, old]):
        assert make_geocoder(decisions=decisions).read("the square")[0].matched_name == "Ropewalk"


def test_a_decision_for_a_place_that_is_gone_is_asked_again(
    make_geocoder: Callable[..., Geocoder],
) -> None:
    (found,) = make_geocoder(decisions=[_decision("x y", place_id="gone")]).read("x y")
    assert (found.status, found.point) == (REVIEW, None)


def test_a_decision_on_one_part_of_a_cell(make_geocoder: Callable[..., Geocoder]) -> None:
    settled = make_geocoder(decisions=[_decision("Aldi", place_id="aldi-hartfield")])
    names = [one.matched_name for one in settled.read("bus station / aldi")]
    assert names == ["Kelbridge Bus Station", "Aldi Hartfield"]


def test_answers_are_remembered(geocoder: Geocoder) -> None:
    assert geocoder.read("bus station") is geocoder.read("bus station")


@pytest.mark.parametrize("step", LADDER, ids=lambda step: step.method.name)
def test_the_ladder_is_documented(step: object) -> None:
    assert getattr(step, "example", "")
    assert getattr(step, "does", "").endswith(".")


def test_every_method_has_its_step() -> None:
    assert [step.method for step in LADDER].count(GeocodeMethod.DECISION) == 1
    assert {step.method for step in LADDER} == set(GeocodeMethod)


@pytest.mark.parametrize(
    "wrong",
    [
        {"accept_from": 0},
        {"margin": 1.5},
        {"snap_extent_m": 0},
        {"origin_exclusion_m": -1},
        {"near_precision_m": float("nan")},
        {"coarsest_precision_m": float("inf")},
        {"longest_text": 0},
        {"most_parts": 0},
    ],
)
def test_parameters_without_meaning_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ParameterError):
        GeocodeParams(**wrong)  # type: ignore[arg-type] # that is the point


def test_without_any_place_nothing_is_named(make_geocoder: Callable[..., Geocoder]) -> None:
    geocoder = make_geocoder(gazetteer=Gazetteer([], name="empty"))
    assert [geocoder.read(text)[0].status for text in ("Hartfield Park", "n/k")] == [REVIEW, NONE]


def test_a_name_without_latin_letters_is_no_name(make_geocoder: Callable[..., Geocoder]) -> None:
    place = replace(PLACE, name="Golden Fleece", aliases=("\u91d1", "The Fleece", "Fleece"))
    geocoder = make_geocoder(gazetteer=Gazetteer([place], name="one"))
    assert geocoder.read("golden fleece")[0].place_id == place.place_id


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Station, Bus", "Kelbridge Bus Station"),
        ("Hartfield Aldi", "Aldi Hartfield"),
    ],
)
def test_a_name_turned_about_is_the_name(
    make_geocoder: Callable[..., Geocoder], text: str, name: str
) -> None:
    (found,) = make_geocoder().read(text)
    assert (found.status, found.matched_name) == (GeocodeStatus.LOCATED, name)
    assert found.confidence <= 0.98


def test_words_of_a_name_with_others_between_them_are_not_the_name_turned_about(
    make_geocoder: Callable[..., Geocoder],
) -> None:
    (found,) = make_geocoder().read("a station on the bus route")
    assert found.status is not GeocodeStatus.LOCATED


@pytest.mark.parametrize(
    "text",
    [
        "The Golden Fleece &#39;pub&#39;",
        "Golden&nbsp;Fleece",
        "&quot;Golden Fleece&quot;",
        "G0lden Fleece",
    ],
)
def test_what_is_pasted_is_read_as_it_was_meant(text: str, geocoder: Geocoder) -> None:
    (found,) = geocoder.read(text)
    assert found.place_id == "the-golden-fleece"


def test_a_link_is_one_position(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("https://maps.example/place/Here+There/@52.901,-1.481,17z")
    assert (found.status, found.method) == (GeocodeStatus.LOCATED, GeocodeMethod.LAT_LON)


def test_a_misspelt_word_for_nothing_is_nothing_and_never_a_place(
    make_geocoder: Callable[..., Geocoder], gazetteer: Gazetteer
) -> None:
    (found,) = make_geocoder().read("unkown")
    assert (found.status, found.method) == (GeocodeStatus.NONE, GeocodeMethod.NO_INFORMATION)
    inn = replace(gazetteer.places[0], place_id="inn", name="The Unkowne Inn", aliases=())
    knowing = make_geocoder(gazetteer=Gazetteer([*gazetteer.places, inn], name="more"))
    assert knowing.read("unkown")[0].status is not GeocodeStatus.NONE


@pytest.mark.parametrize(
    ("text", "located"),
    [
        ("Woodlands", True),
        ("the woodlands", True),
        ("Woodlands school", True),
        ("in the woodlands", False),
        ("woodlands behind the estate", False),
    ],
)
def test_a_name_that_is_a_common_word_is_that_word_beside_others(
    *, text: str, located: bool, make_geocoder: Callable[..., Geocoder], gazetteer: Gazetteer
) -> None:
    school = replace(
        gazetteer.places[0],
        place_id="woodlands",
        name="Hartfield Woodlands School",
        aliases=("Woodlands",),
        category="school",
    )
    knowing = make_geocoder(gazetteer=Gazetteer([*gazetteer.places, school], name="more"))
    assert (knowing.read(text)[0].place_id == "woodlands") is located


def test_a_misspelt_place_that_was_closed_on_the_day_stands_back(geocoder: Geocoder) -> None:
    while_open, when_closed = (date(2018, 1, 1), date(2021, 1, 1))
    assert geocoder.read("Skylne Rink", on=when_closed) == geocoder.read("Skylne Rink")
    assert geocoder.read("Empre Cinema", on=while_open)[0].place_id == "empire-cinema"
    assert geocoder.read("Empre Cinema", on=when_closed)[0].place_id == "empire-bingo"


def _beside(name: str, *aliases: str, east: int = 432_600, category: str = "leisure") -> Place:
    point = PointM(east, 333_300)
    return replace(PLACE, place_id=name, name=name, aliases=aliases, category=category, point=point)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Wheel House, Swan Field", ["Wheel House"]),
        ("Wheel House & Swan Field", ["Wheel House", "Swan Field Stadium"]),
        ("Wheel House, Swan Field Stadium", ["Wheel House", "Swan Field Stadium"]),
        ("Far Mill, Swan Field", ["Far Mill", "Swan Field Stadium"]),
    ],
)
def test_a_name_for_the_ground_around_only_tells_where_a_place_close_by_is(
    make_geocoder: Callable[..., Geocoder], text: str, names: list[str]
) -> None:
    places = [
        _beside("Wheel House"),
        _beside("Swan Field Stadium", "Swan Field"),
        _beside("Swan Field Baker"),
        _beside("Far Mill", east=434_000),
    ]
    geocoder = make_geocoder(gazetteer=Gazetteer(places, name="ground"))
    assert [one.matched_name for one in geocoder.read(text)] == names


@pytest.mark.parametrize(
    "text", ["Ropewalk, Farmouth", "Golden Fleece, Great Marlow", "Bus Station, Ropewalk, Farmouth"]
)
def test_an_address_that_ends_in_a_town_elsewhere_is_not_a_place_here(
    text: str, geocoder: Geocoder
) -> None:
    assert all(one.status is not LOCATED for one in geocoder.read(text))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("the old Plaza", LOCATED),
        ("old Wheel", REVIEW),
        ("former Pinder", REVIEW),
        ("old", REVIEW),
    ],
)
def test_an_old_name_may_be_said_to_be_old_where_it_is_not_in_the_name_of_today(
    make_geocoder: Callable[..., Geocoder], text: str, status: GeocodeStatus
) -> None:
    places = [_beside("Wheel House", "Plaza", "Wheel", "Pinder"), _beside("Far Mill", "Pinder")]
    (found,) = make_geocoder(gazetteer=Gazetteer(places, name="old")).read(text)
    assert found.status is status


def test_a_name_with_a_town_elsewhere_in_it_is_not_the_town(
    make_geocoder: Callable[..., Geocoder],
) -> None:
    bridge = _beside("Far Mill", "Farmouth Bridge", category="landmark")
    geocoder = make_geocoder(gazetteer=Gazetteer([bridge], name="bridge"))
    (found,) = geocoder.read("Farmouth bridge underpass, again")
    assert (found.status, found.matched_name) == (LOCATED, "Far Mill")
    assert geocoder.read("Farmouth")[0].status is OUTSIDE


@pytest.mark.parametrize(
    "text",
    ["Ropewalk Road", "friend lives nr Riverside", "missing from the bus station", "Fleece statue"],
)
def test_what_names_a_place_and_means_another_waits_for_a_person(
    text: str, geocoder: Geocoder
) -> None:
    assert [one.status for one in geocoder.read(text)] == [REVIEW]


def test_somebody_in_a_suburb_that_is_cut_short_is_at_home(geocoder: Geocoder) -> None:
    assert geocoder.read("her mates in Millb")[0].status is PRIVATE
    assert geocoder.read("her mates in Zzyzx")[0].status is REVIEW
