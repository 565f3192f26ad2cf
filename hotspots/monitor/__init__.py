"""Numbers, frequency and whereabouts: the co-ordinator's figures, exact, for the inside."""

from __future__ import annotations

from hotspots.monitor.authority import Authority, out_of_authority, side_of
from hotspots.monitor.figures import figures_of, tally_of
from hotspots.monitor.frequency import frequency_of, lengths_of
from hotspots.monitor.monitoring import MonitorInput, monitor
from hotspots.monitor.params import MonitorParams
from hotspots.monitor.placereviews import reviews_due
from hotspots.monitor.providers import provider_tallies
from hotspots.monitor.rates import rates_of
from hotspots.monitor.regrouping import regrouped
from hotspots.monitor.spans import span_tallies, spans_of
from hotspots.monitor.unevenness import unevenness_of, unevenness_of_counts
from hotspots.monitor.week import missing_now, windows_of
from hotspots.monitor.whereabouts import compare_places, source_shares

__all__ = [
    "Authority",
    "MonitorInput",
    "MonitorParams",
    "compare_places",
    "figures_of",
    "frequency_of",
    "lengths_of",
    "missing_now",
    "monitor",
    "out_of_authority",
    "provider_tallies",
    "rates_of",
    "regrouped",
    "reviews_due",
    "side_of",
    "source_shares",
    "span_tallies",
    "spans_of",
    "tally_of",
    "unevenness_of",
    "unevenness_of_counts",
    "windows_of",
]
