"""How far a hotspot may be relied on, in sentences for the co-ordinator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.model import ChanceBackground, ChanceVerdict, Firmness

if TYPE_CHECKING:
    from hotspots.model import Chance, Concentration, Evidence, Stability

_FIRMNESS = {
    Firmness.HIGHLY_STABLE: "nearly always found again",
    Firmness.STABLE: "found again as a rule",
    Firmness.DOUBTFUL: "found again, though often as another place",
    Firmness.UNSTABLE: "mostly not found again",
}
_POPULAR = " That it is popular with everybody is not ruled out: there was no control set."


def evidence_sentences(evidence: Evidence) -> tuple[str, ...]:
    """People first, then whether it stands, then chance."""
    return (
        _people(evidence.concentration),
        _stability(evidence.stability),
        _chance(evidence.chance),
    )


def _people(one: Concentration) -> str:
    if one.children == 1:
        return "One young person makes all of its episodes."
    return (
        f"The young person with most episodes makes {_percent(one.top_child_share)} of them, "
        f"the first two {_percent(one.top_two_share)}. They are spread as if by "
        f"{one.effective_children:.1f} young people with equally many."
    )


def _stability(one: Stability) -> str:
    stands = (
        "It stands without any one of them."
        if one.stands_without_any_child
        else "It does NOT stand without each of them: one young person carries it."
    )
    if one.jaccard is None:
        return f"{stands} There are too few of them to draw samples of."
    return (
        f"{stands} In {one.samples} samples of young people it is {one.firmness.value}: "
        f"{_FIRMNESS[one.firmness]} (mean overlap {one.jaccard:.2f})."
    )


def _chance(one: Chance) -> str:
    if one.verdict is ChanceVerdict.INSUFFICIENT or one.p_value is None:
        return "There is too little to tell it from chance."
    beside = f"p = {one.p_value:.3f} in {one.permutations} permutations, beside {one.against.value}"
    if one.verdict is ChanceVerdict.BEYOND:
        popular = "" if one.against is ChanceBackground.SUPPLIED else _POPULAR
        return f"More young people come here than by chance ({beside}).{popular}"
    return f"That so many young people come here may be chance ({beside})."


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")
