from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.errors import InternalError, ParameterError, ReleaseRefusedError
from hotspots.protect import Policy, load_policy
from hotspots.protect.cell import Cell
from hotspots.protect.policy import rounded
from hotspots.protect.secondary import Frame, Margin, readings
from hotspots.protect.table import Table, _stands_for, protect_table
from hotspots.release import Audience

PARTNER = load_policy(Audience.PARTNER)
PUBLIC = load_policy(Audience.PUBLIC)
WITHHELD = "too few young people to show"


def _cell(*by_child: int) -> Cell:
    return Cell(by_child=tuple(sorted(by_child, reverse=True)))


def _shown(table: Table, policy: Policy = PARTNER) -> dict[str, tuple[str, str]]:
    rows = protect_table(table, policy=policy)
    return {name: (row.episodes.text, row.children.text) for name, row in rows.items()}


def test_figures_are_rounded_and_what_fails_a_rule_is_withheld_whole() -> None:
    table = Table(cells={"a": _cell(3, 3, 2, 2), "b": _cell(9, 1)})
    assert _shown(table) == {"a": ("10", "5"), "b": (WITHHELD, WITHHELD)}


def test_too_few_and_none_read_alike() -> None:
    rows = protect_table(Table(cells={"a": _cell(1), "b": _cell()}), policy=PARTNER)
    assert rows["a"] == rows["b"]


def test_a_withheld_part_takes_another_with_it_where_it_could_be_worked_out() -> None:
    safe = (2,) * 10
    cells = {"small": _cell(1), "large": _cell(*safe), "total": _cell(1, *safe)}
    table = Table(cells=cells, margins=(Margin(total="total", parts=("large", "small")),))
    assert _shown(table, PUBLIC) == {
        "small": (WITHHELD, WITHHELD),
        "large": (WITHHELD, WITHHELD),
        "total": ("20", "10"),
    }


def test_what_is_printed_nowhere_is_protected_too() -> None:
    top, rest = (9, 9, 8, 8, 8), (1,)
    cells = {"all": _cell(*top, *rest), "top": _cell(*top), "rest": _cell(*rest)}
    table = Table(
        cells=cells,
        margins=(Margin(total="all", parts=("top", "rest")),),
        implied=frozenset({"rest"}),
    )
    shown = _shown(table)
    assert "rest" not in shown
    apart = _shown(replace(table, margins=()))
    assert apart == {"all": ("45", "5"), "top": ("40", "5")}


def test_policies_without_people_or_below_the_floor_show_no_table() -> None:
    with pytest.raises(ParameterError, match="policy is for data without people"):
        protect_table(Table(cells={}), policy=load_policy(Audience.OPEN_DATA))
    assert PARTNER.rules is not None
    thresholds = replace(PARTNER.rules.thresholds, children=1)
    figures = replace(PARTNER.rules.figures, child_bands=())
    weak = replace(PARTNER, rules=replace(PARTNER.rules, thresholds=thresholds, figures=figures))
    with pytest.raises(ReleaseRefusedError):
        protect_table(Table(cells={}), policy=weak)


def test_that_children_have_episodes_is_known_to_every_reader() -> None:
    """Two of the parts are empty; how few children fit a total tells how many episodes do."""
    cells = {"a": _cell(), "b": _cell(4, 3, 3, 2, 1), "c": _cell(), "d": _cell(9, 3, 1, 1)}
    cells["total"] = _cell(*(count for part in cells.values() for count in part.by_child))
    table = Table(cells=cells, margins=(Margin(total="total", parts=("a", "b", "c", "d")),))
    shown = _shown(table)
    assert shown.pop("total") == ("25", "10")
    assert set(shown.values()) == {(WITHHELD, WITHHELD)}


def test_what_is_hidden_or_implied_counts_as_unknown() -> None:
    """Neither a cell hidden for another's sake nor one that nobody prints is held for shown."""
    parts = {
        "a": _cell(6, 6, 5, 5, 4, 2, 2, 2, *(1,) * 6),
        "b": _cell(6, 3, 3, 2, 1),
        "c": _cell(2, 2, 1, 1, 1),
        "d": _cell(2),
    }

    def both(names: str) -> Cell:
        return _cell(*(count for name in names for count in parts[name].by_child))

    table = Table(
        cells={**parts, "all": both("abcd"), "ab": both("ab"), "bc": both("bc")},
        margins=(
            Margin(total="all", parts=("a", "b", "c", "d")),
            Margin(total="ab", parts=("a", "b")),
            Margin(total="bc", parts=("b", "c")),
        ),
        implied=frozenset({"c", "ab"}),
    )
    hidden = dict.fromkeys("abd", (WITHHELD, WITHHELD))
    assert _shown(table, PUBLIC) == {**hidden, "all": ("60", "25"), "bc": ("20", "10")}


_CELLS = st.lists(st.integers(1, 12), max_size=14).map(lambda counts: _cell(*counts))


@given(parts=st.lists(_CELLS, min_size=2, max_size=5), policy=st.sampled_from([PARTNER, PUBLIC]))
def test_no_unsafe_figure_of_any_table_can_be_worked_out(parts: list[Cell], policy: Policy) -> None:
    """P7: a reader who knows all that is printed leaves more than one answer open."""
    assert policy.rules is not None
    rules = policy.rules
    cells = {f"part {n}": part for n, part in enumerate(parts)}
    names = tuple(cells)
    cells["total"] = _cell(*(count for part in parts for count in part.by_child))
    margin = Margin(total="total", parts=names)
    rows = protect_table(Table(cells=cells, margins=(margin,)), policy=policy)
    unsafe = [name for name, cell in cells.items() if cell.failures(rules.thresholds)]
    assert all(rows[name].episodes.value is rows[name].children.value is None for name in unsafe)
    known = Frame(
        margins=tuple(
            Margin(total=f"{kind} total", parts=tuple(f"{kind} {name}" for name in names))
            for kind in ("episodes", "children")
        ),
        at_most=tuple((f"children {name}", f"episodes {name}") for name in cells),
    )
    shown = {
        f"{kind} {name}": _behind(value, rules.figures.base)
        for name, row in rows.items()
        for kind, value in (("episodes", row.episodes.value), ("children", row.children.value))
        if value is not None
    }
    for kind, width in (
        ("episodes", rules.thresholds.episodes),
        ("children", rules.thresholds.children),
    ):
        for read in readings(shown, known, asked=[f"{kind} {name}" for name in unsafe]):
            assert read.is_wider_than(width)


def _behind(figure: int, base: int) -> tuple[int, int]:
    """By trying: the least and the most count that is rounded to this figure."""
    counts = [n for n in range(figure + base + 1) if rounded(n, base) == figure]
    return counts[0], counts[-1]


@pytest.mark.parametrize("base", [1, 2, 3, 5, 10])
def test_a_figure_stands_for_the_counts_that_are_rounded_to_it(base: int) -> None:
    assert PARTNER.rules is not None
    figures = replace(PARTNER.rules.figures, base=base, child_bands=())
    rules = SimpleNamespace(figures=figures)
    for count in range(60):
        expected = _behind(rounded(count, base), base)
        assert _stands_for(count, rules) == expected  # type: ignore[arg-type]
        assert expected[0] <= count <= expected[1]


def test_children_who_are_in_several_parts_need_not_add_up() -> None:
    """Ten children who moved in the period: in both parts, and once in the total."""
    both = (3,) * 10
    cells = {"home": _cell(*both), "foster": _cell(*both), "total": _cell(*((6,) * 10))}
    margin = Margin(total="total", parts=("home", "foster"))
    moved = Table(cells=cells, margins=(margin,), children_add_up=False)
    assert _shown(moved, PUBLIC) == {
        "home": ("30", "10"),
        "foster": ("30", "10"),
        "total": ("60", "10"),
    }
    with_few = {**cells, "kin": _cell(1), "total": _cell(*((6,) * 10), 1)}
    margin = Margin(total="total", parts=("home", "foster", "kin"))
    table = Table(cells=with_few, margins=(margin,), children_add_up=False)
    assert _shown(table, PUBLIC)["kin"] == (WITHHELD, WITHHELD)
    with pytest.raises(InternalError):
        protect_table(replace(table, children_add_up=True), policy=PUBLIC)
