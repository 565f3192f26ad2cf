"""The co-ordinator's tables of where: by source, by side of the boundary, and since a baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.report.tidy import count, day, ratio, share, table, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.model import OutOfAuthority, PlaceComparison, Reduction, SourceShare
    from hotspots.report.tidy import Table

_ALL_PLACEMENTS, _ANY_SOURCE = "all", "any"
_CHILDREN = count("children", "Young people", "Different young people.")


def source_table(shares: Iterable[SourceShare]) -> Table:
    """Of how many episodes there is a place, by who said so."""
    return table(
        "places_by_source",
        "Episodes with a usable place, by who said so",
        (
            text("placement", "Placement", "Type of placement; 'all' is over all of them."),
            text("source", "Said by", "Who said so; 'any' is over all sources."),
            count("episodes", "Episodes", "All that began in the period: the denominator."),
            count("spoke", "With words", "Have any words of a place from this source."),
            count("usable", "With a place", "Have a place in the city that can be mapped."),
            share("part", "Share", "With a place, of all the episodes."),
            count("outside", "Outside only", "Have only a place outside the city."),
        ),
        (
            (
                _ALL_PLACEMENTS if one.placement is None else one.placement.value,
                _ANY_SOURCE if one.source is None else one.source.value,
                *(one.episodes, one.spoke, one.usable),
                one.part if one.episodes else None,
                one.outside,
            )
            for one in shares
        ),
        note="One episode may have places from several sources: the rows do not add up.",
    )


def comparison_table(one: PlaceComparison) -> Table:
    """Public places by what is said and by where the police found them."""
    return table(
        "places_compared",
        "Places named in return interviews, and where the police found them",
        (
            text("place", "Public place", "By its name in the list of public places."),
            count("said", "Named in interviews", "Episodes in whose interview it was named."),
            count("said_children", "by young people", "Different young people who named it."),
            count("found", "Found by police", "Episodes in which the police found them there."),
            count("found_children", "young people", "Different young people found there."),
        ),
        (
            (
                *(place.name, place.by_child.episodes, place.by_child.children),
                *(place.by_police.episodes, place.by_police.children),
            )
            for place in one.places
        ),
    )


def sides_table(one: OutOfAuthority) -> Table:
    """Whose children, and placed where."""
    return table(
        "authority",
        "In and out of the authority",
        (
            text(
                "side", "Whose, and placed where", "Responsible authority; that of the placement."
            ),
            count("episodes", "Episodes", "That began in the period."),
            _CHILDREN,
        ),
        ((side.value, tally.episodes, tally.children) for side, tally in one.sides),
        note=(
            "The placement's authority is told by its postcode. Who moved across the boundary "
            "counts on both sides."
        ),
    )


def away_table(one: OutOfAuthority) -> Table:
    """The young people who are not ours and here."""
    return table(
        "out_of_authority",
        "Young people across the boundary",
        (
            text(
                "side", "Whose, and placed where", "Responsible authority; that of the placement."
            ),
            text("child", "Young person", "A pseudonym: the case system has the name."),
            text("responsible", "Responsible authority", "As it is recorded."),
            count("episodes", "Episodes", "That began in the period."),
            day("last_on", "Last began", "Local day on which the last one began."),
        ),
        (
            (child.side.value, child.child_id, child.responsible_la, child.episodes, child.last_on)
            for child in one.children
        ),
    )


def outside_table(one: OutOfAuthority) -> Table:
    """Places outside the city."""
    return table(
        "places_outside",
        "Places outside the city",
        (
            text("place", "Place", "A town or place by name; a bare position is not listed."),
            count("episodes", "Episodes", "In which it was named."),
            _CHILDREN,
        ),
        ((place.name, place.tally.episodes, place.tally.children) for place in one.places),
        note="Kept and counted, and never put on the city's map.",
    )


def trend_table(one: Reduction) -> Table:
    """Each type of placement beside the frozen baseline, the word first."""
    return table(
        "trend",
        "Since the baseline",
        (
            text("placement", "Placement", "Type of placement; 'all' is over all of them."),
            text("word", "In a word", "Direction of travel; see docs/monitoring.md."),
            count("before", "Baseline", "Episodes that began in the baseline."),
            count("before_days", "its days", "Days of the baseline."),
            count("now", "Now", "Episodes that began in the period."),
            count("now_days", "days", "Days of the period."),
            ratio("ratio", "Times as many", "Episodes a day now, over those of the baseline."),
            ratio("low", "From", "Lower end of the exact 95 % interval of that ratio."),
            ratio("high", "To", "Upper end; empty where it has none."),
            text("sentence", "In words", "The same in a sentence.", is_on_page=False),
        ),
        (
            (
                _ALL_PLACEMENTS if trend.placement is None else trend.placement.value,
                trend.direction.word.value,
                *(trend.direction.baseline_episodes, trend.direction.baseline_days),
                *(trend.direction.current_episodes, trend.direction.current_days),
                *(trend.direction.rate_ratio, trend.direction.low, trend.direction.high),
                trend.sentence,
            )
            for trend in one.trends
        ),
    )
