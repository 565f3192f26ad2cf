"""The co-ordinator's tables of numbers: how many, how often, how unevenly, at what rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.model import PROVIDER_WORDS, EpisodeStatus, SpanUnit
from hotspots.report.tidy import count, day, number, share, table, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.model import (
        ChildFrequency,
        Figures,
        Frequency,
        PlacementFigure,
        ProviderTally,
        Rate,
        RepeatRule,
        SpanTally,
        Unevenness,
    )
    from hotspots.report.tidy import Column, Table, Value

ALL = "all"
STATUS_WORDS = {
    EpisodeStatus.MISSING: "missing",
    EpisodeStatus.AWAY_WITHOUT_AUTHORISATION: "away without authorisation",
}
PROVIDER_HEADING = "Provider"
_EPISODES = count("episodes", "Episodes", "Episodes that began in these local days.")
_CHILDREN = count("children", "Young people", "Different young people who had them.")
_PLACEMENT = text("placement", "Placement", "Type of placement, by the crosswalk from the codes.")


def figures_table(figures: Figures) -> Table:
    """Paragraph 4.7: all, each type, and the remainder."""
    remainder = figures.remainder_types
    rows: list[tuple[Value, ...]] = [
        (
            *(ALL, "total", figures.episodes, figures.children),
            *(figures.top_children, figures.top_episodes),
            figures.top_share if figures.episodes else None,
        ),
        *(
            (
                one.placement.value,
                "remainder" if one.placement in remainder else "named",
                *(one.episodes, one.children, *_top_of(one)),
            )
            for one in figures.placements
        ),
    ]
    if len(remainder) > 1:
        left = figures.remainder
        rows.append(("the remainder", "subtotal", left.episodes, left.children, None, None, None))
    return table(
        "figures",
        "The figures of paragraph 4.7",
        (
            _PLACEMENT,
            text("part", "Part", "A type that paragraph 4.7 names, or part of the remainder."),
            _EPISODES,
            _CHILDREN,
            count("top_children", "Most often missing", "How many of them are told apart."),
            count("top_episodes", "Their episodes", "Episodes of those, from this type."),
            share("top_share", "Their share", "Their episodes of all the row's episodes."),
        ),
        rows,
        note=(
            "Counted by the day each episode began. A young person who moved counts in each type "
            f"and once in all: {figures.movers or 'nobody'} moved. The most often missing are not "
            "told apart where there are no others."
        ),
    )


def _top_of(one: PlacementFigure) -> tuple[Value, ...]:
    if one.top_children == one.children:
        return (None, None, None)
    return (one.top_children, one.top_episodes, one.top_share)


def span_table(unit: SpanUnit, tallies: Iterable[SpanTally]) -> Table:
    """A row for each week, month or quarter."""
    held = tuple(tallies)
    placements = held[0].placements if held else ()
    statuses = held[0].statuses if held else ()
    return table(
        f"{unit.value}s",
        f"By {unit.value}",
        (
            text(unit.value, unit.value.capitalize(), "Weeks are those of ISO 8601."),
            day("first", "From", "First local day (Europe/London)."),
            day("last", "To", "Last local day."),
            text("whole", "Whole", f"'part' where the period cuts the {unit.value}."),
            _EPISODES,
            _CHILDREN,
            *(_part(f"placement_{one.name.lower()}", one.value) for one, _ in placements),
            *(_part(f"status_{one.name.lower()}", STATUS_WORDS[one]) for one, _ in statuses),
        ),
        (_span_row(one) for one in held),
        note=(
            "Episodes add up over the rows to those of the period. Young people do not: one may "
            "be missing in several rows."
        ),
    )


def _part(key: str, words: str) -> Column:
    return count(key, words.capitalize(), f"Episodes of those: {words}.")


def _span_row(one: SpanTally) -> tuple[Value, ...]:
    days = one.span.days
    return (
        *(one.span.label, days.first, days.last, "whole" if one.span.is_whole else "part"),
        *(one.all.episodes, one.all.children),
        *(tally.episodes for _, tally in one.placements),
        *(tally.episodes for _, tally in one.statuses),
    )


def provider_table(tallies: Iterable[ProviderTally]) -> Table:
    """By type of placement, provider and status."""
    return table(
        "providers",
        "By placement, provider and status",
        (
            _PLACEMENT,
            text("provider", PROVIDER_HEADING, "PLACE_PROVIDER of the SSDA903 return."),
            _EPISODES,
            _CHILDREN,
            count("missing", "Missing", "Episodes with status M: whereabouts unknown."),
            count("away", "Away", "Status A: away from placement without authorisation."),
        ),
        (
            (
                *(one.placement.value, _provider(one.provider)),
                *(one.all.episodes, one.all.children, one.missing.episodes, one.away.episodes),
            )
            for one in tallies
        ),
        note=(
            "About one authority in three records everything as missing and nothing as away "
            "(a written answer of the Department for Education): compare authorities by both "
            "together."
        ),
    )


def children_table(frequency: Frequency) -> Table:
    """A row for each young person, by pseudonym."""
    return table(
        "young_people",
        "Young people, by how often",
        (
            text("child", "Young person", "A pseudonym: the case system has the name."),
            count("episodes", "Episodes", "That began in the period."),
            count("missing", "Missing", "Of those with status M."),
            count("away", "Away", "Of those with status A."),
            *(
                count(f"days_{days}", f"Last {days} days", f"In the {days} days to the last one.")
                for days in frequency.windows_days
            ),
            *(_flag_column(rule) for rule in frequency.rules),
            number("median_gap_days", "Days between", "Median from a return to the next start."),
            number(
                "shortest_gap_days",
                "Shortest",
                "The shortest of those, in days.",
                is_on_page=False,
            ),
            number("median_hours", "Median hours", "Length of those that ended, true elapsed."),
            count("long", "Long", f"Longer than {frequency.lengths.long_hours} hours."),
            count("still_missing", "Not returned", "No return is recorded."),
            text("placements", "Placements", "Types of placement in the period."),
            day("last_on", "Last began", "Local day on which the last one began."),
        ),
        (_child_row(one, frequency.rules) for one in frequency.children),
        note=(
            f"As at {frequency.as_of:%d/%m/%Y}. The windows end on that day and may reach back "
            "before the period."
        ),
    )


def _flag_column(rule: RepeatRule) -> Column:
    return text(
        f"repeat_{rule.episodes}_in_{rule.days}",
        f"{rule.episodes} in {rule.days} days",
        f"{rule}: 'now' on the last day, 'earlier' on another day of the period.",
    )


def _flag(one: ChildFrequency, rule: RepeatRule) -> str:
    if rule in one.rules_met:
        return "now"
    return "earlier" if rule in one.rules_met_in_period else "no"


def _provider(code: str) -> str:
    return f"{code}: {PROVIDER_WORDS[code]}" if code else "not given"


def _child_row(one: ChildFrequency, rules: Iterable[RepeatRule]) -> tuple[Value, ...]:
    flags = tuple(_flag(one, rule) for rule in rules)
    lengths = one.lengths
    return (
        one.child_id,
        one.episodes,
        one.missing,
        one.away,
        *one.in_windows,
        *flags,
        one.median_gap_days,
        one.shortest_gap_days,
        lengths.median_hours,
        lengths.over,
        lengths.still_missing,
        "; ".join(placement.value for placement in one.placements),
        one.last_on,
    )


def unevenness_table(one: Unevenness) -> Table:
    """Observed, and what luck alone gives."""
    chance: tuple[Column, ...] = (
        share("low", "By luck: from", "95 % of the simulations give this or more at least …"),
        share("middle", "Middle", "The median of the simulations."),
        share("high", "To", "… and this or less at most."),
    )
    return table(
        "concentration",
        "Concentration, beside chance",
        (
            text("measure", "Measure", "What is measured, from 0 to 1."),
            share("observed", "Observed", "In this period."),
            *chance,
        ),
        (
            (
                f"share of the {one.top_children} most often missing",
                one.top_share if one.episodes else None,
                *(one.chance_top_share or (None, None, None)),
            ),
            ("Gini coefficient", one.gini, *(one.chance_gini or (None, None, None))),
        ),
        note=(
            f"{one.simulations} simulations in which as many episodes fall on equally likely young "
            "people, of whom about as many are missing at least once. A Gini coefficient of 0 "
            "means that all have equally many."
        ),
    )


def rates_table(rates: Iterable[Rate]) -> Table:
    """Episodes for the time in placement, or why there is no rate."""
    return table(
        "rates",
        "Rates for the time in placement",
        (
            _PLACEMENT,
            count("episodes", "Episodes", "That began on a day in such a placement."),
            count("child_days", "Days lived there", "Young people times days, each day once."),
            number("per_1000_days", "For 1,000 days", "Episodes for 1,000 days lived there."),
            number("low", "From", "Lower end of the exact 95 % interval (Garwood 1936)."),
            number("high", "To", "Upper end."),
            count("outside", "Not in it", "Episodes on days that the placements do not cover."),
            text("reason", "Why not", "Why there is no rate."),
        ),
        (
            (
                *(one.placement.value, one.episodes),
                one.child_days if one.per_1000_days is not None else None,
                *(one.per_1000_days, one.low, one.high, one.outside, one.reason),
            )
            for one in rates
        ),
    )
