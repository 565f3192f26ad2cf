"""What came of an action, in sentences for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.model import DisruptionVerdict

if TYPE_CHECKING:
    from hotspots.model import BeforeAfter, Difference, Disruption

CAUTION = (
    "Places are acted on when they are busy, and a busy time passes by itself too: a fall is "
    "no proof that the action caused it."
)
NOWHERE_NEAR = "No public place is near enough to tell whether it moved."
ONE_CHILD = "Without one of the children the verdict would be another."


def disruption_sentences(disruption: Disruption) -> tuple[str, ...]:
    """The verdict first, then the figures that it rests on."""
    verdict = f"{disruption.verdict.value.capitalize()}."
    if disruption.before is None or disruption.after is None:
        return (verdict, "There are not yet four weeks recorded before and after it began.")
    days = (disruption.after.last - disruption.after.first).days + 1
    counts = (
        f"In the {days} days before it began and the {days} days from then on: "
        f"{_counts(disruption.target)} episodes at the place, {_counts(disruption.ring)} at "
        f"{_places(disruption.ring)} nearby, {_counts(disruption.rest)} at "
        f"{_places(disruption.rest)} in the rest of the city."
    )
    if disruption.verdict is DisruptionVerdict.INSUFFICIENT:
        return (verdict, counts, "That is too little to compare.")
    hinge = (ONE_CHILD,) if disruption.hinges_on_one_child else ()
    return (verdict, counts, *_compared(disruption), *hinge, CAUTION)


def _compared(disruption: Disruption) -> tuple[str, ...]:
    parts = (
        ("At the place", disruption.local),
        ("Nearby", disruption.nearby),
        ("Together (weighted displacement difference)", disruption.total),
    )
    sentences = [f"{name}: {_difference(one)}." for name, one in parts if one is not None]
    if disruption.nearby is None:
        sentences.append(NOWHERE_NEAR)
        return tuple(sentences)
    if disruption.quotient is not None:
        sentences.append(f"Weighted displacement quotient: {disruption.quotient:.2f}.")
    sentences.append(
        f"Of {_children(disruption.children)} seen at the place before, "
        f"{disruption.children_nearby} came to be seen nearby."
    )
    return tuple(sentences)


def _counts(area: BeforeAfter) -> str:
    return f"{area.before} and {area.after}"


def _places(area: BeforeAfter) -> str:
    return "1 public place" if area.places == 1 else f"{area.places} public places"


def _children(number: int) -> str:
    return "1 child" if number == 1 else f"{number} children"


def _difference(one: Difference) -> str:
    side = "fewer" if one.estimate < 0 else "more"
    return (
        f"{abs(one.estimate):.1f} {side} than the rest of the city lets expect (standard error "
        f"{one.standard_error:.1f}, 95 % interval {one.low:+.1f} to {one.high:+.1f})"
    )
