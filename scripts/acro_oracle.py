"""Compare the gate's counts and dominance rules with ACRO's, cell by cell, on random tables.

ACRO (github.com/AI-SDC/ACRO) is the reference for (n, k) and p %. It cannot be installed beside
this project (it asks for pandas 2), so it answers from an environment of its own:

    python -m venv /tmp/acro && /tmp/acro/bin/pip install acro==1.0.2
    python scripts/acro_oracle.py --acro-python /tmp/acro/bin/python --tables 300
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hotspots.protect.cell import Cell, Rule
from hotspots.protect.policy import Thresholds

if TYPE_CHECKING:
    from collections.abc import Sequence

RULES = {Rule.CHILDREN: "threshold", Rule.TOP_TWO: "nk", Rule.P_PERCENT: "p_percent"}
CELLS = 20
# The partners' numbers, ACRO's own, and two others.
SETTINGS = ((3, 90, 10), (10, 90, 10), (5, 80, 20), (1, 75, 25))


def tables_of(number: int, *, generator: np.random.Generator) -> list[dict[str, Any]]:
    """Tables of cells with a few to many children; some cells lie on a rule's very edge."""
    made = []
    for table in range(number):
        children, top_two, p_percent = SETTINGS[table % len(SETTINGS)]
        cells = [_cell(generator) for _ in range(CELLS - 3)]
        cells += [[10, 8, 2], [10, 5, 1], [8, 4, 2, 1, 1]]
        made.append(
            {
                "cells": cells,
                "children": children,
                "top_two_percent": top_two,
                "p_percent": p_percent,
            }
        )
    return made


def _cell(generator: np.random.Generator) -> list[int]:
    most = int(generator.choice([1, 3, 10, 60]))
    children = int(generator.integers(1, 16))
    counts: list[int] = generator.integers(1, most + 1, size=children).tolist()
    return counts


def ours_of(table: dict[str, Any]) -> list[list[str]]:
    """The rules that each cell fails, by the gate."""
    asked = Thresholds(
        children=table["children"],
        episodes=1,
        top_child_percent=100,
        top_two_percent=table["top_two_percent"],
        p_percent=table["p_percent"],
    )
    cells = (Cell(by_child=tuple(sorted(cell, reverse=True))) for cell in table["cells"])
    return [sorted({RULES[r] for r in cell.failures(asked) if r in RULES}) for cell in cells]


def compare(tables: Sequence[dict[str, Any]], theirs: Sequence[list[list[str]]]) -> Counter[str]:
    """How many decisions agree, and each kind of disagreement with its explanation."""
    found: Counter[str] = Counter()
    for table, answer in zip(tables, theirs, strict=True):
        for cell, own, other in zip(table["cells"], ours_of(table), answer, strict=True):
            for rule in RULES.values():
                if (rule in own) == (rule in other):
                    found[f"{rule}: agree"] += 1
                else:
                    stricter = "ours" if rule in own else "ACRO"
                    found[f"{rule}: {stricter} stricter, {_why(rule, cell, table)}"] += 1
    return found


def _why(rule: str, cell: Sequence[int], table: dict[str, Any]) -> str:
    """Whether the cell lies on the very edge, where a decimal fraction is not exact."""
    first, *rest = sorted(cell, reverse=True)
    total, both = sum(cell), first + sum(rest[:1])
    edge = {
        "threshold": len(cell) == table["children"],
        "nk": Fraction(both, total) == Fraction(table["top_two_percent"], 100),
        "p_percent": Fraction(total - both, first) == Fraction(table["p_percent"], 100),
    }[rule]
    return "on the edge (floating point)" if edge else f"UNEXPLAINED {sorted(cell)}"


def main() -> int:
    """Print a Markdown table; 1 if a disagreement has no explanation."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--acro-python", required=True, help="the Python that has ACRO")
    parser.add_argument("--tables", type=int, default=300)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--record", type=Path, help="keep tables and ACRO's answers in this file")
    options = parser.parse_args()
    tables = tables_of(options.tables, generator=np.random.default_rng(options.seed))
    program = Path(__file__).with_name("acro_answers.py")
    answer = subprocess.run(  # noqa: S603 - our own program, under the Python that was named
        [options.acro_python, str(program)],
        input=json.dumps(tables),
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(answer.stdout)
    if options.record:
        kept = [table | {"acro": own} for table, own in zip(tables, theirs, strict=True)]
        lines = ",\n".join(json.dumps(table, separators=(",", ":")) for table in kept)
        options.record.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    found = compare(tables, theirs)
    print(f"{options.tables} tables of {CELLS} cells, seed {options.seed}\n")
    print("| decision | cells |\n|---|---|")
    for what, number in sorted(found.items()):
        print(f"| {what} | {number} |")
    return 1 if any("UNEXPLAINED" in what for what in found) else 0


if __name__ == "__main__":
    sys.exit(main())
