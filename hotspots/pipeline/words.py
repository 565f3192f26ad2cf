"""The appraisal in words, for the co-ordinator's report and for `run.json`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from hotspots.cluster import choice_sentences, forward_sentences
from hotspots.describe import baseline_warning, direction_sentence, disruption_sentences
from hotspots.report import AppraisalView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.cluster import ClusterParams
    from hotspots.model import Action
    from hotspots.pipeline.appraisal import Appraisal


def appraisal_view(
    appraisal: Appraisal,
    params: ClusterParams,
    *,
    agreed: tuple[tuple[str, tuple[str, ...]], ...] = (),
) -> AppraisalView:
    """Every part as the report prints it, with what is agreed about places."""
    chosen = (float(params.eps_m), params.min_samples)
    return AppraisalView(
        evidence=appraisal.evidence,
        directions={
            hotspot_id: direction_sentence(evidence.direction)
            for hotspot_id, evidence in appraisal.evidence.items()
            if evidence.direction is not None
        },
        overall=_overall(appraisal),
        actions=tuple(
            (_title(action), disruption_sentences(disruption))
            for action, disruption in appraisal.disruptions
        ),
        forward=() if appraisal.forward is None else forward_sentences(appraisal.forward),
        agreed=agreed,
        choice=() if appraisal.sweep is None else choice_sentences(appraisal.sweep, chosen),
    )


def appraisal_counts(appraisal: Appraisal) -> dict[str, Any]:
    """How many hotspots are how firm; numbers alone, for the account of a run."""
    every = appraisal.evidence.values()
    return {
        "stand_without_any_child": sum(e.stability.stands_without_any_child for e in every),
        "firmness": _counted(e.stability.firmness.value for e in every),
        "chance": _counted(e.chance.verdict.value for e in every),
        "direction": _counted(e.direction.word.value for e in every if e.direction is not None),
        "forward": None if appraisal.forward is None else appraisal.forward.verdict.value,
        "actions": len(appraisal.disruptions),
    }


def _counted(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))


def _overall(appraisal: Appraisal) -> tuple[str, ...]:
    if appraisal.overall is None or appraisal.baseline is None:
        return ()
    beside = f"All episodes, beside the baseline of {appraisal.baseline.in_words}:"
    warning = baseline_warning(appraisal.baseline)
    return (f"{beside} {direction_sentence(appraisal.overall)}", *((warning,) if warning else ()))


def _title(action: Action) -> str:
    until = "" if action.to_on is None else f" to {action.to_on:%d/%m/%Y}"
    return f"{action.what} ({action.where}; {action.lead}; from {action.from_on:%d/%m/%Y}{until})"
