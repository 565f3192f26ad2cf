"""What was released is held beside what is about to be, and hotspots keep their names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import ParameterError, ReleaseRefusedError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from .conftest import Done

HALF_YEAR = ("--from", "2021-01-01", "--to", "2021-06-30")
TWO_MONTHS = ("--from", "2021-01-01", "--to", "2021-02-28")
QUARTERS = (
    ("--from", "2021-01-01", "--to", "2021-03-31"),
    ("--from", "2021-04-01", *HALF_YEAR[2:]),
)


@pytest.fixture
def published(demo: Done, cli: Callable[..., Result], tmp_path: Path) -> Path:
    """A folder in which the demo's first half-year was published."""
    register = next(p for p in (demo.out / "inside").glob("*.xlsx") if p.name != "review.xlsx")
    out = tmp_path / "out"
    assert cli("run", register, "--out", out, *HALF_YEAR).exit_code == 0
    return out


def _release(out: Path) -> dict[str, object]:
    read: dict[str, object] = json.loads((out / "partner" / "release.json").read_bytes())
    return read


def test_a_period_that_differs_by_a_few_children_is_refused_and_nothing_changes(
    published: Path, cli: Callable[..., Result]
) -> None:
    before = {p: p.read_bytes() for p in (published / "partner").iterdir()}
    result = cli("publish", "--out", published, *TWO_MONTHS)
    assert isinstance(result.exception, ReleaseRefusedError)
    assert "1 January 2021 to 30 June 2021" in str(result.exception)
    assert {p: p.read_bytes() for p in (published / "partner").iterdir()} == before


def test_the_same_again_passes_and_so_do_periods_that_share_nothing(
    published: Path, cli: Callable[..., Result], demo: Done, tmp_path: Path
) -> None:
    first = _release(published)
    assert cli("publish", "--out", published, *HALF_YEAR).exit_code == 0
    assert _release(published) == first
    register = next(p for p in (demo.out / "inside").glob("*.xlsx") if p.name != "review.xlsx")
    other = tmp_path / "quarters"
    assert cli("run", register, "--out", other, *QUARTERS[0]).exit_code == 0
    assert cli("publish", "--out", other, *QUARTERS[1]).exit_code == 0


def test_two_people_with_a_reason_may_let_one_release_out(
    published: Path, cli: Callable[..., Result]
) -> None:
    alone = ("--reason", "an order of the court", "--approved-by", "Head of service")
    refused = cli("publish", "--out", published, *TWO_MONTHS, *alone)
    assert isinstance(refused.exception, ParameterError)
    twice = cli("publish", "--out", published, *TWO_MONTHS, *alone, *alone[2:])
    assert isinstance(twice.exception, ParameterError)
    both = (*alone, "--approved-by", "Data steward")
    assert cli("publish", "--out", published, *TWO_MONTHS, *both).exit_code == 0
    again = cli("publish", "--out", published, "--from", "2021-01-01", "--to", "2021-01-31")
    assert isinstance(again.exception, ReleaseRefusedError)


def test_the_audit_trail_tells_what_was_released_refused_and_let_through(
    published: Path, cli: Callable[..., Result]
) -> None:
    people = ("--approved-by", "Head of service", "--approved-by", "Data steward")
    assert cli("publish", "--out", published, *TWO_MONTHS).exit_code != 0
    exception = ("--reason", "an order of the court", *people)
    assert cli("publish", "--out", published, *TWO_MONTHS, *exception).exit_code == 0
    seen = [
        line.split("\t")[1:4]
        for line in cli("audit", "seen", "", "--out", published).stdout.splitlines()[1:]
    ]
    assert seen == [
        *[["command-line", "release", "allowed"]] * 3,
        ["command-line", "release", "denied"],
        *[["command-line", "release.by-exception", "allowed"]] * 3,
    ]


def test_hotspots_are_listed_renamed_and_put_into_zones_and_keep_both(
    published: Path, cli: Callable[..., Result]
) -> None:
    listed = cli("hotspot", "list", "--out", published).stdout.splitlines()
    assert "aldi-alvaston\tAldi Alvaston\tAlvaston and Allenton\tnew" in listed
    by = ("--by", "MPC", "--out", published)
    assert cli("hotspot", "rename", "aldi-alvaston", "Alvaston shops", *by).exit_code == 0
    assert cli("hotspot", "zone", "markeaton-park", "West", *by).exit_code == 0
    assert "so already" in cli("hotspot", "zone", "markeaton-park", "West", *by).stdout
    assert cli("publish", "--out", published, *HALF_YEAR).exit_code == 0
    shown = {h["hotspot_id"]: h for h in _release(published)["hotspots"]}  # type: ignore[attr-defined]
    assert shown["aldi-alvaston"]["name"] == "Alvaston shops"
    assert shown["markeaton-park"]["zone"] == "West"
    assert "aldi-alvaston\tAlvaston shops\t" in cli("hotspot", "list", "--out", published).stdout


def test_only_a_hotspot_that_was_found_can_be_named_and_not_by_an_address(
    published: Path, cli: Callable[..., Result]
) -> None:
    by = ("--by", "MPC", "--out", published)
    unknown = cli("hotspot", "rename", "no-such-place", "Somewhere", *by)
    assert isinstance(unknown.exception, StoreError)
    address = cli("hotspot", "rename", "aldi-alvaston", "14 Elm Grove", *by)
    assert isinstance(address.exception, ParameterError)


def test_before_anything_is_published_there_is_nothing_to_list(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    result = cli("hotspot", "list", "--out", tmp_path / "new")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Nothing was published yet" in result.stderr


def test_the_report_tells_zones_and_what_became_of_each_hotspot(published: Path) -> None:
    page = (published / "inside" / "report.html").read_text(encoding="utf-8")
    assert "Since the period before" in page
    assert "New in this period." in page
    assert "a young person counts once in a zone" in page
