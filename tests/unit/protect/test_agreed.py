"""What is told of the record of a place: words of the list, an agency, a day, and by whom."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.model import ActionPlace, PlaceFact, PlaceRisk
from hotspots.protect import load_policy, protect
from hotspots.protect.agreed import shown_place_risks
from hotspots.protect.floor import FLOOR
from hotspots.release import Audience, ShownPlaceRisk

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode, Hotspot
    from hotspots.protect import GateContext
    from hotspots.release import Release

RECORD = PlaceRisk(
    kind=ActionPlace.PLACE,
    where="shop",
    themes=("approaches", "few-eyes"),
    guardian_kinds=("staff", "police"),
    guardian="ZZGUARDIAN",
    owner="ZZOWNER",
    lead="Council",
    reviewed_on=date(2021, 6, 1),
    next_review=date(2021, 12, 24),
    note="ZZNOTE",
    told=tuple(PlaceFact),
    recorded_by="ZZPERSON",
    recorded_at=datetime(2021, 8, 1, tzinfo=UTC),
)
TOLD = ShownPlaceRisk(
    about="Shop",
    themes=("adults who approach children", "few people about who would notice"),
    guardians=("staff of the place", "neighbourhood police"),
    lead="Council",
    next_review=date(2021, 12, 24),
)


@pytest.fixture
def released(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> Callable[..., Release]:
    def make(
        *records: PlaceRisk,
        audience: Audience = Audience.PARTNER,
        by_child: tuple[int, ...] = (4, 4, 4, 3, 3),
    ) -> Release:
        hotspot = make_hotspot(episodes_of(by_child))
        context = replace(make_context(), place_risks=records)
        return protect([hotspot], policy=load_policy(audience), context=context).release

    return make


def _told(release: Release) -> tuple[ShownPlaceRisk, ...]:
    return tuple(told for one in release.hotspots for told in one.place_risks)


def test_partners_are_told_all_that_somebody_decided(released: Callable[..., Release]) -> None:
    assert _told(released(RECORD)) == (TOLD,)


def test_a_brief_is_not_told_the_day(released: Callable[..., Release]) -> None:
    told = _told(released(RECORD, audience=Audience.BRIEF))
    assert told == (replace(TOLD, next_review=None),)


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (PlaceFact.THEMES, {"themes": TOLD.themes}),
        (PlaceFact.GUARDIANS, {"guardians": TOLD.guardians}),
        (PlaceFact.LEAD, {"lead": TOLD.lead}),
        (PlaceFact.REVIEW, {"next_review": TOLD.next_review}),
    ],
)
def test_each_part_takes_a_decision_of_its_own(
    released: Callable[..., Release], fact: PlaceFact, told: dict[str, object]
) -> None:
    shown = _told(released(replace(RECORD, told=(fact,))))
    assert shown == (ShownPlaceRisk(about="Shop", **told),)  # type: ignore[arg-type] - its fields


@pytest.mark.parametrize(
    "change",
    [
        {"told": ()},
        {"closed": True},
        {"where": "another-shop"},
        {"kind": ActionPlace.HOTSPOT, "where": "another"},
        {"kind": ActionPlace.ZONE, "where": "Country"},
        {"kind": ActionPlace.ZONE},  # an id of one kind is not that of another
        {"told": (PlaceFact.THEMES,), "themes": ()},
        {"told": (PlaceFact.GUARDIANS,), "guardian_kinds": ()},
        {"told": (PlaceFact.LEAD,), "lead": ""},
        {"told": (PlaceFact.LEAD,), "lead": "The home in Acacia Avenue"},
        {"told": (PlaceFact.REVIEW,), "next_review": None},
    ],
)
def test_where_nothing_is_told_the_release_has_the_bytes_that_it_has_without(
    released: Callable[..., Release], change: dict[str, object]
) -> None:
    release = released(replace(RECORD, **change))  # type: ignore[arg-type] - fields of a record
    assert release.canonical_bytes() == released().canonical_bytes()
    assert b"place_risks" not in release.canonical_bytes()


@pytest.mark.parametrize("audience", [Audience.PARTNER, Audience.BRIEF, Audience.PUBLIC])
def test_no_free_text_and_nobodys_name_leaves_the_wall(
    released: Callable[..., Release], audience: Audience
) -> None:
    data = released(RECORD, audience=audience).canonical_bytes()
    assert b"ZZ" not in data
    assert (b"Council" in data) is (audience is not Audience.PUBLIC)


@pytest.mark.parametrize("audience", list(FLOOR))
def test_a_policy_that_shows_no_place_shows_nothing_of_one(
    audience: Audience,
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    shows = load_policy(audience).rules.shows  # type: ignore[union-attr] - it has people in it
    context = replace(make_context(), place_risks=(RECORD,))
    hotspot = make_hotspot(episodes_of((1,)))
    told = shown_place_risks(hotspot, zone="Town", shows=shows, context=context)
    parts = (shows.place_themes, shows.place_guardians, shows.place_lead, shows.place_review)
    if not shows.places:
        assert not any(parts)
    assert bool(told) is any(parts)
    for one in told:
        given = (one.themes, one.guardians, one.lead, one.next_review)
        assert tuple(bool(part) for part in given) == parts


def test_a_withheld_hotspot_has_no_record(released: Callable[..., Release]) -> None:
    withheld = released(RECORD, by_child=(4, 1))
    assert withheld.hotspots == ()
    assert withheld.canonical_bytes() == released(by_child=(4, 1)).canonical_bytes()


def test_the_hotspots_own_record_comes_first_and_that_of_its_zone_last(
    released: Callable[..., Release],
) -> None:
    own = replace(RECORD, kind=ActionPlace.HOTSPOT, lead="One")
    zone = replace(RECORD, kind=ActionPlace.ZONE, where="Town", lead="Three")
    told = _told(released(zone, RECORD, own))
    assert [(one.about, one.lead) for one in told] == [
        ("Shop", "One"),
        ("Shop", "Council"),
        ("Town", "Three"),
    ]
    assert told == _told(released(own, zone, RECORD))


def test_a_record_changes_nothing_else(released: Callable[..., Release]) -> None:
    with_it, without = released(RECORD), released()
    stripped = tuple(replace(one, place_risks=()) for one in with_it.hotspots)
    assert replace(with_it, hotspots=stripped) == without
    assert asdict(with_it)["total_episodes"] == asdict(without)["total_episodes"]
