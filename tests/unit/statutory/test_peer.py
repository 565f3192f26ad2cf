"""Our rules beside another validator's, on random files: what it said was recorded."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hotspots.period import Period
from hotspots.statutory import CareEpisode, CareTables, Collection, MissingRow, check_missing

RECORDED = json.loads((Path(__file__).parent / "ssda903_peer.json").read_text(encoding="utf-8"))
YEAR = Period(first=date(2023, 4, 1), last=date(2024, 3, 31))
HEADING = 1


def rows_of(cells: list[list[str]]) -> tuple[MissingRow, ...]:
    return tuple(
        MissingRow(
            row=number + 1 + HEADING,
            child=child,
            dob=dob,
            missing=missing,
            mis_start=start,
            mis_end=end,
        )
        for number, (child, dob, missing, start, end) in enumerate(cells)
    )


def ours(case: dict[str, Any]) -> dict[str, list[int]]:
    """By rule the rows of this year's file, counted from 0 as the peer counts them."""
    notes = check_missing(
        rows_of(case["missing"]),
        Collection(year=YEAR, file="missing.csv"),
        tables=CareTables(
            episodes=tuple(
                CareEpisode(child=child, decom=decom, dec=dec)
                for child, decom, dec in case["episodes"]
            ),
            last_year=rows_of(case["last"]),
            last_file="last.csv",
        ),
    )
    found: defaultdict[str, set[int]] = defaultdict(set)
    for note in notes:
        if note.file == "missing.csv":
            found[note.rule].add(note.row - 1 - HEADING)
    return {code: sorted(found[code]) for code in case["expected"]}


@pytest.fixture(scope="module")
def said() -> list[dict[str, list[int]]]:
    return [ours(case) for case in RECORDED["cases"]]


@pytest.mark.parametrize("code", sorted(RECORDED["cases"][0]["expected"]))
def test_every_rule_says_what_the_peer_says(said: list[dict[str, list[int]]], code: str) -> None:
    differing = [
        number
        for number, case in enumerate(RECORDED["cases"])
        if said[number][code] != case["expected"][code]
    ]
    assert differing == []


@pytest.mark.parametrize("code", sorted(RECORDED["cases"][0]["expected"]))
def test_the_recording_has_files_that_keep_and_files_that_break_every_rule(code: str) -> None:
    broken = [bool(case["expected"][code]) for case in RECORDED["cases"]]
    assert min(sum(broken), len(broken) - sum(broken)) >= 5
