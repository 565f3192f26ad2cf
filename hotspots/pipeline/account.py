"""The account of a run: counts at every stage, and the digests of what was sealed."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from hotspots.model import GeocodeStatus
from hotspots.pipeline.runreport import RunReport, run_id_of, versions
from hotspots.pipeline.words import appraisal_counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.model import Sighting
    from hotspots.pipeline.terms import Analysis, Intake, Terms, Tools
    from hotspots.protect import Gated


def account(
    analysis: Analysis,
    gated: Sequence[Gated],
    *,
    terms: Terms,
    tools: Tools,
    intake: Intake | None,
) -> RunReport:
    """Count every stage; holds no row of any file."""
    parameters = {
        "period": str(terms.period),
        "profile": tools.profile.name,
        "cluster": asdict(terms.cluster),
        "as_of": terms.as_of.isoformat(),
        "policies": {g.release.audience.value: g.release.policy_version for g in gated},
        "banner": terms.banner,
        "baseline": None if terms.baseline is None else str(terms.baseline),
        "control_set": terms.background is not None,
        "seed": terms.seed,
        "context": None if tools.context is None else tools.context.digest,
    }
    inputs = () if intake is None else tuple(asdict(one) for one in intake.batch.ledgers)
    checksums = dict(tools.ground.checksums)
    return RunReport(
        run_id=run_id_of(inputs, parameters, checksums, versions()),
        made_at=terms.now.isoformat(timespec="seconds"),
        parameters=parameters,
        versions=versions(),
        inputs=inputs,
        ground=checksums,
        counts=_intake_counts(intake) | _analysis_counts(analysis) | _gate_counts(gated),
        releases={g.release.audience.value: g.release.digest for g in gated},
    )


def _intake_counts(intake: Intake | None) -> dict[str, Any]:
    if intake is None:
        return {}
    ledgers, outcome = intake.batch.ledgers, intake.outcome
    return {
        "rows_in": sum(one.rows_in for one in ledgers),
        "rows_kept": sum(one.kept for one in ledgers),
        "rows_rejected": sum(one.rejected for one in ledgers),
        "register": {
            "new": outcome.new,
            "changed": outcome.changed,
            "unchanged": outcome.unchanged,
        },
    }


def _analysis_counts(analysis: Analysis) -> dict[str, Any]:
    return {
        "episodes": len(analysis.episodes),
        "mentions": sum(len(episode.mentions) for episode in analysis.episodes),
        "geocoded": _geocoding(analysis.sightings),
        "hotspots": len(analysis.hotspots),
        "clusters_of_too_few_children": len(analysis.of_too_few),
        "unlisted_clusters": len(analysis.unlisted),
        "evidence": appraisal_counts(analysis.appraisal),
        "episodes_with_a_usable_place": len(
            {
                s.episode.episode_id
                for s in analysis.sightings
                if s.where.status is GeocodeStatus.LOCATED
            }
        ),
    }


def _geocoding(sightings: Sequence[Sighting]) -> dict[str, dict[str, int]]:
    by_status = Counter(s.where.status.value for s in sightings)
    by_method = Counter(s.where.method.value for s in sightings)
    return {"status": dict(sorted(by_status.items())), "method": dict(sorted(by_method.items()))}


def _gate_counts(gated: Sequence[Gated]) -> dict[str, Any]:
    return {
        "shown": {g.release.audience.value: len(g.release.hotspots) for g in gated},
        "withheld": {g.release.audience.value: len(g.withheld) for g in gated},
    }
