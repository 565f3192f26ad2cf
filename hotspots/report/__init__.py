"""INSIDE documents for the co-ordinator: figures, rejects, the list to review, the run report."""

from __future__ import annotations

from hotspots.report.figures import Figures, PlacementFigure, figures_of
from hotspots.report.inputs import (
    AppraisalView,
    AudienceView,
    Parameter,
    RegisterChange,
    ReportInput,
    clustering_parameters,
)
from hotspots.report.rejects import write_rejects
from hotspots.report.report import write_report
from hotspots.report.review import read_review, write_review

__all__ = [
    "AppraisalView",
    "AudienceView",
    "Figures",
    "Parameter",
    "PlacementFigure",
    "RegisterChange",
    "ReportInput",
    "clustering_parameters",
    "figures_of",
    "read_review",
    "write_rejects",
    "write_report",
    "write_review",
]
