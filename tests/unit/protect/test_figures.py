from __future__ import annotations

import pytest

from hotspots.protect.cell import Cell
from hotspots.protect.figures import shown_children, shown_episodes, sum_of_shown, withheld
from hotspots.protect.floor import FLOOR
from hotspots.protect.policy import rounded
from hotspots.release import Audience, ShownCount, Withheld

HIDDEN = ShownCount(text="too few young people to show", value=None, reason=Withheld.TOO_FEW)


def cell(children: int, episodes: int) -> Cell:
    """Episodes shared out as evenly as they go."""
    share, rest = divmod(episodes, children)
    return Cell(by_child=tuple(share + (child < rest) for child in range(children)))


@pytest.mark.parametrize(
    ("count", "base", "expected"),
    [
        (0, 5, 0), (2, 5, 0), (3, 5, 5), (7, 5, 5), (8, 5, 10), (12, 5, 10), (13, 5, 15),
        (15, 10, 20), (25, 10, 30), (14, 10, 10), (7, 1, 7),
    ],
)  # fmt: skip
def test_halves_are_rounded_up(count: int, base: int, expected: int) -> None:
    assert rounded(count, base) == expected


@pytest.mark.parametrize(
    ("episodes", "text", "value"),
    [
        (5, "5 to 7", None), (6, "5 to 7", None), (7, "5 to 7", None),
        (8, "10", 10), (12, "10", 10), (13, "15", 15), (245, "245", 245), (247, "245", 245),
    ],
)  # fmt: skip
def test_partners_see_a_band_and_then_multiples_of_5(
    episodes: int, text: str, value: int | None
) -> None:
    shown = shown_episodes(cell(5, episodes), FLOOR[Audience.PARTNER])
    assert shown == ShownCount(text=text, value=value)


@pytest.mark.parametrize(("episodes", "value"), [(8, 10), (12, 10), (13, 15), (22, 20)])
def test_briefs_see_multiples_of_5(episodes: int, value: int) -> None:
    shown = shown_episodes(cell(8, episodes), FLOOR[Audience.BRIEF])
    assert shown == ShownCount(text=str(value), value=value)


@pytest.mark.parametrize("audience", [Audience.PARTNER, Audience.BRIEF, Audience.PUBLIC])
@pytest.mark.parametrize("by_child", [(), (1,), (1, 1), (100, 1, 1), (90, 1, 1, 1)])
def test_a_cell_that_fails_is_the_same_as_an_empty_one(
    audience: Audience, by_child: tuple[int, ...]
) -> None:
    assert shown_episodes(Cell(by_child=by_child), FLOOR[audience]) == HIDDEN


@pytest.mark.parametrize(
    ("audience", "children", "text"),
    [
        (Audience.PARTNER, 3, "3 to 4"), (Audience.PARTNER, 4, "3 to 4"),
        (Audience.PARTNER, 5, "5 to 9"), (Audience.PARTNER, 9, "5 to 9"),
        (Audience.PARTNER, 10, "10 or more"),
        (Audience.PARTNER, 40, "10 or more"),
        (Audience.BRIEF, 5, "5 to 9"), (Audience.BRIEF, 9, "5 to 9"),
        (Audience.BRIEF, 10, "10 or more"),
    ],
)  # fmt: skip
def test_children_are_bands(audience: Audience, children: int, text: str) -> None:
    assert shown_children(cell(children, 60), FLOOR[audience]) == ShownCount(text=text)


def test_children_of_a_cell_that_fails_are_hidden() -> None:
    assert shown_children(cell(2, 60), FLOOR[Audience.PARTNER]) == HIDDEN


def test_the_public_is_told_no_numbers_of_children() -> None:
    shown = shown_children(cell(20, 60), FLOOR[Audience.PUBLIC])
    assert shown == withheld(Withheld.NOT_FOR_AUDIENCE)


def test_a_sum_is_made_of_what_is_shown() -> None:
    assert sum_of_shown([ShownCount(text="10", value=10), ShownCount(text="15", value=15)]) == (
        ShownCount(text="25", value=25)
    )


def test_a_sum_with_a_range_in_it_is_not_made() -> None:
    total = sum_of_shown([ShownCount(text="10", value=10), ShownCount(text="5 to 7")])
    assert total.value is None
    assert "not added up" in total.text
