"""A board paper tells an audience no more than its tables may, and no place but released ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from hotspots.document import Grid
from hotspots.errors import ParameterError
from hotspots.model import InterviewState, PlacementType, ReturnInterview, SealedRelease
from hotspots.period import Period
from hotspots.protect import conflicts_of, load_policy, protect
from hotspots.protect.boardpaper import NOT_SHOWN, protect_board_paper
from hotspots.release import Audience, Change, Comparison, FormerHotspot, ShownDirection

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.document import Document
    from hotspots.model import Episode, Hotspot
    from hotspots.protect import GateContext
    from hotspots.protect.boardpaper import GatedPaper
    from hotspots.release import Release

PARTNER = load_policy(Audience.PARTNER)
HOMES, FOSTER = PlacementType.OWN_RESIDENTIAL, PlacementType.FOSTER


@pytest.fixture
def episodes(make_episode: Callable[..., Episode]) -> tuple[Episode, ...]:
    """40 of 8 young people in homes over three months, and 2 of one in foster care."""
    made = []
    for number in range(42):
        in_homes = number < 40
        started = datetime(2021, 7 + number % 3, 1 + number // 3, 19, tzinfo=UTC)
        one = make_episode(number, child=number % 8 if in_homes else 20, started=started)
        state = InterviewState.COMPLETED if number % 2 else InterviewState.DECLINED
        made.append(
            replace(
                one,
                placement=HOMES if in_homes else FOSTER,
                interview=ReturnInterview(state=state),
            )
        )
    return tuple(made)


@pytest.fixture
def paper_of(
    make_hotspot: Callable[..., Hotspot], make_context: Callable[..., GateContext]
) -> Callable[..., tuple[GatedPaper, Release]]:
    def make(
        episodes: tuple[Episode, ...], *, audience: Audience = Audience.PARTNER, **changes: object
    ) -> tuple[GatedPaper, Release]:
        policy = load_policy(audience)
        context = make_context(episodes=episodes, **changes)
        hotspot = make_hotspot(episodes)
        release = protect([hotspot], policy=policy, context=context).release
        paper = protect_board_paper(
            hotspot.sightings[:30], release=release, policy=policy, context=context
        )
        return paper, release

    return make


def tables(document: Document) -> dict[str, dict[str, tuple[str, ...]]]:
    """Each table by its caption: each row by its name."""
    grids = (b for one in document.sections for b in one.blocks if isinstance(b, Grid))
    return {grid.caption: {row[0]: row[1:] for row in grid.rows} for grid in grids}


def test_figures_are_rounded_and_few_are_withheld(
    paper_of: Callable[..., tuple[GatedPaper, Release]], episodes: tuple[Episode, ...]
) -> None:
    paper, _ = paper_of(episodes)
    found = tables(paper.document)
    placements = found["By type of placement"]
    assert placements["Foster care"] == (NOT_SHOWN, NOT_SHOWN)
    # 42 in all and 40 in homes would leave 2: what is not shown cannot be worked out.
    shown = {found for row in placements.values() for found in row}
    everything = next(b for b in paper.document.sections[0].blocks if isinstance(b, str))
    assert NOT_SHOWN in everything or "40" not in shown
    months = found["By month"]
    assert set(months) == {"Jul 2021", "Aug 2021", "Sep 2021"}
    assert all(row[0] in {NOT_SHOWN, "15"} for row in months.values())


def test_it_names_the_released_places_alone(
    paper_of: Callable[..., tuple[GatedPaper, Release]], episodes: tuple[Episode, ...]
) -> None:
    paper, release = paper_of(episodes)
    assert set(tables(paper.document)["Hot spots by zone"]) == {h.name for h in release.hotspots}
    public, _ = paper_of(
        episodes, audience=Audience.PUBLIC, first=date(2021, 1, 1), last=date(2021, 12, 31)
    )
    assert "Hot spots by zone" not in tables(public.document)
    assert b"Shop" not in public.document.canonical_bytes()


def test_a_period_that_is_not_the_audiences_shows_no_figure(
    paper_of: Callable[..., tuple[GatedPaper, Release]], episodes: tuple[Episode, ...]
) -> None:
    paper, _ = paper_of(episodes, audience=Audience.PUBLIC)
    assert tables(paper.document) == {}
    assert paper.cells == ()
    other, _ = paper_of(episodes[:3], audience=Audience.PUBLIC)
    bytes_of = [one.document.canonical_bytes() for one in (paper, other)]
    assert bytes_of[0] == bytes_of[1]


def test_what_is_still_going_on_is_in_no_figure(
    paper_of: Callable[..., tuple[GatedPaper, Release]],
    episodes: tuple[Episode, ...],
    make_episode: Callable[..., Episode],
) -> None:
    is_open = replace(make_episode(900, child=30, hours=None), placement=HOMES)
    one, _ = paper_of(episodes)
    other, _ = paper_of((*episodes, is_open))
    assert one.document.canonical_bytes() == other.document.canonical_bytes()


def test_young_people_who_moved_are_not_taken_to_add_up(
    paper_of: Callable[..., tuple[GatedPaper, Release]], episodes: tuple[Episode, ...]
) -> None:
    moved = tuple(
        replace(one, placement=FOSTER) if number % 8 < 4 and number > 20 else one
        for number, one in enumerate(episodes)
    )
    placements = tables(paper_of(moved)[0].document)["By type of placement"]
    assert placements["Own residential"][0] != NOT_SHOWN
    assert placements["Foster care"][0] != NOT_SHOWN


def test_the_way_it_goes_is_the_releases_own(
    paper_of: Callable[..., tuple[GatedPaper, Release]],
    episodes: tuple[Episode, ...],
    make_context: Callable[..., GateContext],
) -> None:
    _, release = paper_of(episodes)
    hotspot = release.hotspots[0]
    before = Period(first=date(2021, 4, 1), last=date(2021, 6, 30))
    rising = ShownDirection(change=Change.RISING, text="Rising.", ratio=2, low=1, high=4)
    former = FormerHotspot(hotspot_id="x", name="Old Mill", area=None, position=hotspot.position)
    for gone in ((), (former,)):
        compared = replace(
            release,
            hotspots=(replace(hotspot, direction=rising),),
            comparison=Comparison(period=before, former=gone),
        )
        paper = protect_board_paper(
            (), release=compared, policy=PARTNER, context=make_context(episodes=episodes)
        )
        last = paper.document.sections[-1].blocks
        assert last[0] == f"Beside {before.in_words}."
        assert any("Old Mill" in str(block) for block in last) is bool(gone)


def test_a_correction_to_a_paper_is_caught_and_a_place_is_not_taken_for_a_breakdown(
    paper_of: Callable[..., tuple[GatedPaper, Release]], episodes: tuple[Episode, ...]
) -> None:
    def sealed(paper: GatedPaper, name: str) -> SealedRelease:
        return SealedRelease(
            digest=name,
            audience="partner",
            period=Period(first=date(2021, 7, 1), last=date(2021, 9, 30)),
            cells=paper.cells,
            sealed_at=datetime(2022, 1, 1, tzinfo=UTC),
        )

    first, _ = paper_of(episodes)
    again, _ = paper_of(episodes)
    assert first.cells
    assert conflicts_of([sealed(again, "b")], [sealed(first, "a")]) == ()
    late = replace(
        episodes[0], episode_id="late", started_at=episodes[0].started_at + timedelta(days=1)
    )
    corrected, _ = paper_of((*episodes, late))
    found = conflicts_of([sealed(corrected, "b")], [sealed(first, "a")])
    assert {one.cell for one in found} <= {cell.name for cell in corrected.cells}
    assert found
    beside = replace(sealed(first, "a"), cells=tuple(replace(c, name="Shop") for c in first.cells))
    assert conflicts_of([sealed(corrected, "b")], [beside]) == ()


def test_open_data_has_no_paper(
    paper_of: Callable[..., tuple[GatedPaper, Release]],
    episodes: tuple[Episode, ...],
    make_context: Callable[..., GateContext],
) -> None:
    _, release = paper_of(episodes)
    with pytest.raises(ParameterError, match="without people"):
        protect_board_paper(
            (),
            release=release,
            policy=load_policy(Audience.OPEN_DATA),
            context=make_context(episodes=episodes),
        )
