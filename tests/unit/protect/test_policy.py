from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest

from hotspots.errors import ParameterError
from hotspots.protect import load_policy
from hotspots.protect.floor import FLOOR
from hotspots.protect.policy import Figures, Thresholds, Timing
from hotspots.protect.policyfile import parse_policy
from hotspots.release import Audience

PARTNER = FLOOR[Audience.PARTNER]


def text_of(audience: Audience) -> str:
    folder = files("hotspots.protect") / "policies"
    return (folder / f"{audience.value}.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("audience", list(Audience))
def test_every_audience_has_a_policy_of_its_own(audience: Audience) -> None:
    policy = load_policy(audience)
    assert policy.audience is audience
    assert policy.version
    assert policy.title
    assert policy.statements


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"children": 0}, "at least one child"),
        ({"episodes": 0}, "at least one child"),
        ({"top_child_percent": 101}, "whole percentages"),
        ({"top_two_percent": -1}, "whole percentages"),
        ({"p_percent": 101}, "whole percentages"),
    ],
)
def test_thresholds_that_are_none(changes: dict[str, int], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        replace(PARTNER.thresholds, **changes)


def test_the_outermost_thresholds_are_thresholds() -> None:
    lowest = Thresholds(
        children=1, episodes=1, top_child_percent=0, top_two_percent=100, p_percent=0
    )
    assert lowest.children == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"base": 0}, "multiple of at least 1"),
        ({"band_to": -1}, "multiple of at least 1"),
        ({"child_bands": (3, 4)}, "at least two numbers"),
        ({"child_bands": (3, 5, 5)}, "at least two numbers"),
        ({"child_bands": (5, 3)}, "at least two numbers"),
    ],
)
def test_figures_that_are_none(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        replace(PARTNER.figures, **changes)


@pytest.mark.parametrize("changes", [{"days_after_close": -1}, {"days_after_period": -1}])
def test_nothing_is_published_before_the_end(changes: dict[str, Any]) -> None:
    with pytest.raises(ParameterError, match="0 days or more"):
        replace(PARTNER.timing, **changes)
    assert isinstance(replace(PARTNER.timing, days_after_close=0, days_after_period=0), Timing)


@pytest.mark.parametrize(
    ("episodes", "base", "band_to", "vague"),
    [
        (5, 5, 7, True),  # 5 to 7 as a band, then 8 to 12 as 10
        (6, 5, 7, False),  # a band of two
        (7, 5, 7, False),  # a band of one is the count itself
        (8, 5, 7, True),  # no band left
        (8, 5, 0, True),  # 8 to 12 as 10
        (10, 5, 0, True),  # 10, 11 or 12 as 10
        (11, 5, 0, False),  # 11 or 12 as 10
        (12, 5, 0, False),  # 12 as 10
        (13, 5, 0, True),
        (5, 5, 0, True),  # 5 to 7 as 5
        (5, 5, 8, True),  # the band, then 9 to 12 as 10
        (5, 5, 10, False),  # the band, then 11 or 12 as 10
        (5, 1, 0, False),  # not rounded at all
    ],
)
def test_every_figure_stands_for_at_least_three_counts(
    episodes: int, base: int, band_to: int, *, vague: bool
) -> None:
    def build() -> object:
        return replace(
            PARTNER,
            thresholds=replace(PARTNER.thresholds, episodes=episodes),
            figures=Figures(base=base, band_to=band_to, child_bands=()),
        )

    if vague:
        build()
    else:
        with pytest.raises(ParameterError, match="fewer than three counts"):
            build()


def test_bands_of_children_begin_at_the_fewest_shown() -> None:
    with pytest.raises(ParameterError, match="must begin at the fewest"):
        replace(PARTNER, thresholds=replace(PARTNER.thresholds, children=4))


def test_an_unknown_classification_is_refused() -> None:
    with pytest.raises(ParameterError, match="OFFICIAL-SENSITIVE"):
        replace(load_policy(Audience.PARTNER), classification="SECRETISH")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('audience = "partner"', 'audience = "everybody"', "audience is one of"),
        ('audience = "partner"', "audience = 3", "audience is one of"),
        ('audience = "partner"', 'audience = ["partner"]', "audience is one of"),
        ('version = "3"', "version = 2", "needs version"),
        ('version = "3"', "", "needs version"),
        ("statements = [", "statements = [ 5,", "needs statements"),
        ("children = { value = 3,", "children = { value = true,", "needs children"),
        ("children = { value = 3,", "children = { value = 3.0,", "needs children"),
        ("children = { value = 3,", "children = { values = 3,", "needs children"),
        ("children = { value = 3,", "children = { value = 3, extra = 1,", "no rule reads: extra"),
        ("[3, 5, 10]", '[3, "5", 10]', "needs child_bands"),
        ('value = "months"', 'value = "weeks"', "period is one of"),
        ("[timing]", "[timings]", "needs timing"),
        ("[shows]", "[shows]\nmore = true", "no rule reads: more"),
        ('version = "3"', 'version = "1"\nmore = 1', "no rule reads: more"),
        ('version = "3"', "version = ", "not TOML"),
    ],
)
def test_a_file_that_is_no_policy_is_refused(old: str, new: str, message: str) -> None:
    text = text_of(Audience.PARTNER)
    assert old in text
    with pytest.raises(ParameterError, match=message):
        parse_policy(text.replace(old, new, 1))


NAMED = re.findall(r"^(\w+) = (?!\[)", text_of(Audience.PARTNER), flags=re.MULTILINE)


@pytest.mark.parametrize("name", NAMED)
def test_what_is_left_out_is_named(name: str) -> None:
    without = re.sub(rf"^{name} = .*$", "", text_of(Audience.PARTNER), flags=re.MULTILINE)
    told = "audience is one of" if name == "audience" else f"needs {name}, of the kind"
    with pytest.raises(ParameterError, match=told):
        parse_policy(without)


def test_statements_that_are_left_out_are_named() -> None:
    text = text_of(Audience.PARTNER)
    without = re.sub(r"^statements = \[.*?^\]$", "", text, flags=re.MULTILINE | re.DOTALL)
    assert without != text
    with pytest.raises(ParameterError, match="needs statements, of the kind list"):
        parse_policy(without)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('version = "3"', 'version = "3"\nmore = 1', "In the policy stands"),
        ("[shows]", "[shows]\nmore = true", "In shows stands"),
        ("children = { value = 3,", "children = { value = 3, more = 1,", "In children stands"),
    ],
)
def test_what_no_rule_reads_is_told_with_its_place(old: str, new: str, where: str) -> None:
    with pytest.raises(ParameterError, match=where):
        parse_policy(text_of(Audience.PARTNER).replace(old, new, 1))


def test_the_source_that_is_missing_is_named() -> None:
    text = re.sub(r', source = "sdcTools[^"]*"', "", text_of(Audience.PARTNER), count=1)
    with pytest.raises(ParameterError, match="needs children source, of the kind str"):
        parse_policy(text)


def test_a_number_without_its_source_is_refused() -> None:
    text = text_of(Audience.PARTNER)
    start = text.index('source = "sdcTools')
    end = text.index('"', start + len('source = "'))
    for source in ('source = ""', 'source = " "'):
        with pytest.raises(ParameterError, match="where children comes from"):
            parse_policy(text[:start] + source + text[end + 1 :])
