"""What a run leaves for the co-ordinator alone: the report, the list to settle, the account."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from hotspots.monitor import figures_of
from hotspots.pipeline.placerisk import agreed_about
from hotspots.pipeline.words import appraisal_view
from hotspots.report import (
    AudienceView,
    RegisterChange,
    ReportInput,
    clustering_parameters,
    write_report,
)
from hotspots.report.review import write_review

if TYPE_CHECKING:
    from hotspots.pipeline.terms import Analysis, Intake, Published, Terms, Tools
    from hotspots.pipeline.workspace import Workspace
    from hotspots.protect import Gated
    from hotspots.report import AppraisalView


def write_inside(
    published: Published,
    workspace: Workspace,
    *,
    terms: Terms,
    tools: Tools,
    intake: Intake | None,
) -> None:
    """Write `report.html` and `review.xlsx` into the inside folder."""
    folder, analysis = workspace.inside, published.analysis
    write_review(
        analysis.sightings,
        folder / "review.xlsx",
        gazetteer=tools.ground.gazetteer,
        exported_at=terms.now,
    )
    write_report(
        ReportInput(
            run_id=published.report.run_id,
            made_at=terms.now,
            period=terms.period,
            banner=terms.banner,
            batch=None if intake is None else intake.batch,
            register=None if intake is None else _register_change(intake),
            figures=figures_of(analysis.episodes, terms.period),
            episodes=analysis.episodes,
            sightings=analysis.sightings,
            hotspots=analysis.hotspots,
            unlisted=analysis.unlisted,
            zones=analysis.zones,
            lineage=analysis.lineage,
            of_too_few=analysis.of_too_few,
            appraisal=_appraisal(analysis, terms, tools),
            audiences=tuple(_view(gated, published) for gated in published.gated),
            parameters=clustering_parameters(**asdict(terms.cluster)),
        ),
        folder / "report.html",
    )


def _appraisal(analysis: Analysis, terms: Terms, tools: Tools) -> AppraisalView:
    agreed = agreed_about(
        analysis.place_risks,
        gazetteer=tools.ground.gazetteer,
        memory=tools.register.memory(),
    )
    return appraisal_view(analysis.appraisal, terms.cluster, agreed=agreed)


def _register_change(intake: Intake) -> RegisterChange:
    outcome = intake.outcome
    return RegisterChange(new=outcome.new, changed=outcome.changed, unchanged=outcome.unchanged)


def _view(gated: Gated, published: Published) -> AudienceView:
    held = {one.hotspot.hotspot_id for one in gated.withheld}
    every = {hotspot.hotspot_id for hotspot in published.analysis.hotspots}
    return AudienceView(
        audience=gated.release.audience.value,
        shown=frozenset(every - held),
        withheld=gated.withheld,
    )
