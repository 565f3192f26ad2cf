"""An error names its file without letting the file's name steer what shows it."""

from __future__ import annotations

import pytest

from hotspots.errors import InputError, shown


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Café (2021).csv", "Café (2021).csv"),
        ("a\x1b[31m\nb.csv", "a?[31m?b.csv"),
        ("a\u202egnp.csv", "a?gnp.csv"),
        ("\udcff.csv", "?.csv"),
    ],
)
def test_a_name_is_shown_without_signs_that_steer(name: str, expected: str) -> None:
    assert shown(name) == expected
    error = InputError("it is broken", file=name, mend="Mend it.", row=2, column="C")
    assert error.file == expected
    assert str(error) == f"{expected}, row 2, column 'C': it is broken. Mend it."
