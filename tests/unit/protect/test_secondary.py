from __future__ import annotations

from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint

from hotspots.errors import InternalError
from hotspots.protect import secondary
from hotspots.protect.secondary import Frame, Margin, Reading, also_hidden, readings

SUM = Frame(margins=(Margin(total="all", parts=("a", "b", "c")),))


def _exactly(**figures: int) -> dict[str, tuple[int, int]]:
    return {name: (value, value) for name, value in figures.items()}


def test_what_is_left_of_a_total_is_read_exactly() -> None:
    shown = _exactly(all=245, a=180, b=49)
    assert readings(shown, SUM, asked=["c"]) == (Reading(low=16, high=16),)


def test_two_hidden_parts_can_be_anything_that_adds_up() -> None:
    shown = _exactly(all=20, a=8)
    assert readings(shown, SUM, asked=["b", "c"]) == (Reading(low=0, high=12),) * 2


def test_rounding_widens_what_can_be_read() -> None:
    shown = {"all": (18, 22), "a": (3, 7), "b": (8, 12)}
    assert readings(shown, SUM, asked=["c"]) == (Reading(low=0, high=11),)


def test_a_cell_that_stands_in_no_sum_has_no_upper_bound() -> None:
    assert readings({}, Frame(), asked=["x"]) == (Reading(low=0, high=None),)
    assert readings({}, SUM, asked=["all", "a"]) == (Reading(low=0, high=None),) * 2
    assert Reading(low=0, high=None).is_wider_than(10**9)


def test_children_are_no_more_than_their_episodes() -> None:
    frame = Frame(at_most=(("children", "episodes"),))
    assert readings(_exactly(episodes=4), frame, asked=["children"]) == (Reading(low=0, high=4),)
    assert readings(_exactly(children=4), frame, asked=["episodes"]) == (Reading(low=4, high=None),)


def test_figures_that_contradict_one_another_are_our_mistake() -> None:
    with pytest.raises(InternalError, match="no counts add up to it"):
        readings(_exactly(all=1, a=2), SUM, asked=["b"])


# Three sums that each share a cell with the next: halves would solve what whole numbers cannot.
RING = Frame(
    margins=tuple(
        Margin(total=total, parts=tuple(parts))
        for total, parts in (("ab", "ab"), ("bc", "bc"), ("ac", "ac"))
    )
)


def test_counts_are_whole_numbers_where_halves_would_fit_as_well() -> None:
    shown = {"ab": (1, 1), "bc": (1, 1), "ac": (0, 1)}
    assert readings(shown, RING, asked=["a", "b", "c"]) == (
        Reading(low=0, high=0),
        Reading(low=1, high=1),
        Reading(low=0, high=0),
    )
    with pytest.raises(InternalError, match="no counts add up to it"):
        readings(_exactly(ab=1, bc=1, ac=1), RING, asked=["a"])


@pytest.mark.parametrize(
    ("first", "second", "reads"),
    [
        (0, None, 7),
        (3, 0, None),
        (4, 0, None),
        (3, 2, "mistake"),
        (4, 2, "mistake"),
        (1, 0, "mistake"),
        (2, 0, "mistake"),
        (2, 2, "mistake"),
    ],
)
def test_only_what_has_an_answer_and_no_end_is_without_bound(
    monkeypatch: pytest.MonkeyPatch, first: int, second: int | None, reads: int | str | None
) -> None:
    """Whatever the solver says of the goal, it is asked the same again without one."""
    answers = iter((first, second))
    asked = []

    def solver(goal: np.ndarray, **system: object) -> SimpleNamespace:
        asked.append((goal.tolist(), system))
        return SimpleNamespace(status=next(answers), fun=7.0)

    monkeypatch.setattr(secondary, "milp", solver)
    bounds, goal = Bounds([0.0, 0.0], [9.0, 9.0]), np.array([1.0, 0.0])
    constraint = LinearConstraint([[1.0, 1.0]], 0.0, 4.0)
    if reads == "mistake":
        with pytest.raises(InternalError, match="contradicts itself"):
            secondary._optimum(goal, bounds, constraint)
    else:
        assert secondary._optimum(goal, bounds, constraint) == reads
    assert [one for one, _ in asked] == [[1.0, 0.0], [0.0, 0.0]][: len(asked)]
    for _, system in asked:
        assert list(system["integrality"]) == [1, 1]  # type: ignore[call-overload] # an array
        assert system["bounds"] is bounds
        assert system["constraints"] is constraint


def test_bounds_are_those_of_every_table_that_fits() -> None:
    """Against counting out: two sums that share cells, every figure shown or not."""
    frame = Frame(
        margins=(Margin(total="t", parts=("a", "b")), Margin(total="u", parts=("b", "c"))),
    )
    truth = {"a": 2, "b": 1, "c": 3, "t": 3, "u": 4}
    names = sorted(truth)
    worlds = [
        {"a": a, "b": b, "c": c, "t": a + b, "u": b + c} for a, b, c in product(range(9), repeat=3)
    ]
    for choice in product((False, True), repeat=len(names)):
        shown = {n: (truth[n], truth[n] + 1) for n, seen in zip(names, choice, strict=True) if seen}
        fitting = [w for w in worlds if all(lo <= w[n] <= hi for n, (lo, hi) in shown.items())]
        hidden = [n for n in names if n not in shown]
        for name, read in zip(hidden, readings(shown, frame, asked=hidden), strict=True):
            values = {world[name] for world in fitting}
            assert read.low == min(values)
            assert read.high == max(values) or (read.high is None and max(values) >= 8)


def test_the_cheapest_part_goes_before_any_total() -> None:
    shown = _exactly(all=100, a=60, b=30)
    cost = {"all": 1, "a": 60, "b": 30}
    assert also_hidden(shown, SUM, hidden=["c"], width=5, cost=cost) == ("b",)


def test_what_hangs_together_with_nothing_in_danger_stays() -> None:
    sums = (Margin(total="t", parts=("a", "b")), Margin(total="u", parts=("c", "d")))
    shown = _exactly(t=50, b=40, u=9, c=2, d=7)
    cost = {"t": 50, "b": 40, "u": 9, "c": 2, "d": 7}
    found = also_hidden(shown, Frame(margins=sums), hidden=["a"], width=5, cost=cost)
    assert found == ("b",)


def test_danger_is_followed_from_hidden_cell_to_hidden_cell() -> None:
    """What would help stands two sums away: `a` is hidden behind `b`, which another sum tells."""
    sums = (Margin(total="t", parts=("a", "b")), Margin(total="u", parts=("b", "c")))
    shown = _exactly(t=50, u=44, c=4)
    cost = {"t": 50, "u": 44, "c": 4}
    found = also_hidden(shown, Frame(margins=sums), hidden=["a"], width=3, cost=cost)
    assert found == ("c",)


def test_nothing_more_is_hidden_where_it_is_safe_already() -> None:
    assert also_hidden(_exactly(all=100, a=60), SUM, hidden=["b", "c"], width=5, cost={}) == ()
    assert also_hidden(_exactly(z=3), SUM, hidden=["c"], width=5, cost={}) == ()


def test_parts_too_small_to_hide_behind_take_the_total_with_them() -> None:
    shown = _exactly(all=6, a=1, b=2)
    cost = {"all": 6, "a": 1, "b": 2}
    assert also_hidden(shown, SUM, hidden=["c"], width=5, cost=cost) == ("a", "b")
    assert also_hidden(shown, SUM, hidden=["c"], width=6, cost=cost) == ("a", "b", "all")


def test_a_count_that_could_be_below_nothing_is_our_mistake() -> None:
    with pytest.raises(InternalError, match="lower bound"):
        secondary._reading(0, 1, Bounds([-np.inf], [np.inf]), None)
