"""INSIDE documents for the co-ordinator: figures, rejects, the list to review, the run report."""

from __future__ import annotations

from hotspots.report.figures import figure_lines
from hotspots.report.inputs import (
    AppraisalView,
    AudienceView,
    Parameter,
    RegisterChange,
    ReportInput,
    clustering_parameters,
)
from hotspots.report.interviews import write_interview_summary, write_queue, write_sample
from hotspots.report.monitoring import Made, sections_of, write_monitoring
from hotspots.report.rejects import write_rejects
from hotspots.report.report import write_report
from hotspots.report.review import read_review, write_review

__all__ = [
    "AppraisalView",
    "AudienceView",
    "Made",
    "Parameter",
    "RegisterChange",
    "ReportInput",
    "clustering_parameters",
    "figure_lines",
    "read_review",
    "sections_of",
    "write_interview_summary",
    "write_monitoring",
    "write_queue",
    "write_rejects",
    "write_report",
    "write_review",
    "write_sample",
]
