"""The documents that trace requirements: nothing invented, nothing left without an answer."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
ANSWERS = {"met", "open", "operator"}
# OWASP ASVS 5.0.0 has so many requirements of the first and second level, in 17 chapters.
FIRST, SECOND, CHAPTERS = 70, 183, 17


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (DOCS / "asvs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_requirement_of_both_levels_stands_there_once(rows: list[dict[str, str]]) -> None:
    ids = [row["id"] for row in rows]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", one) for one in ids)
    assert {int(one.split(".")[0]) for one in ids} == set(range(1, CHAPTERS + 1))
    assert Counter(row["level"] for row in rows) == {"1": FIRST, "2": SECOND}
    assert ids == sorted(ids, key=lambda one: [int(part) for part in one.split(".")])


def test_every_requirement_has_an_answer(rows: list[dict[str, str]]) -> None:
    for row in rows:
        assert row["in short"], row
        assert row["how"], row
        applies = {"yes": True, "no": False}[row["applicable"]]
        assert (row["answer"] in ANSWERS) if applies else row["answer"] == "", row


def test_what_is_met_names_a_test_that_exists(rows: list[dict[str, str]]) -> None:
    for row in rows:
        if row["answer"] == "met":
            assert row["test"], row
        if row["test"]:
            assert (ROOT / row["test"]).is_file(), row
            assert "def test_" in (ROOT / row["test"]).read_text(encoding="utf-8"), row


def test_documents_that_are_named_exist(rows: list[dict[str, str]]) -> None:
    named = {name for row in rows for name in re.findall(r"docs/[\w/-]+\.md", row["how"])}
    assert named
    assert all((ROOT / name).is_file() for name in named), named


def test_what_is_open_is_told_in_the_assurance(rows: list[dict[str, str]]) -> None:
    told = (DOCS / "assurance.md").read_text(encoding="utf-8")
    assert [r["id"] for r in rows if r["answer"] == "open" and r["id"] not in told] == []
    answers = Counter(row["answer"] or "not applicable" for row in rows)
    for answer, number in answers.items():
        assert re.search(rf"\b{number} {answer}\b", told), (answer, number)


def test_the_impact_assessment_has_every_part_of_the_commissioners_template() -> None:
    text = (DOCS / "dpia.md").read_text(encoding="utf-8")
    parts = (
        "Why an assessment is needed",
        "The processing",
        "Consultation",
        "Necessity and proportionality",
        "Risks",
        "Measures",
        "Sign-off",
    )
    places = [text.index(f"{part}\n") for part in parts]
    assert places == sorted(places)
    for part in ("### Nature", "### Scope", "### Context", "### Purposes", "["):
        assert part in text
    links = re.findall(r"\]\(([\w/.-]+\.md)\)", text)
    assert links
    assert all((DOCS / link).is_file() for link in links)
