"""A board paper as one audience may read it: tables protected, and the places as released."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.errors import ParameterError
from hotspots.model import SealedCell
from hotspots.monitor.board import board_groups
from hotspots.paper.board import BoardWords, Line, PlaceLine, board_paper
from hotspots.protect.cell import Cell
from hotspots.protect.counting import episode_counts, period_fits
from hotspots.protect.differencing import PAPER_CELL
from hotspots.protect.secondary import Margin
from hotspots.protect.table import ShownRow, Table, protect_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.document import Document
    from hotspots.model import Sighting
    from hotspots.monitor.board import BoardGroups, Group
    from hotspots.protect.context import GateContext
    from hotspots.protect.policy import Policy
    from hotspots.release import Release, ReleasedHotspot

NOT_SHOWN = "not shown"
ALL_EPISODES = "All"
"""The name of the one cell that all breakdowns add up to."""
HOW_TO_READ = (
    "Figures are rounded. One that is not shown stands for too few young people, or for none, or "
    "is left out so that another cannot be worked out."
)
_MOST_OFTEN = (
    "How many episodes are by those who are missing most often is not told: it would be about a "
    "handful of young people."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GatedPaper:
    """The paper, and what stands behind its shown figures, for the ledger alone."""

    document: Document
    cells: tuple[SealedCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardTable:
    """The breakdowns, and each one's protected figures by name."""

    groups: BoardGroups
    rows: Mapping[str, ShownRow]


def protect_board_paper(
    sightings: Sequence[Sighting], *, release: Release, policy: Policy, context: GateContext
) -> GatedPaper:
    """The paper for the policy's audience; its places are those of the release.

    All breakdowns are protected together, so that no withheld figure can be worked out from
    the others; the placements once more by themselves where no young person moved, for then
    their young people add up too.

    Raises:
        ParameterError: a policy for data without people.
        ReleaseRefusedError: a policy weaker than the floor.
    """
    table = board_table(sightings, policy=policy, context=context)
    return GatedPaper(
        document=board_paper(_words(table.groups, table.rows, release)),
        cells=shown_cells(table),
    )


def board_table(
    sightings: Sequence[Sighting], *, policy: Policy, context: GateContext
) -> BoardTable:
    """Every breakdown of the paper, protected together; no rows for a period not to be shown.

    Raises:
        ParameterError: a policy for data without people.
        ReleaseRefusedError: a policy weaker than the floor.
    """
    rules = policy.rules
    if rules is None:
        msg = "This policy is for data without people. A paper about children has another."
        raise ParameterError(msg)
    fits = period_fits(rules.timing, context)
    counted = tuple(e for e in context.episodes if episode_counts(e, rules.timing, context))
    groups = board_groups(counted if fits else (), sightings, context.period)
    return BoardTable(groups=groups, rows=_rows(groups, policy) if fits else {})


def shown_cells(table: BoardTable) -> tuple[SealedCell, ...]:
    """What stands behind the figures that are shown, for the ledger."""
    return tuple(
        SealedCell.of(f"{PAPER_CELL}{name}", group.episodes)
        for name, group in _named(table.groups)
        if table.rows and not _is_withheld(table.rows[name])
    )


def _rows(groups: BoardGroups, policy: Policy) -> Mapping[str, ShownRow]:
    cells = {name: Cell.of(group.episodes) for name, group in _named(groups)}
    together = protect_table(
        Table(
            cells=cells,
            margins=tuple(
                Margin(total=ALL_EPISODES, parts=tuple(one.name for one in part))
                for part in _parts(groups)
            ),
            children_add_up=False,
        ),
        policy=policy,
    )
    if groups.movers:
        return together
    placements = tuple(group.name for _, group in groups.placements)
    by_child = protect_table(
        Table(
            cells={name: cells[name] for name in (ALL_EPISODES, *placements)},
            margins=(Margin(total=ALL_EPISODES, parts=placements),),
        ),
        policy=policy,
    )
    hidden = {name: row for name, row in by_child.items() if _is_withheld(row)}
    return {**together, **hidden}


def _parts(groups: BoardGroups) -> tuple[tuple[Group, ...], ...]:
    placements = tuple(group for _, group in groups.placements)
    every = (groups.months, placements, groups.interviews, groups.placed)
    return tuple(part for part in every if part)


def _named(groups: BoardGroups) -> tuple[tuple[str, Group], ...]:
    return (
        (ALL_EPISODES, groups.every),
        *((one.name, one) for part in _parts(groups) for one in part),
    )


def _is_withheld(row: ShownRow) -> bool:
    return row.episodes.reason is not None


def _words(groups: BoardGroups, rows: Mapping[str, ShownRow], release: Release) -> BoardWords:
    def lines(part: Sequence[Group]) -> tuple[Line, ...]:
        return tuple(shown_line(one.name, rows[one.name]) for one in part) if rows else ()

    every = shown_line(ALL_EPISODES, rows[ALL_EPISODES]) if rows else None
    placements = lines([group for _, group in groups.placements])
    placed = lines(groups.placed)
    return BoardWords(
        about=f"For {release.audience.value} readers. {HOW_TO_READ}",
        classification=release.classification,
        banner=release.banner,
        day=release.period.last,
        period=release.period.in_words,
        numbers=() if every is None else (shown_sentence(every, "In all"),),
        months=lines(groups.months),
        interviews=lines(groups.interviews),
        where=tuple(f"{line.name}: {line.episodes} episodes." for line in placed),
        placements=placements,
        places=tuple(_place(one) for one in release.hotspots),
        paragraph=(*(shown_sentence(one, one.name) for one in placements), _MOST_OFTEN)
        if rows
        else (),
        travel=_travel(release),
        foot=(*release.notices, *release.attribution),
    )


def shown_line(name: str, row: ShownRow) -> Line:
    """A row's figures in words, or that they are not shown."""
    if _is_withheld(row):
        return Line(name=name, episodes=NOT_SHOWN, children=NOT_SHOWN)
    return Line(
        name=name,
        episodes=row.episodes.text,
        children=row.children.text,
        height=row.episodes.value,
    )


def shown_sentence(line: Line, where: str) -> str:
    """`In all: about 245 episodes by about 25 young people.`, or that it is not shown."""
    if line.height is None:
        return f"{where}: {NOT_SHOWN}."
    figures = f"about {line.episodes} episodes by about {line.children} young people"
    return f"{where}: {figures}."


def _place(hotspot: ReleasedHotspot) -> PlaceLine:
    return PlaceLine(
        zone=hotspot.zone,
        name=hotspot.name,
        episodes=hotspot.episodes.text,
        children=hotspot.children.text,
        direction="" if hotspot.direction is None else hotspot.direction.text,
        actions="; ".join(f"{one.what} ({one.lead})" for one in hotspot.actions),
        agreed=" ".join(one.text() for one in hotspot.place_risks),
    )


def _travel(release: Release) -> tuple[str, ...]:
    if release.comparison is None:
        return ()
    former = release.comparison.former
    beside = f"Beside {release.comparison.period.in_words}."
    if not former:
        return (beside,)
    return (beside, f"Shown then and not now: {'; '.join(one.name for one in former)}.")
