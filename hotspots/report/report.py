"""`report.html`: one run, from the rows to the gate, for the co-ordinator alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.model import LONDON
from hotspots.report.changes import change_views
from hotspots.report.figures import figure_lines
from hotspots.report.intake import intake_view
from hotspots.report.places import hotspot_views, unlisted_views
from hotspots.report.positions import geocoding_view
from hotspots.report.templating import environment
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.report.inputs import ReportInput


def write_report(run: ReportInput, path: Path) -> None:
    """Write the page: self-contained, without scripts, for a screen or for paper.

    It holds exact figures and must stay inside. Under another name first, so that
    nobody ever opens half a page.
    """
    page = (
        environment()
        .get_template("report.html.j2")
        .render(
            run=run,
            made_at=f"{run.made_at.astimezone(LONDON):%d/%m/%Y %H:%M}",
            figures=figure_lines(run.figures),
            intake=intake_view(run.batch),
            geocoding=geocoding_view(run.episodes, run.sightings),
            hotspots=hotspot_views(run.hotspots, run.audiences, run.appraisal),
            unlisted=unlisted_views(run.unlisted),
            changes=change_views(run.lineage),
        )
    )
    with written_whole(path) as part:
        part.write_text(page, encoding="utf-8")
