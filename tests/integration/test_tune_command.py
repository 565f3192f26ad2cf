"""`hotspots tune`, on the demo's register and on a table. All of it is synthetic."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd
import pytest

from hotspots.errors import InputError, ParameterError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

PAPERS = ("tune.csv", "tune.png", "tune.svg")


class _Done(Protocol):
    out: Path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    generator = np.random.default_rng(1)
    centre = np.repeat(437_000 + 3000.0 * np.arange(5), 12)
    frame = pd.DataFrame(
        {
            "e": centre + generator.normal(0, 30, 60),
            "n": 333_000 + generator.normal(0, 30, 60),
            "who": generator.integers(0, 6, 60),
        }
    )
    frame.to_csv(tmp_path / "points.csv", index=False)
    frame.to_parquet(tmp_path / "points.parquet", index=False)
    return tmp_path / "points.csv"


def test_the_register_is_tuned_into_the_inside_folder_alone(
    cli: Callable[..., Result], demo: _Done, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    shutil.copytree(demo.out, out)
    result = cli("tune", "--out", out, "--samples", 2)
    assert result.exit_code == 0, result.output
    chosen = re.match(r"Choose eps (\d+) m and min_samples (\d+): ", result.stdout)
    assert chosen, result.stdout
    made = {path.relative_to(out) for path in out.rglob("tune.*")}
    assert made == {Path("inside") / name for name in PAPERS}
    with (out / "inside" / "tune.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 130
    recommended = [r for r in rows if r["recommended"] == "1"]
    assert [(float(r["eps_m"]), r["min_samples"]) for r in recommended] == [
        (float(chosen[1]), chosen[2])
    ]
    assert all(row["stability"] for row in rows if int(row["clusters"]))
    before = [(out / "inside" / name).read_bytes() for name in PAPERS]
    assert cli("tune", "--out", out, "--samples", 2).exit_code == 0
    assert [(out / "inside" / name).read_bytes() for name in PAPERS] == before


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_any_table_of_points_is_tuned(
    cli: Callable[..., Result], table: Path, tmp_path: Path, ending: str
) -> None:
    source, out = table.with_suffix(ending), tmp_path / "new" / "tuned"
    result = cli("tune", source, "--x", "e", "--y", "n", "--child", "who", "--out", out)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Choose eps 150 m and min_samples 5: ")
    assert sorted(path.name for path in out.iterdir()) == sorted(PAPERS)
    found = pd.read_csv(out / "tune.csv").set_index(["eps_m", "min_samples"]).loc[(150.0, 5)]
    assert found["clusters"] == 5
    assert found["one_child_share"] == 0


def test_bad_choices_are_warned_of(cli: Callable[..., Result], tmp_path: Path) -> None:
    source = tmp_path / "far.csv"
    source.write_text("e,n\n" + "".join(f"{n * 9000},{n * 9000}\n" for n in range(1, 20)))
    result = cli("tune", source, "--x", "e", "--y", "n", "--out", tmp_path / "out")
    assert result.stdout.startswith("There is no plateau")
    assert "Warning: Nearly everything is noise at 130 of 130 settings" in result.stdout


@pytest.mark.parametrize(
    "case",
    [
        (["--x", "e", "--child", "who"], ParameterError, "leave out --x and --child"),
        (["TABLE", "--x", "e"], ParameterError, "needs --x and --y"),
        (["TABLE", "--x", "e", "--y", "north"], InputError, "no such column"),
    ],
)
def test_columns_and_a_table_belong_together(
    cli: Callable[..., Result],
    table: Path,
    tmp_path: Path,
    case: tuple[list[str], type[Exception], str],
) -> None:
    arguments, error, message = case
    given = [str(table) if one == "TABLE" else one for one in arguments]
    result = cli("tune", *given, "--out", tmp_path / "out")
    assert isinstance(result.exception, error)
    assert message in str(result.exception)


def test_a_folder_that_cannot_be_made_is_told(cli: Callable[..., Result], table: Path) -> None:
    result = cli("tune", table, "--x", "e", "--y", "n", "--out", table / "below")
    assert isinstance(result.exception, StoreError)
    assert "cannot be written to" in str(result.exception)
