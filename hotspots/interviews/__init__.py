"""Return interviews: the clock, the queue, what is counted, audited and expected. Inside only."""

from __future__ import annotations

from hotspots.interviews.clock import clock_of, compare, day_moment, return_moment
from hotspots.interviews.forecast import workload_of
from hotspots.interviews.linking import Linked, interviews_of
from hotspots.interviews.params import InterviewParams
from hotspots.interviews.queue import queue_of
from hotspots.interviews.sample import sample_of
from hotspots.interviews.summary import Told, summary_of

__all__ = [
    "InterviewParams",
    "Linked",
    "Told",
    "clock_of",
    "compare",
    "day_moment",
    "interviews_of",
    "queue_of",
    "return_moment",
    "sample_of",
    "summary_of",
    "workload_of",
]
