"""A small invented run: two hotspots, one of them by a single child."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hotspots.gazetteer import Place
from hotspots.geo import PointM
from hotspots.ledger import Batch, FileLedger, RowNote
from hotspots.model import (
    Episode,
    EpisodeStatus,
    Geocoded,
    GeocodeMethod,
    GeocodeStatus,
    Hotspot,
    HotspotFacts,
    PlaceMention,
    PlacementType,
    PlaceRole,
    PlaceSource,
    Sighting,
    UnlistedCluster,
    WithheldHotspot,
)
from hotspots.monitor import figures_of
from hotspots.period import Period
from hotspots.report import AudienceView, RegisterChange, ReportInput, clustering_parameters

PERIOD = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))


def episode(number: int, child: str, placement: PlacementType = PlacementType.FOSTER) -> Episode:
    started = datetime(2021, 1, 4, 19, tzinfo=UTC) + timedelta(days=number)
    mention = PlaceMention(
        key="found",
        role=PlaceRole.FOUND,
        source=PlaceSource.POLICE,
        text="ZZCANARY words as written",
    )
    return Episode(
        episode_id=f"E{number:03d}",
        child_id=f"ZZCANARY_{child}",
        status=EpisodeStatus.MISSING,
        started_at=started,
        returned_at=started + timedelta(hours=5),
        placement=placement,
        origin_postcode="ZZCANARY 1",
        mentions=(mention,),
    )


def sighting(one: Episode, status: GeocodeStatus = GeocodeStatus.LOCATED) -> Sighting:
    where = Geocoded(
        text="ZZCANARY words as written",
        status=status,
        method=GeocodeMethod.NAME,
        confidence=1.0,
        point=PointM(435_123.4, 336_567.8) if status is GeocodeStatus.LOCATED else None,
    )
    return Sighting(episode=one, mention=one.mentions[0], part=0, where=where)


def hotspot(name: str, sightings: tuple[Sighting, ...]) -> Hotspot:
    children = {one.episode.child_id for one in sightings}
    place = Place(
        place_id=name.lower().replace(" ", "-"),
        name=name,
        category="park",
        point=PointM(435_000, 336_000),
        extent_m=100,
        accuracy_m=30,
        zone="City <centre>",
    )
    facts = HotspotFacts(
        sightings=len(sightings),
        episodes=len(sightings),
        children=len(children),
        top_child_share=1 / len(children),
        first_month="2021-01",
        last_month="2021-06",
        timed=len(sightings),
        by_weekday=(0, 1, 2, 3, 4, 5, 6),
        by_hour=(0,) * 23 + (21,),
    )
    return Hotspot(
        hotspot_id=place.place_id, place=place, ward=None, sightings=sightings, facts=facts
    )


def note(row: int, problem: str, *, file: str = "a.csv") -> RowNote:
    return RowNote(
        file=file,
        row=row,
        column="Return Date",
        value_class="date",
        rule="567 end before start",
        problem=problem,
        mend="Swap the two.",
    )


@pytest.fixture
def batch() -> Batch:
    ledger = FileLedger(
        file="a.csv", sha256="0123456789abcdef" * 4, sheet="", rows_in=5, kept=3, rejected=2
    )
    return Batch(
        ledgers=(ledger,),
        episodes=(),
        rejects=(note(9, "ends before row 8"), note(4, "ends before row 3")),
        remarks=(note(2, "=unknown code"),),
    )


@pytest.fixture
def run(batch: Batch) -> ReportInput:
    shared = tuple(episode(n, f"child{n}") for n in range(4))
    alone = tuple(episode(n, "alone", PlacementType.OWN_RESIDENTIAL) for n in range(10, 16))
    unknown = episode(20, "child0")
    meeting = hotspot("Meeting Place", tuple(sighting(one) for one in shared))
    favourite = hotspot("O'Neill's <Park> ${x}", tuple(sighting(one) for one in alone))
    kept = WithheldHotspot(
        hotspot=favourite, audience="partner", failed=("fewer than 3 young people",)
    )
    both = tuple(
        WithheldHotspot(hotspot=one, audience="brief", failed=("too few",))
        for one in (meeting, favourite)
    )
    return ReportInput(
        run_id="0a1b2c3d4e5f",
        made_at=datetime(2021, 7, 20, 8, 30, tzinfo=UTC),
        period=PERIOD,
        banner="SYNTHETIC DATA",
        batch=batch,
        register=RegisterChange(new=11, changed=2, unchanged=0),
        figures=figures_of((*shared, *alone, unknown), PERIOD),
        episodes=(*shared, *alone, unknown),
        sightings=(
            *meeting.sightings,
            *favourite.sightings,
            sighting(unknown, GeocodeStatus.REVIEW),
        ),
        hotspots=(meeting, favourite),
        unlisted=(
            UnlistedCluster(
                centre=PointM(436_349.9, 330_651.2), sightings=7, episodes=6, children=2
            ),
        ),
        audiences=(
            AudienceView(audience="partner", shown=frozenset({"meeting-place"}), withheld=(kept,)),
            AudienceView(audience="brief", shown=frozenset(), withheld=both),
        ),
        parameters=clustering_parameters(eps_m=150.0, min_samples=5),
    )


@pytest.fixture
def empty_run(run: ReportInput) -> ReportInput:
    return replace(
        run,
        banner="",
        batch=None,
        register=None,
        figures=figures_of((), PERIOD),
        episodes=(),
        sightings=(),
        hotspots=(),
        unlisted=(),
        audiences=(),
    )
