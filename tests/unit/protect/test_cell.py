from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.protect.cell import Cell, Rule
from hotspots.protect.policy import Thresholds

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode


def failures(by_child: tuple[int, ...], **asked: int) -> set[Rule]:
    thresholds = {
        "children": 1,
        "episodes": 1,
        "top_child_percent": 100,
        "top_two_percent": 100,
        "p_percent": 0,
    }
    return set(Cell(by_child=by_child).failures(Thresholds(**(thresholds | asked))))


def test_a_cell_knows_how_many_episodes_each_child_has(
    episodes_of: Callable[..., tuple[Episode, ...]],
) -> None:
    episodes = episodes_of((1, 4, 3))
    cell = Cell.of([*episodes, *episodes[:2]])  # an episode that comes again counts once
    assert cell.by_child == (4, 3, 1)
    assert (cell.children, cell.episodes) == (3, 8)


@pytest.mark.parametrize(("children", "fails"), [(0, True), (2, True), (3, False), (4, False)])
def test_children(children: int, *, fails: bool) -> None:
    assert (Rule.CHILDREN in failures((1,) * children, children=3)) is fails


@pytest.mark.parametrize(("episodes", "fails"), [(0, True), (4, True), (5, False), (6, False)])
def test_episodes(episodes: int, *, fails: bool) -> None:
    assert (Rule.EPISODES in failures((1,) * episodes, episodes=5)) is fails


@pytest.mark.parametrize(
    ("by_child", "fails"),
    [
        ((5, 3, 2), False),  # 50 %
        ((6, 3, 2), True),  # 54.5 %
        ((4, 2, 1), True),  # 57.1 %
        ((3, 2, 2), False),  # 42.9 %
        ((501, 300, 200), True),  # 50.05 %
        ((1,), True),
    ],
)
def test_the_share_of_the_top_child(by_child: tuple[int, ...], *, fails: bool) -> None:
    assert (Rule.TOP_CHILD in failures(by_child, top_child_percent=50)) is fails


@pytest.mark.parametrize(
    ("by_child", "fails"),
    [
        ((5, 4, 1), True),  # 90 %
        ((500, 399, 101), False),  # 89.9 %
        ((5, 5, 1), True),  # 90.9 %
        ((8, 1, 1), True),  # 90 %
        ((), False),
        ((500, 401, 100), True),  # 90.01 %
        ((1, 1), True),
    ],
)
def test_the_share_of_the_top_two(by_child: tuple[int, ...], *, fails: bool) -> None:
    assert (Rule.TOP_TWO in failures(by_child, top_two_percent=90)) is fails


@pytest.mark.parametrize(
    ("by_child", "p_percent", "fails"),
    [
        ((10, 5, 1), 10, False),  # the others are exactly 10 % of the first
        ((11, 5, 1), 10, True),
        ((1000, 500, 100), 10, False),
        ((1005, 500, 100), 10, True),
        ((10, 5, 2), 20, False),
        ((10, 5, 1), 20, True),
        ((10, 5), 10, True),
        ((10, 5), 0, False),
    ],
)
def test_the_p_percent_rule(by_child: tuple[int, ...], p_percent: int, *, fails: bool) -> None:
    assert (Rule.P_PERCENT in failures(by_child, p_percent=p_percent)) is fails


def test_all_failures_are_named_in_a_fixed_order() -> None:
    asked = Thresholds(
        children=3, episodes=5, top_child_percent=50, top_two_percent=90, p_percent=10
    )
    assert Cell(by_child=(3, 1)).failures(asked) == (
        Rule.CHILDREN,
        Rule.EPISODES,
        Rule.TOP_CHILD,
        Rule.TOP_TWO,
        Rule.P_PERCENT,
    )
    assert Cell(by_child=()).failures(asked) == (Rule.CHILDREN, Rule.EPISODES)
    assert Cell(by_child=(2, 2, 1)).failures(asked) == ()
