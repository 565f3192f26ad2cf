"""The residential pack tells by type of home what the board paper tells, and nothing more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.document import Bars, Bullets, Grid
from hotspots.errors import ParameterError
from hotspots.model import PlacementType, SealedRelease
from hotspots.monitor.residential import HOME_TYPES
from hotspots.paper.board import NOTHING_SHOWN
from hotspots.paper.residential import NOT_BY_HOME, NOT_TOLD
from hotspots.period import Period
from hotspots.protect import conflicts_of, load_policy, protect
from hotspots.protect.boardpaper import NOT_SHOWN, protect_board_paper
from hotspots.protect.residentialpack import Span, protect_residential_pack
from hotspots.release import Audience

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode, Hotspot
    from hotspots.protect import GateContext
    from hotspots.protect.boardpaper import GatedPaper
    from hotspots.protect.residentialpack import GatedPack

HOMES, FOSTER = PlacementType.OWN_RESIDENTIAL, PlacementType.FOSTER
BEFORE = Period(first=date(2021, 4, 1), last=date(2021, 6, 30))


@pytest.fixture
def episodes(make_episode: Callable[..., Episode]) -> tuple[Episode, ...]:
    """40 of 8 young people in homes, 2 of one in foster care; as many the quarter before."""
    made = []
    for number in range(84):
        at = number % 42
        started = datetime(2021, (7 if number < 42 else 4) + at % 3, 1 + at // 3, 19, tzinfo=UTC)
        one = make_episode(number, child=at % 8 if at < 40 else 20, started=started)
        made.append(replace(one, placement=HOMES if at < 40 else FOSTER))
    return tuple(made)


@pytest.fixture
def packs_of(
    make_hotspot: Callable[..., Hotspot], make_context: Callable[..., GateContext]
) -> Callable[..., tuple[GatedPack, GatedPaper]]:
    """The pack and the board paper of the same episodes."""

    def make(
        episodes: tuple[Episode, ...],
        *,
        audience: Audience = Audience.PARTNER,
        before: Period = BEFORE,
        **changes: object,
    ) -> tuple[GatedPack, GatedPaper]:
        policy = load_policy(audience)
        context = make_context(episodes=episodes, **changes)
        hotspot = make_hotspot(episodes[:42])
        release = protect([hotspot], policy=policy, context=context).release
        sightings = hotspot.sightings[:30]
        pack = protect_residential_pack(
            Span(sightings=sightings, context=context),
            Span(sightings=(), context=replace(context, period=before)),
            release=release,
            policy=policy,
        )
        return pack, protect_board_paper(sightings, release=release, policy=policy, context=context)

    return make


def rows_of(pack: GatedPack) -> dict[str, tuple[str, ...]]:
    grid = next(b for b in pack.document.sections[0].blocks if isinstance(b, Grid))
    return {row[0]: row[1:] for row in grid.rows}


def test_every_type_has_a_line_and_few_read_as_none(
    packs_of: Callable[..., tuple[GatedPack, GatedPaper]], episodes: tuple[Episode, ...]
) -> None:
    rows = rows_of(packs_of(episodes)[0])
    assert list(rows) == [kind.value.capitalize() for kind in HOME_TYPES]
    assert rows["Foster care"] == rows["External residential"] == (NOT_SHOWN,) * 4
    without = tuple(one for one in episodes if one.placement is HOMES)
    assert rows_of(packs_of(without)[0])["Foster care"] == (NOT_SHOWN,) * 4


def test_its_figures_are_those_of_the_board_paper(
    packs_of: Callable[..., tuple[GatedPack, GatedPaper]], episodes: tuple[Episode, ...]
) -> None:
    pack, paper = packs_of(episodes)
    grid = next(
        block
        for section in paper.document.sections
        for block in section.blocks
        if isinstance(block, Grid) and block.caption == "By type of placement"
    )
    rows = rows_of(pack)
    assert {row[0]: row[1:] for row in grid.rows}.items() <= {
        name: row[:2] for name, row in rows.items()
    }.items()
    assert pack.cells == paper.cells
    assert pack.cells_before
    bars = next(b for b in pack.document.sections[0].blocks if isinstance(b, Bars))
    assert bars.texts == tuple(row[0] for row in rows.values())


def test_either_paper_may_come_first(
    packs_of: Callable[..., tuple[GatedPack, GatedPaper]], episodes: tuple[Episode, ...]
) -> None:
    pack, paper = packs_of(episodes)
    one, other = (
        SealedRelease(
            digest=name,
            audience="partner",
            period=Period(first=date(2021, 7, 1), last=date(2021, 9, 30)),
            cells=cells,
            sealed_at=datetime(2022, 1, 1, tzinfo=UTC),
        )
        for name, cells in (("a", pack.cells), ("b", paper.cells))
    )
    assert conflicts_of([one], [other]) == conflicts_of([other], [one]) == ()


def test_what_is_about_a_handful_and_any_home_is_not_told(
    packs_of: Callable[..., tuple[GatedPack, GatedPaper]], episodes: tuple[Episode, ...]
) -> None:
    named = tuple(replace(one, placement_provider="Hill House") for one in episodes)
    document = packs_of(named)[0].document
    assert document.sections[1].blocks == (NOT_TOLD,)
    assert document.sections[3].blocks == (NOT_BY_HOME,)
    assert b"Hill House" not in document.canonical_bytes()
    assert document == packs_of(episodes)[0].document


def test_a_time_before_that_is_not_the_audience_s_shows_no_figure(
    packs_of: Callable[..., tuple[GatedPack, GatedPaper]], episodes: tuple[Episode, ...]
) -> None:
    ragged = Period(first=date(2021, 4, 3), last=date(2021, 6, 30))
    pack, _ = packs_of(episodes, before=ragged)
    assert all(row[2:] == (NOT_SHOWN, NOT_SHOWN) for row in rows_of(pack).values())
    assert pack.cells_before == ()
    assert pack.cells


def test_a_period_that_is_not_the_audience_s_shows_no_figure_at_all(
    packs_of: Callable[..., tuple[GatedPack, GatedPaper]], episodes: tuple[Episode, ...]
) -> None:
    year_before = Period(first=date(2020, 1, 1), last=date(2020, 12, 31))
    pack, _ = packs_of(episodes, audience=Audience.PUBLIC, before=year_before)
    assert pack.document.sections[0].blocks == (NOTHING_SHOWN,)
    assert pack.cells == pack.cells_before == ()
    fewer, _ = packs_of(episodes[:3], audience=Audience.PUBLIC, before=year_before)
    assert fewer.document.canonical_bytes() == pack.document.canonical_bytes()


def test_its_places_are_those_of_the_release(
    packs_of: Callable[..., tuple[GatedPack, GatedPaper]], episodes: tuple[Episode, ...]
) -> None:
    (said,) = (
        b for b in packs_of(episodes)[0].document.sections[2].blocks if isinstance(b, Bullets)
    )
    assert [line.partition(":")[0] for line in said.lines] == ["Shop"]
    few = tuple(one for one in episodes if one.child_id == "c_0020")
    assert packs_of(few)[0].document.sections[2].blocks == ("No place is named here.",)


def test_open_data_has_no_pack(make_context: Callable[..., GateContext]) -> None:
    context = make_context(episodes=())
    partner = load_policy(Audience.PARTNER)
    release = protect([], policy=partner, context=context).release
    span = Span(sightings=(), context=context)
    with pytest.raises(ParameterError, match="without people"):
        protect_residential_pack(
            span, span, release=release, policy=load_policy(Audience.OPEN_DATA)
        )
