from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.cells import safe_cell

SIGNS = "=+-@"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        " =1",
        "\u00a0=1",
        "\t=1",
        "\r=1",
        "\n=1",
        "\x00=1",
        "\ufeff=1",
        "\u200b=1",
        "\u3000=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff201",
        "\ufe661",
        "\u22121",
        " \t\u200b =1",
        "\u0301=1",
    ],
)
def test_what_a_spreadsheet_would_run_becomes_text(text: str) -> None:
    safe = safe_cell(text)
    assert isinstance(safe, str)
    assert safe.startswith("'")


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a\n=1", "a =1"),
        ("a\r\n=1", "a  =1"),
        ("a\t=1", "a =1"),
        ("Bus;=1", "Bus;'=1"),
        ("Bus, -5", "Bus,' -5"),
        ('a"=1', "a\"'=1"),
    ],
)
def test_a_sign_inside_a_cell_cannot_begin_one(text: str, safe: str) -> None:
    assert safe_cell(text) == safe


@pytest.mark.parametrize(
    "text", ["", "Aldi Alvaston", "St Peter's", "Aldi - Alvaston", "Blue Peter, Alvaston", "5 to 7"]
)
def test_ordinary_names_are_left_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("number", [-1, 0, 20, -1.5])
def test_numbers_stay_numbers(number: float) -> None:
    assert safe_cell(number) is number


def test_none_is_an_empty_cell() -> None:
    assert safe_cell(None) == ""


@given(st.text())
def test_no_text_begins_as_a_formula_or_breaks_a_line(text: str) -> None:
    safe = safe_cell(text)
    assert isinstance(safe, str)
    first = unicodedata.normalize("NFKC", safe.strip())[:1]
    assert first == "" or first not in SIGNS
    assert not set("\r\n\t\x00") & set(safe)


@given(st.lists(st.text(alphabet="ab=+-@;,\" '\t\n"), min_size=1, max_size=4))
def test_no_field_of_a_semicolon_locale_begins_as_a_formula(cells: list[str]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerow([safe_cell(cell) for cell in cells])
    for field in text.getvalue().replace(",", ";").replace('"', ";").split(";"):
        assert field.strip()[:1] == "" or field.strip()[0] not in SIGNS
