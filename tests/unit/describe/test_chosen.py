from __future__ import annotations

import pytest

from hotspots.describe import chosen_words
from hotspots.errors import ParameterError


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Alvaston   shops ", "Alvaston shops"),
        ("", ""),
        ("St Peter's Cross", "St Peter's Cross"),
        ("Cafe\u0301 corner", "Caf\u00e9 corner"),
        ("The Spot & Intu", "The Spot & Intu"),
    ],
)
def test_a_name_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert chosen_words(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "x" * 61,
        "Shops\u202e",
        "Shops\0",
        "near DE24 8HS",
        "near de248hs",
        "12 Green Lane",
        "12a, Green Lane",
        "Elm children's home",
        "by the hostel",
        "Park School gate",
    ],
)
def test_a_name_that_could_point_at_a_child_is_refused_and_not_repeated(typed: str) -> None:
    with pytest.raises(ParameterError) as error:
        chosen_words(typed)
    assert typed not in str(error.value)


def test_a_public_place_may_be_called_by_its_own_name() -> None:
    names = ["Home Bargains", "School Lane Shops", "Home"]
    assert chosen_words("Home Bargains and bank", public_names=names[:2])
    with pytest.raises(ParameterError):
        chosen_words("Home Bargains", public_names=[])
    with pytest.raises(ParameterError):
        chosen_words("Home Bargains by the hostel", public_names=names)
