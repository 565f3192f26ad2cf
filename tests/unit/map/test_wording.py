from __future__ import annotations

import pytest

from hotspots.map.wording import in_words, months_in_words, plain
from hotspots.release import ShownCount, Withheld


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2021-01", "2021-06", "January to June 2021"),
        ("2020-11", "2021-02", "November 2020 to February 2021"),
        ("2021-03", "2021-03", "March 2021"),
        ("2021-03", None, "March 2021"),
        (None, "2021-12", "December 2021"),
        (None, None, "Not shown"),
        ("2021-13", "2021-13", "2021-13"),
    ],
)
def test_months_are_said_as_people_say_them(
    first: str | None, last: str | None, words: str
) -> None:
    assert months_in_words(first, last) == words


def test_a_withheld_count_is_never_blank_and_never_none() -> None:
    withheld = ShownCount(text=Withheld.TOO_FEW.value, reason=Withheld.TOO_FEW)
    assert in_words(withheld) == "too few young people to show"
    assert in_words(ShownCount(text="")) == "Not shown"


@pytest.mark.parametrize("hidden", ["\x00", "\r", "\n", "\u2028", "\u202e", "\u2066", "\ud800"])
def test_what_hides_or_turns_text_is_taken_out(hidden: str) -> None:
    assert plain(f"a{hidden}b") == "a b"


def test_ordinary_text_is_left_as_it_is() -> None:
    assert plain("St Peter's \u2013 Café №5 `${x}` <b>") == "St Peter's \u2013 Café №5 `${x}` <b>"
