"""The residential pack as one audience may read it: a part of the board paper's own table.

Each figure in it is one that the board paper of the same audience and period shows, protected
together with all that stands there. Whoever has both has learnt nothing from the pack; a
table of its own, with other cells left out, could be laid over the board paper's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.monitor.residential import HOME_TYPES, group_of
from hotspots.paper.board import Line
from hotspots.paper.residential import HomeLine, ResidentialWords, residential_pack
from hotspots.protect.boardpaper import (
    ALL_EPISODES,
    HOW_TO_READ,
    NOT_SHOWN,
    board_table,
    shown_cells,
    shown_line,
    shown_sentence,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.document import Document
    from hotspots.model import PlacementType, SealedCell, Sighting
    from hotspots.protect.boardpaper import BoardTable
    from hotspots.protect.context import GateContext
    from hotspots.protect.policy import Policy
    from hotspots.release import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What the gate is told of one period."""

    sightings: Sequence[Sighting]
    context: GateContext


@dataclass(frozen=True, slots=True, kw_only=True)
class GatedPack:
    """The pack, and what stands behind its figures now and before, for the ledger alone.

    The cells are all that the board paper may show, though the pack shows a few of them: so
    either may come first, and what is released later is held beside the whole of the table.
    """

    document: Document
    cells: tuple[SealedCell, ...]
    cells_before: tuple[SealedCell, ...]


def protect_residential_pack(
    now: Span, before: Span, *, release: Release, policy: Policy
) -> GatedPack:
    """The pack for the policy's audience; its places are those of the release.

    A type without an episode reads as one of too few.

    Raises:
        ParameterError: a policy for data without people.
        ReleaseRefusedError: a policy weaker than the floor.
    """
    tables = [
        board_table(one.sightings, policy=policy, context=one.context) for one in (now, before)
    ]
    lines = [{kind: _line(kind, table) for kind in HOME_TYPES} for table in tables]
    words = ResidentialWords(
        about=f"For {release.audience.value} readers. {HOW_TO_READ}",
        classification=release.classification,
        banner=release.banner,
        day=release.period.last,
        period=release.period.in_words,
        before=before.context.period.in_words,
        total=_total(tables[0]),
        homes=tuple(HomeLine(now=lines[0][kind], before=lines[1][kind]) for kind in HOME_TYPES)
        if tables[0].rows
        else (),
        closer=(),
        places=tuple(f"{one.name}: {one.episodes.text} episodes." for one in release.hotspots),
        foot=(*release.notices, *release.attribution),
    )
    return GatedPack(
        document=residential_pack(words),
        cells=shown_cells(tables[0]),
        cells_before=shown_cells(tables[1]) if words.homes else (),
    )


def _line(kind: PlacementType, table: BoardTable) -> Line:
    name = group_of(table.groups, kind).name
    row = table.rows.get(name)
    if row is None:
        return Line(name=name, episodes=NOT_SHOWN, children=NOT_SHOWN)
    return shown_line(name, row)


def _total(table: BoardTable) -> str:
    row = table.rows.get(ALL_EPISODES)
    return (
        "" if row is None else shown_sentence(shown_line(ALL_EPISODES, row), "Wherever they live")
    )
