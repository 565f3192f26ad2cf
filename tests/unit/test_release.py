"""A release is named by its content, survives the journey, and can be cut to areas."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from hotspots.errors import StoreError
from hotspots.period import Period
from hotspots.release import (
    Audience,
    Release,
    ReleasedHotspot,
    ReleasedZone,
    ShownArea,
    ShownCell,
    ShownCount,
    ShownPlaceRisk,
    ShownPosition,
    Withheld,
)

TOO_FEW = ShownCount(text=Withheld.TOO_FEW.value, reason=Withheld.TOO_FEW)


def _hotspot(name: str, code: str | None) -> ReleasedHotspot:
    return ReleasedHotspot(
        hotspot_id=name,
        name=name,
        category="park",
        zone="Somewhere",
        area=None if code is None else ShownArea(code=code, name="A ward"),
        position=ShownPosition(easting=435601.0, northing=336203.0, lon=-1.471928, lat=52.922068),
        extent_m=60.0,
        episodes=ShownCount(text="15", value=15),
        children=ShownCount(text="5–9"),  # noqa: RUF001 - a range
        first_month="2021-01",
        last_month=None,
        time_bands=(("noon to 6 pm", TOO_FEW),),
        cells=(ShownCell(easting=1, northing=2, ring=((0.0, 1.0), (1.0, 1.0), (0.0, 1.0))),),
    )


RELEASE = Release(
    audience=Audience.BRIEF,
    period=Period(first=date(2021, 1, 1), last=date(2021, 6, 30)),
    title="A title",
    classification="OFFICIAL-SENSITIVE",
    policy_version="brief-1",
    banner="SYNTHETIC",
    notices=("A notice.",),
    total_episodes=TOO_FEW,
    hotspots=(_hotspot("one", "E05000001"), _hotspot("two", "E05000002"), _hotspot("three", None)),
    zones=(
        ReleasedZone(
            name="Somewhere",
            hotspot_ids=("one", "two", "three"),
            episodes=ShownCount(text="45", value=45),
        ),
    ),
    attribution=("Open data",),
)


def test_the_bytes_come_back_as_the_same_release() -> None:
    assert Release.from_bytes(RELEASE.canonical_bytes()) == RELEASE


def test_the_digest_names_the_content() -> None:
    assert RELEASE.digest == replace(RELEASE).digest
    assert RELEASE.digest != replace(RELEASE, title="Another").digest
    assert len(RELEASE.digest) == 64


TOLD = ShownPlaceRisk(
    about="Park",
    themes=("poor light or hidden corners",),
    guardians=("youth workers", "nobody yet"),
    lead="Council",
    next_review=date(2021, 9, 15),
)


def _telling(*told: ShownPlaceRisk) -> Release:
    first, *others = RELEASE.hotspots
    return replace(RELEASE, hotspots=(replace(first, place_risks=told), *others))


def test_what_is_agreed_of_a_place_survives_the_journey() -> None:
    release = _telling(TOLD, ShownPlaceRisk(about="Somewhere", lead="Police"))
    assert Release.from_bytes(release.canonical_bytes()) == release
    assert release.digest != RELEASE.digest
    cut = release.for_areas(frozenset({"E05000002"}))
    assert cut.canonical_bytes() == RELEASE.for_areas(frozenset({"E05000002"})).canonical_bytes()


def test_where_nothing_is_agreed_the_bytes_do_not_speak_of_it() -> None:
    """So the digests of releases that were made before there was any such thing hold."""
    assert b"place_risks" not in RELEASE.canonical_bytes()
    old = replace(RELEASE, format_version=1)
    assert Release.from_bytes(old.canonical_bytes()).digest == old.digest


def test_what_is_agreed_is_read_in_one_sentence_for_each_part() -> None:
    assert TOLD.text() == (
        "Park. Themes: poor light or hidden corners. Looked after by: youth workers; nobody yet. "
        "Lead agency: Council. Next review: 15 September 2021."
    )
    police = ShownPlaceRisk(about="Park", lead="Police")
    assert police.text() == police.text(beside="Shop") == "Park. Lead agency: Police."
    here, *_ = _telling(police, TOLD).hotspots
    assert here.agreed == (police.text(), TOLD.text())
    assert replace(here, name="Park").agreed[0] == "Lead agency: Police."


def test_cut_to_an_area_only_its_hotspots_remain_and_no_zone_figure() -> None:
    cut = RELEASE.for_areas(frozenset({"E05000002"}))
    assert [h.hotspot_id for h in cut.hotspots] == ["two"]
    assert [z.hotspot_ids for z in cut.zones] == [("two",)]
    assert cut.zones[0].episodes.reason is Withheld.NOT_FOR_AUDIENCE
    assert cut.zones[0].episodes.value is None


def test_cut_to_no_area_nothing_remains() -> None:
    cut = RELEASE.for_areas(frozenset())
    assert cut.hotspots == ()
    assert cut.zones == ()


def _with(**changes: object) -> bytes:
    return json.dumps(json.loads(RELEASE.canonical_bytes()) | changes).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        _with(format_version=3),
        _with(audience="everyone"),
        _with(hotspots=[{}]),
        _with(period={"first": "2021-06-30", "last": "2021-01-01"}),
    ],
)
def test_what_is_not_a_release_is_refused(data: bytes) -> None:
    with pytest.raises(StoreError):
        Release.from_bytes(data)


def test_only_plain_values_have_canonical_bytes() -> None:
    with pytest.raises(TypeError, match="no canonical form for complex"):
        replace(RELEASE, title=1j).canonical_bytes()  # type: ignore[arg-type] - wrong on purpose
