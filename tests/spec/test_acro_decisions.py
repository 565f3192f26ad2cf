"""ACRO's own decisions on random tables, recorded: the gate decides the same on every cell.

`scripts/acro_oracle.py --record` made the file with ACRO 1.0.2, which needs an environment of
its own. Threshold, (n, k) and p % are compared; ACRO knows no rule for one child alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hotspots.protect.cell import Cell, Rule
from hotspots.protect.policy import Thresholds

RULES = {Rule.CHILDREN: "threshold", Rule.TOP_TWO: "nk", Rule.P_PERCENT: "p_percent"}
FEWEST_CELLS = 500


@pytest.fixture(scope="module")
def tables() -> list[dict[str, Any]]:
    recorded = Path(__file__).with_name("acro_decisions.json").read_bytes()
    found: list[dict[str, Any]] = json.loads(recorded)
    return found


def test_the_gate_decides_as_acro_does(tables: list[dict[str, Any]]) -> None:
    for table in tables:
        asked = Thresholds(
            children=table["children"],
            episodes=1,
            top_child_percent=100,
            top_two_percent=table["top_two_percent"],
            p_percent=table["p_percent"],
        )
        for counts, theirs in zip(table["cells"], table["acro"], strict=True):
            cell = Cell(by_child=tuple(sorted(counts, reverse=True)))
            ours = sorted(RULES[rule] for rule in cell.failures(asked) if rule in RULES)
            assert ours == theirs, (counts, table["children"], table["top_two_percent"])


def test_the_record_tries_every_rule_both_ways(tables: list[dict[str, Any]]) -> None:
    answers = [set(own) for table in tables for own in table["acro"]]
    assert len(answers) >= FEWEST_CELLS
    for rule in RULES.values():
        assert any(rule in own for own in answers)
        assert any(rule not in own for own in answers)
