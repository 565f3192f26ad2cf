"""The whole way: a run of the pipeline leaves a brief for each ward, and no hidden place in any."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pypdf
import pytest
from click.testing import CliRunner

from hotspots.cli.main import hotspots

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADINGS = (
    *("Episode ID", "Child ID", "Status", "Missing From Date", "Missing From Time"),
    *("Return Date", "Return Time", "Found Location"),
)
# Enough children at one place, too few at the other: both in the gazetteer.
SHOWN, HIDDEN = "Markeaton Park", "Aldi Alvaston"
FORMS = ("html", "json", "pdf", "docx")
CONTACT = "Missing co-ordinator: 01332 000000"


def _row(child: int, week: int, place: str) -> dict[str, str]:
    day = datetime(2021, 1, 4, tzinfo=UTC) + timedelta(weeks=week, days=child % 5)
    after = day + timedelta(days=1)
    values = (
        f"E-{place[0]}-{child}-{week}",
        f"ZZCANARY-{child:04d}",
        "M",
        f"{day:%d/%m/%Y}",
        "17:43",
        f"{after:%d/%m/%Y}",
        "06:19",
        place,
    )
    return dict(zip(HEADINGS, values, strict=True))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of 12 children at one place, and of 4 of them at another."""
    folder = tmp_path_factory.mktemp("briefs")
    with (folder / "export.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, HEADINGS)
        writer.writeheader()
        writer.writerows(_row(child, week, SHOWN) for child in range(12) for week in range(4))
        writer.writerows(_row(child, week, HIDDEN) for child in range(4) for week in range(5, 9))
    period = ("--from", "2021-01-01", "--to", "2021-06-30")
    arguments = ["run", str(folder / "export.csv"), "--out", str(folder / "out"), *period]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOTSPOTS_CONTACTS", f"{CONTACT} | ")
        result = CliRunner().invoke(hotspots, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return folder / "out"


def _wards(out: Path) -> list[Path]:
    return sorted((out / "brief" / "areas").iterdir())


def _contents(path: Path) -> Iterator[str]:
    """All that a reader or a program could get out of a file."""
    data = path.read_bytes()
    yield data.decode("utf-8", errors="replace")
    if path.suffix == ".pdf":
        yield "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    if path.suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode("utf-8", errors="replace")


def test_the_hidden_place_is_shown_to_partners_so_that_the_search_means_something(
    out: Path,
) -> None:
    names = {
        audience: [
            one["name"]
            for one in json.loads((out / audience / "release.json").read_bytes())["hotspots"]
        ]
        for audience in ("partner", "brief")
    }
    assert HIDDEN in names["partner"]
    assert names["brief"] == [SHOWN]


def test_every_ward_has_its_brief_in_every_format(out: Path) -> None:
    assert len(_wards(out)) == 18
    for ward in _wards(out):
        assert sorted(path.name for path in ward.iterdir()) == sorted(f"brief.{f}" for f in FORMS)


def test_the_place_is_in_its_own_ward_s_brief_alone(out: Path) -> None:
    having = {
        (ward.name, path.suffix)
        for ward in _wards(out)
        for path in ward.iterdir()
        if any(SHOWN in text for text in _contents(path))
    }
    assert len({ward for ward, _ in having}) == 1
    assert {suffix for _, suffix in having} == {f".{form}" for form in FORMS}


def test_no_withheld_place_and_no_child_is_in_any_brief(out: Path) -> None:
    for ward in _wards(out):
        for path in ward.iterdir():
            for text in _contents(path):
                for needle in (HIDDEN, "aldi-alvaston", "ZZCANARY", "17:43", str(out)):
                    assert needle not in text, (path.name, needle)


def test_a_ward_of_too_few_reads_as_a_ward_of_none(out: Path) -> None:
    leads = {
        ward.name: json.loads((ward / "brief.json").read_bytes())["lead"] for ward in _wards(out)
    }
    partner = json.loads((out / "partner" / "release.json").read_bytes())
    hidden = next(one["area"]["code"] for one in partner["hotspots"] if one["name"] == HIDDEN)
    others = [lead for lead in leads.values() if lead.startswith("No place in this area is shown.")]
    assert len(others) == 17
    assert set(others) == {leads[hidden]}


def test_whom_to_call_comes_from_the_settings(out: Path) -> None:
    for ward in _wards(out):
        assert CONTACT in json.loads((ward / "brief.json").read_bytes())["contacts"]


def test_other_audiences_folders_have_no_briefs(out: Path) -> None:
    assert not (out / "partner" / "areas").exists()
    assert not (out / "public" / "areas").exists()
