"""Secondary suppression: no figure that is hidden may be worked out from those that are shown.

Whoever reads a table knows what each shown figure can stand for, how the cells add up,
and that no count is negative. That is a system of linear inequalities in whole numbers;
a hidden cell is safe if the smallest and the largest value that the system allows lie far
enough apart (the feasibility interval of Fischetti and Salazar 2001; sdcTools Handbook,
chapter 4). The bounds are found exactly, by integer programming (HiGHS, through SciPy).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from hotspots.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_SOLVED, _UNBOUNDED = 0, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """A cell that is the sum of others, by their names."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is known of a table before any figure: how its cells hang together.

    Each pair of `at_most` is a cell that cannot be larger than another (children and
    their episodes).
    """

    margins: tuple[Margin, ...] = ()
    at_most: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The least and the most that a cell can be; `high` is None where nothing bounds it."""

    low: int
    high: int | None

    def is_wider_than(self, width: int) -> bool:
        """Whether the two lie more than `width` apart."""
        return self.high is None or self.high - self.low > width


def readings(
    shown: Mapping[str, tuple[int, int]], frame: Frame, *, asked: Sequence[str]
) -> tuple[Reading, ...]:
    """What a reader can work out of each cell asked for.

    `shown` has, for each figure in sight, the least and the most that it can stand for.

    Raises:
        InternalError: no table at all could look like this: what is shown contradicts itself.
    """
    names = _names(shown, frame, asked)
    bounds, constraints = _system(names, shown, frame)
    return tuple(_reading(names.index(name), len(names), bounds, constraints) for name in asked)


def also_hidden(
    shown: Mapping[str, tuple[int, int]],
    frame: Frame,
    *,
    hidden: Sequence[str],
    width: int,
    cost: Mapping[str, int],
) -> tuple[str, ...]:
    """The cells that must be hidden too, in the order in which they were chosen.

    With them gone, each of `hidden` is read in an interval wider than `width`. Of the
    shown cells that stand in a sum with the one in danger the cheapest goes, parts before
    totals, ties by name. Hidden ones of the second kind need not be safe themselves: what
    they are is allowed to be known.
    """
    left = dict(shown)
    chosen: list[str] = []
    while True:
        found = readings(left, frame, asked=hidden)
        danger = [n for n, r in zip(hidden, found, strict=True) if not r.is_wider_than(width)]
        candidates = _candidates(danger, left, frame)
        if not candidates:
            return tuple(chosen)
        totals = {margin.total for margin in frame.margins}
        worst = min(candidates, key=lambda name: (name in totals, cost[name], name))
        del left[worst]
        chosen.append(worst)


def _candidates(
    danger: Sequence[str], left: Mapping[str, tuple[int, int]], frame: Frame
) -> frozenset[str]:
    """Shown cells that say anything of one in danger: linked to it through hidden ones."""
    links = [{margin.total, *margin.parts} for margin in frame.margins]
    links += [set(pair) for pair in frame.at_most]
    met = set(danger)
    reached: set[str] = set()
    while met - reached:
        reached |= met
        met |= {n for link in links if link & (reached - left.keys()) for n in link}
    return frozenset(met & left.keys())


def _names(
    shown: Mapping[str, tuple[int, int]], frame: Frame, asked: Sequence[str]
) -> tuple[str, ...]:
    linked = {name for margin in frame.margins for name in (margin.total, *margin.parts)}
    linked |= {name for pair in frame.at_most for name in pair}
    return tuple(sorted({*shown, *linked, *asked}))


def _system(
    names: Sequence[str], shown: Mapping[str, tuple[int, int]], frame: Frame
) -> tuple[Bounds, LinearConstraint | None]:
    at = {name: column for column, name in enumerate(names)}
    low = np.array([shown[name][0] if name in shown else 0 for name in names], dtype=float)
    high = np.array([shown[name][1] if name in shown else np.inf for name in names], dtype=float)
    rows = np.zeros((len(frame.margins) + len(frame.at_most), len(names)))
    for row, margin in enumerate(frame.margins):
        rows[row, [at[part] for part in margin.parts]] = 1
        rows[row, at[margin.total]] -= 1
    for row, (smaller, larger) in enumerate(frame.at_most, start=len(frame.margins)):
        rows[row, at[smaller]], rows[row, at[larger]] = 1, -1
    least = np.where(np.arange(len(rows)) < len(frame.margins), 0.0, -np.inf)
    constraint = LinearConstraint(rows, least, np.zeros(len(rows))) if len(rows) else None
    return Bounds(low, high), constraint


def _reading(
    column: int, columns: int, bounds: Bounds, constraint: LinearConstraint | None
) -> Reading:
    goal = np.zeros(columns)
    goal[column] = 1
    low, high = (_optimum(sign * goal, bounds, constraint) for sign in (1, -1))
    if low is None:
        msg = "A count without a lower bound: the system of a table is wrong."
        raise InternalError(msg)
    return Reading(low=low, high=None if high is None else -high)


def _optimum(
    goal: NDArray[np.float64], bounds: Bounds, constraint: LinearConstraint | None
) -> int | None:
    """The least value of the goal in whole numbers; None where there is none."""
    solved = milp(goal, integrality=np.ones(len(goal)), bounds=bounds, constraints=constraint)
    if solved.status == _SOLVED:
        return round(float(solved.fun))
    # HiGHS' presolve may report "unbounded or infeasible": tell them apart by asking for anything.
    anything = milp(0 * goal, integrality=np.ones(len(goal)), bounds=bounds, constraints=constraint)
    if anything.status == _SOLVED and solved.status in {_UNBOUNDED, 4}:
        return None
    msg = "What a table shows contradicts itself: no counts add up to it."
    raise InternalError(msg)
