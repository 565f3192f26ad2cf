"""The order of the stages: the only place that knows it."""

from __future__ import annotations

from hotspots.pipeline.analysis import analyse, find_places
from hotspots.pipeline.ground import Ground, read_ground
from hotspots.pipeline.opendata import OpenPublished, OpenTerms, run_open_data
from hotspots.pipeline.run import prepare, publish, run, take_in
from hotspots.pipeline.runreport import RunReport
from hotspots.pipeline.terms import Analysis, Intake, Published, Terms, Tools
from hotspots.pipeline.workspace import Workspace

__all__ = [
    "Analysis",
    "Ground",
    "Intake",
    "OpenPublished",
    "OpenTerms",
    "Published",
    "RunReport",
    "Terms",
    "Tools",
    "Workspace",
    "analyse",
    "find_places",
    "prepare",
    "publish",
    "read_ground",
    "run",
    "run_open_data",
    "take_in",
]
