"""`hotspots figures`: the co-ordinator's figures from the demo's register."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.cli.main import hotspots
from hotspots.demo.children import CHILDREN
from hotspots.errors import InputError, ParameterError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from .conftest import Done

HALF = ("--from", "2021-01-01", "--to", "2021-06-30")
SUMMER = ("--from", "2021-04-01", "--to", "2021-06-30")
WINTER = ("--baseline-from", "2021-01-01", "--baseline-to", "2021-03-31")


@pytest.fixture
def figures(demo: Done, tmp_path: Path, cli: Callable[..., Result]) -> Callable[..., Result]:
    """The command on the demo's register, with a folder of its own for what it writes."""
    register = f"sqlite:///{(demo.out / 'inside' / 'register.db').as_posix()}"

    def call(*arguments: object) -> Result:
        return cli("figures", "--register", register, "--out", tmp_path, *arguments)

    return call


def _read(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "inside" / "figures.json").read_bytes())
    tables = {key: rows for one in document["sections"] for key, rows in one["tables"].items()}
    said = [line for one in document["sections"] for line in one["sentences"]]
    return {"crosswalk": document["crosswalk"], "said": said, **tables}


def test_the_figures_of_paragraph_4_7_are_printed_and_written(
    figures: Callable[..., Result], tmp_path: Path
) -> None:
    done = figures(*HALF)
    assert done.exit_code == 0, done.output
    for line in (
        "180 episodes are by 11 young people in own residential homes",
        "6 episodes are by 2 young people in foster care",
        "43 episodes are by 9 young people in supported accommodation",
        "The remainder: 16 episodes are by 3 young people in independent or unregulated provision",
        "164 of the 245 episodes (66.9 %) are by the 5 most often missing, over all placements",
    ):
        assert line in done.stdout
    written = _read(tmp_path)
    assert sum(row["episodes"] for row in written["weeks"]) == 245
    assert written["crosswalk"] == "as the files were read"
    for name in ("figures.html", "figures.xlsx"):
        assert (tmp_path / "inside" / name).stat().st_size > 10_000


def test_a_quarter_is_told_beside_a_baseline_that_is_called_a_poor_one(
    figures: Callable[..., Result], tmp_path: Path
) -> None:
    done = figures(*SUMMER, *WINTER, "--repeat", "2/7", "--repeat", "3/90", "--top", "3")
    assert done.exit_code == 0, done.output
    written = _read(tmp_path)
    assert next(row["before"] + row["now"] for row in written["trend"]) == 245
    assert any(line.startswith("The baseline is a poor one") for line in written["said"])
    assert {"repeat_2_in_7", "repeat_3_in_90"} <= set(written["young_people"][0])
    assert written["figures"][0]["top_children"] == 3


def test_another_crosswalk_and_authority_are_the_user_s(
    figures: Callable[..., Result], tmp_path: Path
) -> None:
    crosswalk = tmp_path / "ours.toml"
    crosswalk.write_text(
        'version = "ours 1"\n[[placement]]\ntype = "other"\ncodes = ["K2"]\n', encoding="utf-8"
    )
    done = figures(*HALF, "--crosswalk", crosswalk, "--authority", "Nottingham|E06000018")
    assert done.exit_code == 0, done.output
    written = _read(tmp_path)
    assert written["crosswalk"] == "ours 1"
    assert [row["placement"] for row in written["figures"]] == [
        "all",
        "other",
        "unknown",
        "the remainder",
    ]
    sides = {row["side"]: row["episodes"] for row in written["authority"]}
    assert sides["another authority's, placed elsewhere"] == 245 - 2 - 3
    assert sides["ours, placed elsewhere"] == 2
    assert sides["another authority's, placed here"] == 3


def test_rates_take_the_placements_under_the_register_s_own_key(
    demo: Done, figures: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "placements.csv"
    rows = [f"{one.reference},01/01/2021,{one.home.code},{one.home.provider}" for one in CHILDREN]
    table.write_text("\n".join(["CHILD,DECOM,PLACE,PLACE_PROVIDER", *rows]), encoding="utf-8")
    monkeypatch.setenv("HOTSPOTS_SECRETS_FOLDER", str(demo.out / "keys"))
    assert figures(*HALF, "--placements", table).exit_code == 0
    rates = {row["placement"]: row for row in _read(tmp_path)["rates"]}
    own = rates["own residential"]
    assert (own["episodes"], own["child_days"], own["outside"]) == (180, 11 * 181, 0)
    assert own["per_1000_days"] == pytest.approx(180_000 / (11 * 181))
    monkeypatch.setenv("HOTSPOTS_SECRETS_FOLDER", str(tmp_path / "other keys"))
    assert figures(*HALF, "--placements", table).exit_code == 0
    for row in _read(tmp_path)["rates"]:
        assert row["per_1000_days"] is None
        assert "under its key" in row["reason"]


def test_without_a_period_it_is_the_whole_months_of_the_register(
    figures: Callable[..., Result], tmp_path: Path
) -> None:
    assert "to 30 June 2021, counted by the day each began" in figures().stdout
    months = _read(tmp_path)["months"]
    assert all(row["whole"] == "whole" for row in months)
    assert months[0]["episodes"] > 0
    assert months[-1]["episodes"] > 0


@pytest.mark.parametrize("repeat", ["3", "3/", "x/90", "1/90", "3/0"])
def test_a_repeat_that_is_none_is_a_usage_error(
    repeat: str, figures: Callable[..., Result]
) -> None:
    done = figures(*HALF, "--repeat", repeat)
    assert done.exit_code == 2
    assert "3/90" in done.output


def test_half_a_baseline_and_a_file_that_is_no_crosswalk_are_refused(
    figures: Callable[..., Result], tmp_path: Path
) -> None:
    assert isinstance(figures(*HALF, *WINTER[:2]).exception, ParameterError)
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("version = 1", encoding="utf-8")
    assert isinstance(figures(*HALF, "--crosswalk", wrong).exception, InputError)


def test_it_is_in_the_help() -> None:
    assert hotspots.get_command(None, "figures") is not None  # type: ignore[arg-type] # not looked at
