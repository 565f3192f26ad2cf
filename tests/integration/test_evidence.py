"""The run tells how far its hotspots may be relied on, and the same each time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.errors import InputError, ParameterError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from .conftest import Done

SECOND_QUARTER = ("--from", "2021-04-01", "--to", "2021-06-30")
BASELINE = ("--baseline-from", "2021-01-01", "--baseline-to", "2021-03-31")


@pytest.fixture
def taken_in(demo: Done, cli: Callable[..., Result], tmp_path: Path) -> Path:
    register = next(p for p in (demo.out / "inside").glob("*.xlsx") if p.name != "review.xlsx")
    out = tmp_path / "out"
    assert cli("ingest", register, "--out", out).exit_code == 0
    return out


def _counts(out: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((out / "inside" / "run.json").read_bytes())["counts"]
    return read


def _page(out: Path) -> str:
    return (out / "inside" / "report.html").read_text(encoding="utf-8")


def test_the_demos_seven_stand_without_any_one_child(demo: Done) -> None:
    counts = _counts(demo.out)
    evidence = counts["evidence"]
    assert evidence["stand_without_any_child"] >= counts["shown"]["partner"] == 7
    assert evidence["stand_without_any_child"] < counts["hotspots"]
    assert sum(evidence["firmness"].values()) == counts["hotspots"]
    assert evidence["direction"] == {}
    assert evidence["forward"]


def test_a_run_says_the_same_of_its_hotspots_each_time(
    taken_in: Path, cli: Callable[..., Result]
) -> None:
    pages = []
    for _ in range(2):
        assert cli("publish", "--out", taken_in, *SECOND_QUARTER, *BASELINE).exit_code == 0
        pages.append(_counts(taken_in)["evidence"])
    assert pages[0] == pages[1]
    assert sum(pages[0]["direction"].values()) == _counts(taken_in)["hotspots"]


def test_change_is_told_beside_the_baseline_with_its_warning(
    taken_in: Path, cli: Callable[..., Result]
) -> None:
    assert cli("report", "--out", taken_in, *SECOND_QUARTER, *BASELINE).exit_code == 0
    page = _page(taken_in)
    assert "All episodes, beside the baseline of 1 January 2021 to 31 March 2021:" in page
    assert "The baseline is a poor one" in page
    assert "95 % interval" in page


def test_an_action_is_followed_up_in_the_report(taken_in: Path, cli: Callable[..., Result]) -> None:
    action = ("--what", "Evening patrol", "--place", "Derby Bus Station", "--lead", "Youth service")
    entered = cli(
        "actions", "add", *action, "--from", "2021-03-15", "--by", "MPC", "--out", taken_in
    )
    assert entered.exit_code == 0, entered.output
    assert cli("report", "--out", taken_in, *SECOND_QUARTER).exit_code == 0
    page = _page(taken_in)
    assert "Evening patrol (" in page
    assert "weighted displacement difference" in page


def test_more_may_be_asked_of_the_people_behind_a_hotspot(
    demo: Done, taken_in: Path, cli: Callable[..., Result]
) -> None:
    everything = cli("publish", "--out", taken_in, *SECOND_QUARTER)
    assert everything.exit_code == 0
    before = _counts(taken_in)
    assert before["clusters_of_too_few_children"] == 0
    asked = ("--min-children", "3")
    register = next(p for p in (demo.out / "inside").glob("*.xlsx") if p.name != "review.xlsx")
    result = cli("run", register, "--out", taken_in / "b", *SECOND_QUARTER, *asked)
    assert result.exit_code == 0, result.output
    after = _counts(taken_in / "b")
    assert after["clusters_of_too_few_children"] > 0
    assert after["hotspots"] + after["clusters_of_too_few_children"] == before["hotspots"]
    page = _page(taken_in / "b")
    assert "of too few young people to be called a hotspot here" in page
    assert "Fewest young people (min_children): 3" in page
    capped = cli("run", register, "--out", taken_in / "c", *SECOND_QUARTER, "--max-per-child", "2")
    assert capped.exit_code == 0
    assert 0 < _counts(taken_in / "c")["hotspots"] < before["hotspots"]


def test_a_control_set_may_be_supplied_for_the_test_of_chance(
    taken_in: Path, cli: Callable[..., Result], tmp_path: Path
) -> None:
    places = [f"{435_000 + 400 * n},{336_000 + 150 * n},{1 + n % 3}" for n in range(30)]
    control = tmp_path / "control.csv"
    control.write_text("\n".join(["easting,northing,weight", *places, places[0]]), encoding="utf-8")
    result = cli("publish", "--out", taken_in, *SECOND_QUARTER, "--control", control)
    assert result.exit_code == 0, result.output
    evidence = _counts(taken_in)["evidence"]
    assert sum(evidence["chance"].values()) == _counts(taken_in)["hotspots"]


@pytest.mark.parametrize(
    "content",
    ["easting,northing\n1,2\n", "easting\n435000\n", "easting,northing,weight\n435000,336000,-1\n"],
)
def test_a_control_set_that_cannot_be_used_is_refused_by_name(
    taken_in: Path, cli: Callable[..., Result], tmp_path: Path, content: str
) -> None:
    control = tmp_path / "control.csv"
    control.write_text(content, encoding="utf-8")
    result = cli("report", "--out", taken_in, *SECOND_QUARTER, "--control", control)
    assert isinstance(result.exception, InputError)
    assert "control.csv" in str(result.exception)


@pytest.mark.parametrize("half", [BASELINE[:2], BASELINE[2:]])
def test_a_baseline_has_two_ends(
    taken_in: Path, cli: Callable[..., Result], half: tuple[str, str]
) -> None:
    result = cli("report", "--out", taken_in, *SECOND_QUARTER, *half)
    assert isinstance(result.exception, ParameterError)
