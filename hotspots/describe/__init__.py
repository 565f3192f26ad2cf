"""Clusters under the names that partners use, with their exact figures, for the inside."""

from __future__ import annotations

from hotspots.describe.action_ground import ground_of_action, known_where
from hotspots.describe.chosen import chosen_words
from hotspots.describe.concentration import concentration_of
from hotspots.describe.direction import direction_of, overall_direction, rate_ratio_interval
from hotspots.describe.direction_words import direction_sentence
from hotspots.describe.disruption import Ring, disruption_of
from hotspots.describe.disruption_words import disruption_sentences
from hotspots.describe.exceptional import baseline_warning
from hotspots.describe.facts import facts_of
from hotspots.describe.identity import distinct_ids
from hotspots.describe.lineage import found, lineage_of
from hotspots.describe.naming import describe
from hotspots.describe.unlisted import describe_unlisted
from hotspots.describe.zones import zone_names, zones_of

__all__ = [
    "Ring",
    "baseline_warning",
    "chosen_words",
    "concentration_of",
    "describe",
    "describe_unlisted",
    "direction_of",
    "direction_sentence",
    "disruption_of",
    "disruption_sentences",
    "distinct_ids",
    "facts_of",
    "found",
    "ground_of_action",
    "known_where",
    "lineage_of",
    "overall_direction",
    "rate_ratio_interval",
    "zone_names",
    "zones_of",
]
