"""The forward check in sentences for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.model import ForwardVerdict

if TYPE_CHECKING:
    from hotspots.model import Forecast, ForwardCheck

_VERDICTS = {
    ForwardVerdict.BETTER: (
        "Place for place the hotspots say more of the next month than its last month does."
    ),
    ForwardVerdict.NO_DIFFERENCE: (
        "Place for place they say neither clearly more nor clearly less of the next month "
        "than last month's busiest places do."
    ),
    ForwardVerdict.WORSE: (
        "Place for place last month's busiest places say more: do not plan the next month "
        "by these hotspots."
    ),
}


def forward_sentences(check: ForwardCheck) -> tuple[str, ...]:
    """What was held out, how each rule did, and the verdict."""
    if check.split is None:
        return ("There is no whole month to hold out with another whole month before it.",)
    month = f"{check.split.held_out.first:%B %Y}"
    rules = (
        ("The hotspots of the months before", check.hotspots),
        ("As many public places drawn at random", check.random),
        ("The busiest places of the busiest hotspots", check.three_hotspots),
        ("The busiest places of the month before", check.last_month),
    )
    if check.verdict is ForwardVerdict.INSUFFICIENT:
        return (
            (
                f"{month} was held out and has {check.visits} visits of {check.children} children "
                "to known places: with the months before it that is too little to check the "
                "hotspots by."
            ),
        )
    return (
        f"{month} was held out: {check.visits} visits of {check.children} children.",
        *(
            f"{name} ({_places(one)}) {_found(one, check.visits)}"
            for name, one in rules
            if one is not None
        ),
        _VERDICTS[check.verdict],
    )


def _places(one: Forecast) -> str:
    return "1 position" if one.places == 1 else f"{one.places} positions"


def _found(one: Forecast, of: int) -> str:
    visits = f"{one.visits:g}" if one.visits == int(one.visits) else f"{one.visits:.1f}"
    index = "" if one.pai is None else f", an index (PAI) of {one.pai:.1f}"
    return f"took in {visits} of {of} visits on {one.area_share:.1%} of the ground{index}."
