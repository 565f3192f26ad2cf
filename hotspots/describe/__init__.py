"""Clusters under the names that partners use, with their exact figures, for the inside."""

from __future__ import annotations

from hotspots.describe.facts import facts_of
from hotspots.describe.identity import distinct_ids
from hotspots.describe.naming import describe
from hotspots.describe.unlisted import describe_unlisted

__all__ = ["describe", "describe_unlisted", "distinct_ids", "facts_of"]
