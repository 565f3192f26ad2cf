from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.errors import ParameterError, ReleaseRefusedError
from hotspots.protect import load_policy
from hotspots.protect.cell import Cell
from hotspots.protect.policy import rounded
from hotspots.protect.secondary import Frame, Margin, readings
from hotspots.protect.table import Table, protect_table
from hotspots.release import Audience

PARTNER = load_policy(Audience.PARTNER)
PUBLIC = load_policy(Audience.PUBLIC)
WITHHELD = "too few young people to show"


def _cell(*by_child: int) -> Cell:
    return Cell(by_child=tuple(sorted(by_child, reverse=True)))


def _shown(table: Table, policy: object = PARTNER) -> dict[str, tuple[str, str]]:
    rows = protect_table(table, policy=policy)  # type: ignore[arg-type]
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
    exact = replace(PUBLIC.rules.figures, base=5) if PUBLIC.rules else None
    assert exact is not None
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
    with pytest.raises(ParameterError):
        protect_table(Table(cells={}), policy=load_policy(Audience.OPEN_DATA))
    assert PARTNER.rules is not None
    thresholds = replace(PARTNER.rules.thresholds, children=1)
    figures = replace(PARTNER.rules.figures, child_bands=())
    weak = replace(PARTNER, rules=replace(PARTNER.rules, thresholds=thresholds, figures=figures))
    with pytest.raises(ReleaseRefusedError):
        protect_table(Table(cells={}), policy=weak)


_CELLS = st.lists(st.integers(1, 12), max_size=14).map(lambda counts: _cell(*counts))


@given(parts=st.lists(_CELLS, min_size=2, max_size=5), policy=st.sampled_from([PARTNER, PUBLIC]))
def test_no_unsafe_figure_of_any_table_can_be_worked_out(parts: list[Cell], policy: object) -> None:
    """P7: a reader who knows all that is printed leaves more than one answer open."""
    rules = policy.rules  # type: ignore[attr-defined]
    cells = {f"part {n}": part for n, part in enumerate(parts)}
    margin = Margin(total="total", parts=tuple(cells))
    cells["total"] = _cell(*(count for part in parts for count in part.by_child))
    rows = protect_table(Table(cells=cells, margins=(margin,)), policy=policy)  # type: ignore[arg-type]
    base = rules.figures.base
    for figure, width in (("episodes", rules.thresholds.episodes),
                          ("children", rules.thresholds.children)):  # fmt: skip
        values = {name: getattr(row, figure).value for name, row in rows.items()}
        shown = {
            n: (max(0, v - base // 2), v + base // 2) for n, v in values.items() if v is not None
        }
        assert all(v == rounded(getattr(cells[n], figure), base)
                   for n, v in values.items() if v is not None)  # fmt: skip
        unsafe = [name for name, cell in cells.items() if cell.failures(rules.thresholds)]
        assert not shown.keys() & set(unsafe)
        for read in readings(shown, Frame(margins=(margin,)), asked=unsafe):
            assert read.is_wider_than(width)
