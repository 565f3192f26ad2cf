"""The co-ordinator's figures in sentences: each with what it is a part of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.model import AuthoritySide, PlaceSource, UnevennessVerdict
from hotspots.report.figures import WHERE, counted, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.model import (
        Frequency,
        OutOfAuthority,
        PlaceComparison,
        Rate,
        Reduction,
        SourceShare,
        Tally,
        Unevenness,
    )

_HOURS_A_DAY = 24
_EXPOSURE = (
    "A rise or a fall may come from more or fewer young people in placement. The rates for the "
    "time in placement tell that apart, where they can be computed."
)


def frequency_sentences(frequency: Frequency) -> tuple[str, ...]:
    """Who repeats now, and how long episodes last."""
    lengths = frequency.lengths
    repeats = tuple(
        f"{_nobody_or(len(frequency.flagged(rule)))} had {rule.episodes} or more episodes in the "
        f"{rule.days} days to {frequency.as_of:%d/%m/%Y}."
        for rule in frequency.rules
    )
    if lengths.median_hours is None or lengths.longest_hours is None:
        return (*repeats, "No episode has a known length.")
    told = (
        f"Half of the {lengths.ended} episodes of known length were over within "
        f"{_duration(lengths.median_hours)}; {lengths.over} of them "
        f"({percent(lengths.over / lengths.ended)}) lasted more than {lengths.long_hours} hours, "
        f"the longest {_duration(lengths.longest_hours)}."
    )
    left = f"Not in these: {lengths.still_missing} without a recorded return"
    return (*repeats, told, f"{left}, {lengths.dates_only} with dates and no times.")


def unevenness_sentences(one: Unevenness) -> tuple[str, ...]:
    """Whether few make most of it, beside luck."""
    if one.chance_top_share is None or one.verdict is UnevennessVerdict.INSUFFICIENT:
        return ("There are too few episodes to tell a concentration from chance.",)
    low, _, high = one.chance_top_share
    told = (
        f"The {one.top_children} most often missing make {one.top_episodes} of the {one.episodes} "
        f"episodes ({percent(one.top_share)}). If all {one.children} were equally likely, luck "
        f"alone would give the first {one.top_children} between {percent(low)} and "
        f"{percent(high)}."
    )
    if one.verdict is UnevennessVerdict.BEYOND:
        return (told, "That is more than chance gives: the episodes fall on few.")
    return (told, "That some have more than others may be chance.")


def rate_sentences(rates: Sequence[Rate]) -> tuple[str, ...]:
    """The rates with their intervals, or why there are none."""
    reasons = {one.reason for one in rates}
    if len(reasons) == 1 and all(reasons):
        return tuple(reasons)
    return tuple(
        f"{WHERE[one.placement].capitalize()}: {_rate(one)}{_outside(one)}" for one in rates
    )


def where_sentences(shares: Sequence[SourceShare]) -> tuple[str, ...]:
    """How much a map shows, and whom it leaves out."""
    every = next((one for one in shares if one.placement is None and one.source is None), None)
    if every is None or not every.episodes:
        return ()
    talked = next((one for one in shares if one.placement is None and _is_interview(one)), None)
    by_type = [one for one in shares if one.placement is not None and one.source is None]
    told = (
        f"{every.usable} of {every.episodes} episodes ({percent(every.part)}) have a place in the "
        "city that can be put on a map; the map says nothing about the others."
    )
    bias = (
        "A map made of these places is a map of those who talk, or are found: who declines the "
        "interview, or comes back alone, is missing from it."
    )
    interviews = (
        ()
        if talked is None
        else (f"{talked.usable} of {talked.episodes} have one from a return interview.",)
    )
    return (told, *interviews, bias, *_uneven(by_type))


def comparison_sentences(one: PlaceComparison) -> tuple[str, ...]:
    """Whether the two sources say the same."""
    said = [place for place in one.places if place.by_child.episodes]
    found = [place for place in one.places if place.by_police.episodes]
    shared = [place for place in said if place.by_police.episodes]
    if not said or not found:
        return ("There are not places from both sources to compare.",)
    return (
        (
            f"Return interviews name a place for {one.child_episodes} episodes, at {len(said)} "
            f"public places; the police found young people in {one.police_episodes} episodes, at "
            f"{len(found)}. {len(shared)} public places are of both."
        ),
        (
            f"Of the {one.both} episodes with a place from each, {one.agreeing or 'none'} have the "
            f"same place or two within {one.agree_within_m:g} m. Where a young person says "
            "they were and where they were found are two questions: that they differ is no "
            "contradiction."
        ),
    )


def authority_sentences(one: OutOfAuthority) -> tuple[str, ...]:
    """Who is across the boundary, and how many places lie beyond it."""
    sides = dict(one.sides)
    lines = [
        _side(sides[AuthoritySide.OURS_ELSEWHERE], "of ours placed in another authority"),
        _side(sides[AuthoritySide.OTHERS_HERE], "of other authorities placed here"),
    ]
    if sides[AuthoritySide.UNKNOWN].episodes:
        unknown = counted(sides[AuthoritySide.UNKNOWN].episodes, "episode", "episodes")
        lines.append(
            f"Of {unknown} it is not known whose the young person is, or where placed: they are "
            "on no side."
        )
    lines.append(_side(one.place_episodes, "who named, or were found at, a place outside the city"))
    return tuple(lines)


def reduction_sentences(one: Reduction | None) -> tuple[str, ...]:
    """Each type beside the baseline in words, with what makes the comparison a poor one."""
    if one is None:
        return (
            (
                "No baseline was frozen, so no change is told. Name one with --baseline-from and "
                "--baseline-to."
            ),
        )
    told = tuple(
        f"{'All' if trend.placement is None else trend.placement.value.capitalize()}: "
        f"{trend.sentence}"
        for trend in one.trends
    )
    return (*one.warnings, *told, *((_EXPOSURE,) if told else ()))


def _uneven(by_type: Sequence[SourceShare]) -> tuple[str, ...]:
    ordered = sorted(by_type, key=lambda one: one.part)
    if len(ordered) < 2:  # noqa: PLR2004 - two are needed to differ
        return ()
    parts = [
        f"{one.usable} of {one.episodes} {WHERE[one.placement]} ({percent(one.part)})"
        for one in (ordered[-1], ordered[0])
        if one.placement is not None
    ]
    return (f"It is not as full for everybody: {' and '.join(parts)} have a place.",)


def _is_interview(one: SourceShare) -> bool:
    return one.source is PlaceSource.RETURN_INTERVIEW


def _side(tally: Tally, what: str) -> str:
    if not tally.episodes:
        return f"No episode by young people {what}."
    episodes = counted(tally.episodes, "episode", "episodes")
    return f"{episodes} by {_people(tally.children)} {what}."


def _rate(one: Rate) -> str:
    if one.per_1000_days is None:
        return one.reason
    return (
        f"{one.per_1000_days:.1f} episodes for 1,000 days lived there "
        f"({one.episodes} in {one.child_days}; 95 % interval {one.low:.1f} to {one.high:.1f})."
    )


def _outside(one: Rate) -> str:
    if not one.outside:
        return ""
    return (
        f" {counted(one.outside, 'episode is', 'episodes are')} not in it: the placement dates "
        "have the young person elsewhere that day."
    )


def _duration(hours: float) -> str:
    if hours < _HOURS_A_DAY:
        return f"{hours:.1f} hours"
    return f"{hours / _HOURS_A_DAY:.1f} days"


def _nobody_or(number: int) -> str:
    return _people(number) if number else "No young person"


def _people(number: int) -> str:
    return counted(number, "young person", "young people")
