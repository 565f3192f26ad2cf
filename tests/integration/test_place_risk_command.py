"""`hotspots place-risk` from the command line, from entry to workbook and back. All made up."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner

from hotspots.cli.actions import actions
from hotspots.cli.placerisk import place_risk
from hotspots.demo import demo_rows
from hotspots.errors import ParameterError
from hotspots.model import LIST_VERSION, ActionPlace, PlaceRisk
from hotspots.pipeline import Workspace
from hotspots.register import Register

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result
    from openpyxl.worksheet.worksheet import Worksheet

    from .conftest import Done

PARK = ("--place", "Markeaton Park")
BY = ("--by", "MPC")


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    """A command of the group on one folder; a `UserError` comes back as `result.exception`."""

    def call(*arguments: object) -> Result:
        given = [*map(str, arguments), "--out", str(tmp_path / "out")]
        return CliRunner().invoke(place_risk, given)

    return call


def _column(sheet: Worksheet, heading: str) -> int:
    return [cell.value for cell in sheet[1]].index(heading) + 1


def test_a_record_is_opened_changed_reviewed_and_closed(run: Callable[..., Result]) -> None:
    assert "No such record" in run("list").stderr
    added = run(
        *("add", *PARK, "--theme", "few-eyes", "--theme", "approaches", "--lead", "Council"),
        *("--next", "2021-06-01", "--tell", "lead", "--tell", "themes", *BY),
    )
    assert added.exit_code == 0, added.output
    assert added.stdout == "place\tmarkeaton-park\n"
    assert "no name" in added.stderr
    assert "so already" in run("add", *PARK, "--lead", "Council", *BY).stderr
    line = run("list", "--overdue").stdout.splitlines()[1].split("\t")
    assert line[:5] == [
        *("place", "markeaton-park", "approaches, few-eyes", "Council", "2021-06-01")
    ]
    assert line[5].endswith("days overdue")
    assert line[6:] == ["themes, lead", "0"]
    assert run("add", *PARK, "--note", "Dark after eight", "--owner", "X", *BY).exit_code == 0
    assert run("add", *PARK, "--owner", "", "--tell", "nothing", *BY).exit_code == 0
    reviewed = run("review", *PARK, "--on", "2021-06-15", "--next", "2099-09-15", *BY)
    assert reviewed.exit_code == 0, reviewed.output
    assert "No such record" in run("list", "--overdue").stderr
    assert run("list").stdout.splitlines()[1].split("\t")[5:7] == ["due later", "-"]
    assert run("review", *PARK, "--close", *BY).exit_code == 0
    assert run("list").stdout.splitlines()[1].split("\t")[4:6] == ["-", "closed"]
    assert run("review", *PARK, "--reopen", *BY).exit_code == 0
    assert "\tno day agreed\t" in run("list").stdout
    history = run("history", *PARK).stdout.splitlines()
    assert [line.split("\t")[0] for line in history[1:]] == ["1", "2", "3", "4", "5", "6"]
    assert history[1].endswith(
        "themes: approaches, few-eyes; lead: Council; next review: 2021-06-01; told: themes, lead"
    )
    assert history[3].endswith("MPC\towner: -; told: -")
    assert "reviewed on: 2021-06-15; next review: 2099-09-15" in history[4]
    assert "closed: yes" in history[5]
    assert "Nothing was ever agreed" in run("history", "--place", "Derby Bus Station").stderr


def test_the_list_can_be_seen_as_it_stood(run: Callable[..., Result], tmp_path: Path) -> None:
    assert run("add", *PARK, "--lead", "Council", *BY).exit_code == 0
    entered = CliRunner().invoke(
        actions,
        [
            *("add", *PARK, "--what", "Evening patrols", "--from", "2021-05-01"),
            *("--lead", "Police", *BY, "--out", str(tmp_path / "out")),
        ],
    )
    assert entered.exit_code == 0
    assert "No such record" in run("list", "--as-of", "2021-05-01").stderr
    assert run("list", "--as-of", "2099-01-01").stdout.rstrip().endswith("\t1")


@pytest.mark.parametrize(
    "wrong",
    [
        ("add", "--lead", "Council"),
        ("add", *PARK, "--zone", "City", "--lead", "Council"),
        ("add", "--place", "nowhere", "--lead", "Council"),
        ("add", *PARK, "--note", "a 14 year old lives near"),
        ("add", *PARK, "--lead", "The home in Acacia Avenue", "--tell", "lead"),
        ("add", *PARK, "--tell", "nothing", "--tell", "lead"),
        ("review", *PARK, "--on", "2021-06-15", "--next", "2021-06-14"),
    ],
)
def test_what_cannot_be_entered_is_refused(
    run: Callable[..., Result], wrong: tuple[str, ...]
) -> None:
    refused = run(*wrong, *BY).exception
    assert isinstance(refused, ParameterError)
    assert "Acacia" not in str(refused)
    assert "No such record" in run("list").stderr


def test_a_reference_that_the_register_knows_is_refused(
    demo: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_SECRETS_FOLDER", str(demo.out / "keys"))
    out = shutil.copytree(demo.out, tmp_path / "out")
    reference = demo_rows().good[0].child_id

    def add(note: str) -> Result:
        given = ["add", *PARK, "--note", note, *BY, "--out", str(out)]
        return CliRunner().invoke(place_risk, given)

    refused = add(f"as ({reference.lower()}) said").exception
    assert isinstance(refused, ParameterError)
    assert reference not in str(refused)
    assert add("as SYN-XX-1 said, near the A52").exit_code == 0

    # A hotspot that a publication found has a record by its id, under its name.
    given = [*("add", "--hotspot", "derby-bus-station", "--lead", "Police"), *BY, "--out", str(out)]
    assert CliRunner().invoke(place_risk, given).stdout == "hotspot\tderby-bus-station\n"
    assert CliRunner().invoke(place_risk, ["export", "--out", str(out)]).exit_code == 0
    sheet = openpyxl.load_workbook(out / "inside" / "place-risk.xlsx")["Records"]
    assert [cell.value for cell in sheet[2]][:3] == [
        *("hotspot", "derby-bus-station", "Derby Bus Station")
    ]


def test_the_workbook_is_edited_and_brought_back(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    path = tmp_path / "places.xlsx"
    run("add", *PARK, "--lead", "Council", "--note", "-then; =1+1", "--theme", "late", *BY)
    run("add", "--place", "Derby Bus Station", "--lead", "Police", *BY)
    done = run("export", "--to", path)
    assert done.exit_code == 0, done.output
    assert "2 records read, 0 new or changed." in run("import", path, *BY).stdout
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Notes", "Records", "Actions", "History", "Words"]
    sheet = book["Records"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref is None) == ("A2", False)
    sheet.cell(2, _column(sheet, "Lead")).value = "Youth service"
    sheet.cell(2, _column(sheet, "Themes")).value = None
    sheet.cell(4, 1).value, sheet.cell(4, 2).value = "place", "Lidl Alvaston"
    book.save(path)
    assert "3 records read, 2 new or changed." in run("import", path, *BY).stdout
    listed = run("list").stdout
    assert "\tYouth service\t" in listed
    assert "lidl-alvaston" in listed
    assert "3 records read, 0 new or changed." in run("import", path, *BY).stdout


def test_what_somebody_else_changed_meanwhile_is_not_written_over(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    path = tmp_path / "places.xlsx"
    run("add", "--place", "Derby Bus Station", "--lead", "Police", *BY)
    run("add", *PARK, "--lead", "Council", *BY)
    run("export", "--to", path)
    run("add", "--place", "Derby Bus Station", "--lead", "Transport", *BY)
    run("add", *PARK, "--lead", "Wardens", *BY)
    before = run("list").stdout
    book = openpyxl.load_workbook(path)
    sheet = book["Records"]
    # A row that nobody edited takes nothing back.
    assert "2 records read, 0 new or changed." in run("import", path, *BY).stdout
    assert run("list").stdout == before
    sheet.cell(2, _column(sheet, "Owner")).value = "A company"
    sheet.cell(4, 1).value, sheet.cell(4, 2).value = "street", "x"
    sheet.cell(5, 1).value, sheet.cell(5, 2).value = "place", "no such place"
    book.save(path)
    refused = run("import", path, *BY)
    assert "Nothing was entered: 3 rows" in str(refused.exception)
    assert "row 2, column 'version'" in refused.stderr
    assert "row 4, column 'kind'" in refused.stderr
    assert "row 5, column 'where'" in refused.stderr
    assert "no such place" not in refused.stderr
    assert run("list").stdout == before


def test_a_lead_that_partners_must_not_read_is_named_by_its_column(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    path = tmp_path / "places.csv"
    path.write_text("Kind,Where,Lead,Told\nzone,City centre,Acacia School,lead\n", "utf-8")
    refused = run("import", path, *BY)
    assert "row 2, column 'lead'" in refused.stderr
    assert "Acacia" not in refused.stderr


def test_a_record_keeps_its_list_until_its_words_are_chosen_anew(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "out" / "inside").mkdir(parents=True)
    old = PlaceRisk(
        kind=ActionPlace.PLACE,
        where="markeaton-park",
        recorded_by="AB",
        recorded_at=datetime(2021, 1, 1, tzinfo=UTC),
        list_version=0,
    )
    with Register.open(Workspace(tmp_path / "out").register_url) as register:
        register.enter_place_risks([old])
        assert run("add", *PARK, "--lead", "Council", *BY).exit_code == 0
        assert run("add", *PARK, "--theme", "late", *BY).exit_code == 0
        versions = [one.record.list_version for one in register.place_risks()]
    assert versions == [0, 0, LIST_VERSION]


def test_the_workbooks_actions_are_the_register_of_actions(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    def act(*arguments: object) -> Result:
        given = [*map(str, arguments), "--out", str(tmp_path / "out")]
        return CliRunner().invoke(actions, given)

    added = act(
        *("add", *PARK, "--what", "Evening patrols", "--from", "2021-05-01"),
        *("--lead", "Police", *BY),
    )
    assert added.exit_code == 0, added.output
    path = tmp_path / "out" / "inside" / "place-risk.xlsx"
    assert run("export").stdout.strip() == str(path)
    book = openpyxl.load_workbook(path)
    assert book["Actions"]["A2"].value == "Evening patrols"
    book["Actions"].append(["Lights", None, None, "City centre", "01/06/2021", None, "Council"])
    book["Actions"].cell(2, 6).value = "30/06/2021"
    headings = [cell.value for cell in book["Actions"][1]]
    kinds = dict(zip(headings, book["Actions"][2], strict=False))
    assert kinds["Place"].value == "markeaton-park"
    book.save(path)
    done = act("import", path, *BY)
    assert "2 actions read, 2 new or changed" in done.stdout, (done.output, done.exception)


def test_the_words_have_their_sources() -> None:
    result = CliRunner().invoke(place_risk, ["words"])
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert lines[0][0] == "list (version 1)"
    assert ["theme", "few-eyes"] in [line[:2] for line in lines]
    assert all(len(line) == 4 and line[3] for line in lines)


def test_the_demo_tells_partners_what_was_decided_and_no_more(demo: Done) -> None:
    partner = (demo.out / "partner" / "release.json").read_text("utf-8")
    brief = (demo.out / "brief" / "release.json").read_text("utf-8")
    public = (demo.out / "public" / "release.json").read_text("utf-8")
    assert "adults who approach children" in partner
    assert "2021-09-09" in partner
    assert "2021-09-09" not in brief
    assert "place_risks" not in public
    for told in (partner, brief, public):
        assert "made up" not in told
        assert "dark after eight" not in told
        assert "Duty managers" not in told
    page = (demo.out / "partner" / "map.html").read_text("utf-8")
    assert "Agreed about the place" in page
    report = (demo.out / "inside" / "report.html").read_text("utf-8")
    assert "Told where the policy allows it: themes, guardians, lead, review." in report
