"""Record what another validator of the SSDA903 return says of random Missing files.

The tests hold our rules against the recording, so that they need no second environment:
csc-validator-be-903 pins libraries older than ours. To record again:

    python3.11 -m venv peer && peer/bin/pip install csc-validator-be-903==0.1.17
    peer/bin/python scripts/ssda903_peer.py > tests/unit/statutory/ssda903_peer.json
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

CODES = "564 565 566 567 570 571 574 575 576 577 578 581 586 1004 1005 1006"
MISSING = ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END")
EPISODES = (
    "CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST PL_POST URN"
)
YEAR = {"collection_start": "01/04/2023", "collection_end": "31/03/2024"}
CHILDREN = ("101", "102")
# Few days, so that they meet: around the year's ends, and some in a row.
DAYS = (
    *("30/03/2023", "31/03/2023", "01/04/2023", "02/04/2023", "10/06/2023", "11/06/2023"),
    *("12/06/2023", "13/06/2023", "14/06/2023", "30/03/2024", "31/03/2024", "01/04/2024"),
)
BAD = ("2023-06-10", "31/06/2023", "soon")


def main() -> None:
    """Draw the cases, ask the peer, and print both as JSON."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--seed", type=int, default=903)
    given = parser.parse_args()
    rng = Random(given.seed)  # noqa: S311 - a repeatable draw, not a secret
    rules = importlib.import_module("lac_validator.rules.lac2026_27").registry
    pandas = importlib.import_module("pandas")
    cases = [case(rng) for _ in range(given.cases)]
    recorded = [{**one, "expected": ask(one, rules, pandas)} for one in cases]
    json.dump({"peer": "csc-validator-be-903 0.1.17", "cases": recorded}, sys.stdout, indent=None)
    sys.stdout.write("\n")


def case(rng: Random) -> dict[str, list[list[str]]]:
    """Three small files; blank cells are empty texts."""
    # Two placements of a child that begin on one day cannot be, and the peer's answer then
    # depends on the order of the rows.
    stays = {(one[0], one[1]): one for one in (stay(rng) for _ in range(rng.randint(0, 4)))}
    return {
        "missing": [missing_row(rng) for _ in range(rng.randint(1, 5))],
        "last": [missing_row(rng, bad=0.0) for _ in range(rng.randint(0, 2))],
        "episodes": list(stays.values()),
    }


def missing_row(rng: Random, bad: float = 0.08) -> list[str]:
    """CHILD, DOB, MISSING, MIS_START, MIS_END."""
    start = rng.choice(BAD) if rng.random() < bad else rng.choice(DAYS)
    end = rng.choice(BAD) if rng.random() < bad else rng.choice(DAYS)
    return [
        rng.choice(CHILDREN),
        rng.choice(("", "05/05/2009", "05/05/2009", "10/06/2023")),
        rng.choices(("M", "A", "", "m", "X"), weights=(8, 4, 1, 1, 1))[0],
        "" if rng.random() < bad else start,
        "" if rng.random() < 0.3 else end,  # noqa: PLR2004 - a share of open ones
    ]


def stay(rng: Random) -> list[str]:
    """CHILD, DECOM, DEC of a placement."""
    first, last = sorted(rng.sample(range(len(DAYS)), 2))
    return [rng.choice(CHILDREN), DAYS[first], rng.choice(("", DAYS[last]))]


def ask(
    one: dict[str, list[list[str]]], rules: Mapping[str, Any], pandas: ModuleType
) -> dict[str, list[int]]:
    """For each rule the rows of the Missing file (counted from 0) that break it."""
    answers: dict[str, list[int]] = {}
    for code in CODES.split():
        found = rules[code].func(tables(one, pandas)).get("Missing", [])
        answers[code] = sorted({int(row) for row in found})
    return answers


def tables(one: dict[str, list[list[str]]], pandas: ModuleType) -> dict[str, Any]:
    """The peer's data frames, made anew: its rules change what they are given."""

    def frame(rows: list[list[str]], columns: tuple[str, ...]) -> object:
        texts = [[cell or None for cell in row] for row in rows]
        return pandas.DataFrame(texts, columns=list(columns), dtype=object)

    stays = pandas.DataFrame(
        [[cell or None for cell in row] for row in one["episodes"]],
        columns=["CHILD", "DECOM", "DEC"],
        dtype=object,
    )
    episodes = stays.reindex(columns=EPISODES.split())
    return {
        "Missing": frame(one["missing"], MISSING),
        "Missing_last": frame(one["last"], MISSING),
        "Episodes": episodes,
        "metadata": dict(YEAR),
    }


if __name__ == "__main__":
    main()
