"""Profiles: the packaged ones are sound, a user's own is checked and understood."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from hotspots.errors import InputError
from hotspots.ingest import Pseudonymiser, load_profile, read_episodes
from hotspots.ingest.profile import ProfileKind, normal
from hotspots.ingest.profilefile import PROFILES
from hotspots.model import EpisodeStatus, InterviewState, PlacementType, PlaceSource

ROOT = Path(__file__).resolve().parents[3]
MINIMAL = """
[columns]
child_ref = ["Ref"]
start = ["From"]
end = ["To"]
[defaults]
status = "M"
"""


def own(tmp_path: Path, text: str) -> str:
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", PROFILES)
def test_a_packaged_profile_is_sound(name: str) -> None:
    profile = load_profile(name)
    assert profile.name == name
    assert set(profile.needed) <= set(profile.columns)
    EpisodeStatus(profile.defaults.get("status", "M"))
    assert {EpisodeStatus(code) for code in profile.codes["status"].values()} == set(EpisodeStatus)
    assert {InterviewState(code) for code in profile.codes["outcome"].values()}
    assert {PlaceSource(code) for code in profile.codes["found_by"].values()}
    assert {rule.source_from for rule in profile.mentions} <= {"", "found_by"}


def test_open_data_is_a_kind_of_its_own() -> None:
    kinds = {name: load_profile(name).kind for name in PROFILES}
    assert [name for name, kind in kinds.items() if kind is ProfileKind.OPEN_RECORDS] == [
        "police-uk"
    ]


@pytest.mark.parametrize(
    ("code", "provider", "day", "expected"),
    [
        ("K2", "PR1", date(2021, 1, 1), PlacementType.OWN_RESIDENTIAL),
        ("K2", "PR4", date(2021, 1, 1), PlacementType.EXTERNAL_RESIDENTIAL),
        ("U1", "PR1", date(2021, 1, 1), PlacementType.FOSTER),
        ("U6", "", date(2021, 1, 1), PlacementType.FOSTER),
        ("K3", "PR4", date(2024, 1, 1), PlacementType.SUPPORTED),
        ("H5", "PR4", date(2023, 10, 27), PlacementType.SUPPORTED),
        ("H5", "PR4", date(2023, 10, 28), PlacementType.INDEPENDENT),
        ("P2", "", date(2021, 1, 1), PlacementType.INDEPENDENT),
        ("Z1", "", date(2021, 1, 1), PlacementType.INDEPENDENT),
        ("P1", "PR0", date(2021, 1, 1), PlacementType.HOME),
        ("T0", "", date(2021, 1, 1), PlacementType.OTHER),
    ],
)
def test_the_crosswalk_counts_as_the_report_does(
    code: str, provider: str, day: date, expected: PlacementType
) -> None:
    rules = load_profile("case-system").placement
    assert next(rule.type for rule in rules if rule.holds(code, provider, day)) is expected


def test_headings_and_codes_compare_by_letters_and_digits() -> None:
    assert normal(" Missing-From  DATE: ") == "missingfromdate"
    assert normal("Ｄａｔｅ") == "date"  # noqa: RUF001 - full width letters


def test_a_users_own_profile_reads_a_users_own_file(tmp_path: Path) -> None:
    text = (
        MINIMAL
        + """
status = "A"
[dates]
order = "mdy"
[[mentions]]
role = "found"
source = "carer"
headings = ["Where"]
""".replace('status = "A"\n', "")
    )
    table = tmp_path / "ours.csv"
    table.write_text("REF,from,To,Where,Name\nx1,03/25/2021,,Aldi,Nobody\n", encoding="utf-8")
    batch = read_episodes(
        [table],
        profile=load_profile(own(tmp_path, text)),
        pseudonymiser=Pseudonymiser(bytes(32)),
        as_of=date(2021, 7, 1),
    )
    (episode,) = batch.episodes
    assert episode.started_on == date(2021, 3, 25)
    assert [(m.text, m.source) for m in episode.mentions] == [("Aldi", PlaceSource.CARER)]
    assert "Nobody" not in repr(batch)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[columns", "not TOML"),
        ("title = 'x'", "columns"),
        (MINIMAL + "[colums]\n", "unknown parts: colums"),
        (MINIMAL.replace("end =", "finish ="), "unknown columns: finish"),
        (MINIMAL.replace('end = ["To"]', ""), "no headings for end"),
        (MINIMAL.replace('status = "M"', ""), "no headings for status"),
        (MINIMAL.replace('["To"]', '["FROM"]'), "means two things"),
        (MINIMAL.replace('["To"]', '["--"]'), "without letters"),
        (MINIMAL.replace('["To"]', '"To"'), "lists of texts"),
        (MINIMAL + '[[mentions]]\nrole = "seen"\nheadings = ["Where"]\n', "PlaceRole"),
        (MINIMAL + '[[placement]]\ntype = "palace"\ncodes = ["K2"]\n', "PlacementType"),
        (MINIMAL + '[[placement]]\ntype = "other"\ncodes = ["K2"]\nlast = "x"\n', "are dates"),
        ('kind = "people"\n' + MINIMAL, "ProfileKind"),
    ],
)
def test_a_faulty_profile_is_refused_with_its_fault(
    tmp_path: Path, text: str, problem: str
) -> None:
    with pytest.raises(InputError, match=problem):
        load_profile(own(tmp_path, text))


@pytest.mark.parametrize("name", ["case_system", "none.toml", "common", "../common.toml", ""])
def test_an_unknown_profile_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(InputError, match="case-system"):
        load_profile(name)


def test_the_example_in_the_documentation_is_a_profile(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "profiles.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", text, flags=re.DOTALL)
    assert examples
    for example in examples:
        load_profile(own(tmp_path, example))


def test_the_documentation_names_every_profile_and_column() -> None:
    text = (ROOT / "docs" / "profiles.md").read_text(encoding="utf-8")
    for name in PROFILES:
        assert f"`{name}`" in text
        for column in load_profile(name).columns:
            assert f"`{column}`" in text, column
