"""`hotspots actions`: the disruption register from the command line. All of it is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from hotspots.cli.actions import actions
from hotspots.errors import InputError, ParameterError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

PARK = "Markeaton Park"


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    """A command of the group on one folder; a `UserError` comes back as `result.exception`."""

    def call(*arguments: object) -> Result:
        given = [*map(str, arguments), "--out", str(tmp_path / "out")]
        return CliRunner().invoke(actions, given)

    return call


def _add(run: Callable[..., Result], *more: str) -> Result:
    return run(
        *("add", "--what", "Evening patrols", "--from", "2021-05-01"),
        *("--lead", "Police", "--by", "MPC", *more),
    )


def test_an_action_is_entered_listed_ended_and_withdrawn(run: Callable[..., Result]) -> None:
    assert "No action" in run("list").stderr
    added = _add(run, "--place", PARK)
    assert added.exit_code == 0, added.output
    action_id = added.stdout.strip()
    assert action_id.startswith("2021-05-01-markeaton-park-")
    assert "so already" in _add(run, "--place", "markeaton park").stderr
    line = run("list").stdout.splitlines()[1].split("\t")
    assert line[1:] == [
        *("Evening patrols", "place", "markeaton-park", "2021-05-01", "-", "Police", "under way"),
        "no",
    ]
    assert "Kept" in run("end", action_id, "--on", "2021-05-31", "--by", "MPC").stdout
    assert "so already" in run("end", action_id, "--on", "31/05/2021", "--by", "X").stdout
    assert run("list").stdout.rstrip().endswith("2021-05-31\tPolice\tended\tno")
    assert run("end", action_id, "--withdrawn", "--by", "MPC").exit_code == 0
    assert run("list").stdout.rstrip().endswith("2021-05-31\tPolice\twithdrawn\tno")


def test_an_action_without_a_day_ends_today(run: Callable[..., Result]) -> None:
    action_id = _add(run, "--place", PARK).stdout.strip()
    assert run("end", action_id, "--by", "MPC").exit_code == 0
    assert "\t-\t" not in run("list").stdout


def test_what_partners_read_of_is_told_and_worded_for_them(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    assert _add(run, "--place", PARK, "--tell").exit_code == 0
    assert run("list").stdout.rstrip().endswith("\tyes")
    assert _add(run, "--place", PARK).exit_code == 0  # said again without it: taken back
    assert run("list").stdout.rstrip().endswith("\tno")
    refused = run(
        *("add", "--what", "Visits to the home in Acacia Avenue", "--from", "2021-05-01"),
        *("--lead", "Police", "--by", "MPC", "--place", PARK, "--tell"),
    ).exception
    assert isinstance(refused, ParameterError)
    assert "Acacia" not in str(refused)
    table = tmp_path / "told.csv"
    table.write_text(
        f"What,Place,From,Lead,Told\nEvening patrols,{PARK},01/05/2021,Police,Yes\n", "utf-8"
    )
    assert run("import", table, "--by", "MPC").exit_code == 0
    assert run("list").stdout.rstrip().endswith("\tyes")
    table.write_text(table.read_text("utf-8").replace("Yes", ""), "utf-8")
    assert "0 new or changed" in run("import", table, "--by", "MPC").stdout
    table.write_text(table.read_text("utf-8").replace("Police,", "Police,perhaps"), "utf-8")
    wrong = run("import", table, "--by", "MPC").exception
    assert isinstance(wrong, InputError)
    assert (wrong.row, wrong.column) == (2, "told")


@pytest.mark.parametrize(
    "where", [(), ("--place", PARK, "--zone", "City"), ("--place", "nowhere"), ("--hotspot", "x")]
)
def test_an_action_has_one_place_that_is_known(
    run: Callable[..., Result], where: tuple[str, ...]
) -> None:
    assert isinstance(_add(run, *where).exception, ParameterError)


def test_only_an_action_that_is_known_can_end(run: Callable[..., Result]) -> None:
    assert isinstance(run("end", "nothing", "--by", "MPC").exception, ParameterError)


def test_a_table_is_brought_again_and_again(run: Callable[..., Result], tmp_path: Path) -> None:
    path = tmp_path / "actions.xlsx"
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["What", "Place", "From", "To", "Lead"])
    sheet.append(["Evening patrols", PARK, "01/05/2021", None, "Police"])
    sheet.append(["Lights on", "Derby Bus Station", "01/06/2021", "30/06/2021", "Council"])
    workbook.save(path)
    done = run("import", path, "--by", "MPC")
    assert "2 actions read, 2 new or changed." in done.stdout, done.output
    assert "2 actions read, 0 new or changed." in run("import", path, "--by", "AB").stdout
    action_id = run("list").stdout.splitlines()[1].split("\t")[0]
    run("end", action_id, "--on", "2021-05-31", "--by", "MPC")
    assert "0 new or changed." in run("import", path, "--by", "AB").stdout
    assert "2021-05-31\tPolice\tended" in run("list").stdout
    sheet.append(["Lights on", "no such place", "01/06/2021", None, "Council"])
    workbook.save(path)
    refused = run("import", path, "--by", "MPC").exception
    assert isinstance(refused, InputError)
    assert refused.row == 4
    assert "no such place" not in str(refused)
