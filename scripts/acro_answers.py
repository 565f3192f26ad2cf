"""What ACRO says of tables: run by the Python that ACRO is installed for, never by ours.

Reads a JSON list of tables from standard input, each with `cells` (lists of episodes by child)
and the thresholds; writes for each cell which of ACRO's rules it fails. ACRO 1.0.2 asks for
pandas 2, this project for pandas 3, so that the two cannot live in one environment.
"""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import pandas as pd
from acro import ACRO  # type: ignore[import-not-found] # not in this environment

RULES = {"MinimumThresholdCheck": "threshold", "NKCheck": "nk", "PPercentCheck": "p_percent"}


def answers(table: dict[str, Any]) -> list[list[str]]:
    """The rules that each cell fails, by ACRO's own cross tabulation of sums."""
    rows = [
        (f"{number:03}", episodes)
        for number, cell in enumerate(table["cells"])
        for episodes in cell
    ]
    frame = pd.DataFrame(rows, columns=["cell", "episodes"])
    acro = ACRO(suppress=False)
    acro.config.update(
        safe_threshold=table["children"],
        safe_nk_n=2,
        safe_nk_k=table["top_two_percent"] / 100,
        safe_pratio_p=table["p_percent"] / 100,
    )
    every = pd.Series(["all"] * len(frame), name="all")
    acro.crosstab(frame["cell"], every, values=frame["episodes"], aggfunc="sum")
    failed = acro.results.get_index(0).sdc["cells"]
    found: list[list[str]] = [[] for _ in table["cells"]]
    for check, rule in RULES.items():
        for row, _column in failed[check]:
            found[row].append(rule)
    return [sorted(one) for one in found]


def main() -> None:
    """Answer every table."""
    logging.disable(logging.CRITICAL)
    talk = sys.stdout
    sys.stdout = sys.stderr  # ACRO prints tables as it goes
    asked = json.load(sys.stdin)
    json.dump([answers(table) for table in asked], talk)


if __name__ == "__main__":
    main()
