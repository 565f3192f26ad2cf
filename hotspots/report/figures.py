"""The figures of paragraph 4.7 of the council's report, in its own sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.model import PlacementType

if TYPE_CHECKING:
    from hotspots.model import Figures, PlacementFigure

WHERE = {
    PlacementType.OWN_RESIDENTIAL: "in own residential homes",
    PlacementType.EXTERNAL_RESIDENTIAL: "in other providers' residential homes",
    PlacementType.FOSTER: "in foster care",
    PlacementType.SUPPORTED: "in supported accommodation",
    PlacementType.INDEPENDENT: "in independent or unregulated provision",
    PlacementType.HOME: "living at home",
    PlacementType.OTHER: "in other placements",
    PlacementType.UNKNOWN: "whose placement is not known",
}


def figure_lines(figures: Figures) -> tuple[str, ...]:
    """The sentences to print: all, each type, the remainder, the top of all and of each type."""
    if not figures.episodes:
        return (f"No episode began in the period {figures.period.in_words}",)
    named = [one for one in figures.placements if one.placement not in figures.remainder_types]
    return (
        _total(figures),
        *(placement_sentence(one) for one in named),
        *_remainder(figures),
        *_top(figures),
        *(_top_within(one) for one in named if one.top_children < one.children),
        *_movers(figures),
    )


def placement_sentence(figure: PlacementFigure) -> str:
    """`180 episodes are by 11 young people in own residential homes`."""
    return f"{_are_by(figure.episodes, figure.children)} {WHERE[figure.placement]}"


def counted(number: int, one: str, many: str) -> str:
    """`1 episode`, `2 episodes`."""
    return f"{number} {one if number == 1 else many}"


def percent(part: float) -> str:
    """One decimal, as the council's report has it: `66.9 %`."""
    return f"{100 * part:.1f} %"


def _total(figures: Figures) -> str:
    return (
        f"{counted(figures.episodes, 'episode', 'episodes')} by {_people(figures.children)}, "
        f"{figures.period.in_words}, counted by the day each began"
    )


def _remainder(figures: Figures) -> tuple[str, ...]:
    """What the named types leave; with its parts, where it has several."""
    left = [one for one in figures.placements if one.placement in figures.remainder_types]
    if not left:
        return ()
    whole = f"The remainder: {_are_by(figures.remainder.episodes, figures.remainder.children)}"
    if len(left) == 1:
        return (f"{whole} {WHERE[left[0].placement]}",)
    parts = ", ".join(f"{one.episodes} by {one.children} {WHERE[one.placement]}" for one in left)
    return (f"{whole} ({parts})",)


def _top(figures: Figures) -> tuple[str, ...]:
    if figures.top_children == figures.children:
        return ()
    part = (
        f"{figures.top_episodes} of the {figures.episodes} episodes ({percent(figures.top_share)})"
    )
    return (f"{part} are by the {figures.top_children} most often missing, over all placements",)


def _top_within(figure: PlacementFigure) -> str:
    return (
        f"{figure.top_episodes} of the {figure.episodes} {WHERE[figure.placement]} "
        f"({percent(figure.top_share)}) are by the {figure.top_children} most often missing there"
    )


def _movers(figures: Figures) -> tuple[str, ...]:
    if not figures.movers:
        return ()
    moved = counted(figures.movers, "young person was", "young people were")
    where = "missing from more than one type of placement"
    return (f"{moved} {where}: counted in each, and once in the {figures.children}",)


def _are_by(episodes: int, children: int) -> str:
    return f"{counted(episodes, 'episode is', 'episodes are')} by {_people(children)}"


def _people(number: int) -> str:
    return counted(number, "young person", "young people")
