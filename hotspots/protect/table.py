"""A table of figures about children, as one audience may see it: primary, then secondary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.errors import ParameterError
from hotspots.protect.figures import exactly, withheld
from hotspots.protect.floor import refuse_weaker
from hotspots.protect.policy import rounded
from hotspots.protect.secondary import Frame, Margin, also_hidden
from hotspots.release import ShownCount, Withheld

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotspots.protect.cell import Cell
    from hotspots.protect.policy import PeopleRules, Policy

_EPISODES, _CHILDREN = "episodes", "children"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Cells by name, and which of them are the sum of which others.

    A cell of `implied` is printed nowhere and could be worked out (what is left of a
    total): it is protected like the others. `children_add_up` is false where a child may
    be in several parts of a sum; the episodes always add up.
    """

    cells: Mapping[str, Cell]
    margins: tuple[Margin, ...] = ()
    implied: frozenset[str] = frozenset()
    children_add_up: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """One cell's figures; both are withheld, or neither."""

    episodes: ShownCount
    children: ShownCount


def protect_table(table: Table, *, policy: Policy) -> Mapping[str, ShownRow]:
    """The figures of each printed cell, rounded; withheld ones cannot be worked out.

    A cell that fails any rule of the audience is withheld; then as many others as it
    takes for no withheld episodes or children to be read within an interval as narrow as
    the fewest that may be shown. Too few, none, and hidden for another's sake read alike.

    Raises:
        ParameterError: a policy for data without people.
        ReleaseRefusedError: a policy weaker than the floor.
    """
    refuse_weaker(policy)
    rules = policy.rules
    if rules is None:
        msg = "This policy is for data without people. Children's data cannot be shown under it."
        raise ParameterError(msg)
    hidden = _hidden(table, rules)
    printed = sorted(table.cells.keys() - table.implied)
    return {name: _row(table.cells[name], rules, hide=name in hidden) for name in printed}


def _hidden(table: Table, rules: PeopleRules) -> frozenset[str]:
    """Whole cells: where one of its two figures must go, the other goes with it."""
    unsafe = {n for n, cell in table.cells.items() if cell.failures(rules.thresholds)}
    hidden = set(unsafe)
    while True:
        more = {
            name
            for kind, width in _widths(rules)
            for name in _more(table, rules, hidden, unsafe, kind, width)
        } - hidden
        if not more:
            return frozenset(hidden)
        hidden |= more


def _widths(rules: PeopleRules) -> Iterator[tuple[str, int]]:
    yield _EPISODES, rules.thresholds.episodes
    yield _CHILDREN, rules.thresholds.children


def _more(
    table: Table,
    rules: PeopleRules,
    hidden: set[str],
    unsafe: set[str],
    kind: str,
    width: int,
) -> Iterator[str]:
    shown = {
        _variable(one, name): _stands_for(_value(cell, one), rules)
        for name, cell in table.cells.items()
        if name not in hidden and name not in table.implied
        for one in (_EPISODES, _CHILDREN)
    }
    chosen = also_hidden(
        shown,
        _frame(table),
        hidden=[_variable(kind, name) for name in sorted(unsafe)],
        width=width,
        cost={variable: high for variable, (_low, high) in shown.items()},
    )
    return (variable.split("|", 1)[1] for variable in chosen)


def _frame(table: Table) -> Frame:
    kinds = (_EPISODES, _CHILDREN) if table.children_add_up else (_EPISODES,)
    return Frame(
        margins=tuple(
            Margin(
                total=_variable(kind, margin.total),
                parts=tuple(_variable(kind, part) for part in margin.parts),
            )
            for kind in kinds
            for margin in table.margins
        ),
        at_most=tuple(
            (_variable(_CHILDREN, name), _variable(_EPISODES, name)) for name in sorted(table.cells)
        ),
    )


def _variable(kind: str, name: str) -> str:
    return f"{kind}|{name}"


def _value(cell: Cell, kind: str) -> int:
    return cell.episodes if kind == _EPISODES else cell.children


def _stands_for(count: int, rules: PeopleRules) -> tuple[int, int]:
    """The least and the most that a rounded figure can be, as every reader knows them."""
    base = rules.figures.base
    figure = rounded(count, base)
    return max(0, figure - base // 2), figure + (base - 1) // 2


def _row(cell: Cell, rules: PeopleRules, *, hide: bool) -> ShownRow:
    if hide:
        nothing = withheld(Withheld.TOO_FEW)
        return ShownRow(episodes=nothing, children=nothing)
    base = rules.figures.base
    return ShownRow(
        episodes=exactly(rounded(cell.episodes, base)),
        children=exactly(rounded(cell.children, base)),
    )
