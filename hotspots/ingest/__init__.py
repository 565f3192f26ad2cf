"""Files → rows → episodes, with a ledger that always balances.

A row is kept or rejected with a reason, a place and a mend; nothing is guessed and
nothing is lost. Child references become keyed pseudonyms as a row is read, columns
that no profile names are never kept, and no message carries a cell's value.

The verbs are looked up when first used (PEP 562): the process that reads a file
loads a reader of files and nothing else.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotspots.ingest.actionfile import ActionRow, read_actions
    from hotspots.ingest.episodes import read_episodes
    from hotspots.ingest.interviewfile import read_interviews
    from hotspots.ingest.openbatch import OpenBatch
    from hotspots.ingest.placeriskfile import PlaceRiskRow, PlaceRiskRowError, read_place_risks
    from hotspots.ingest.police_uk import read_police_uk
    from hotspots.ingest.profile import Profile
    from hotspots.ingest.profilefile import load_profile
    from hotspots.ingest.pseudonym import Pseudonymiser

__all__ = [
    "ActionRow",
    "OpenBatch",
    "PlaceRiskRow",
    "PlaceRiskRowError",
    "Profile",
    "Pseudonymiser",
    "load_profile",
    "read_actions",
    "read_episodes",
    "read_interviews",
    "read_place_risks",
    "read_police_uk",
]

_HOME = {
    "ActionRow": "hotspots.ingest.actionfile",
    "OpenBatch": "hotspots.ingest.openbatch",
    "PlaceRiskRowError": "hotspots.ingest.placeriskfile",
    "PlaceRiskRow": "hotspots.ingest.placeriskfile",
    "Profile": "hotspots.ingest.profile",
    "Pseudonymiser": "hotspots.ingest.pseudonym",
    "load_profile": "hotspots.ingest.profilefile",
    "read_actions": "hotspots.ingest.actionfile",
    "read_episodes": "hotspots.ingest.episodes",
    "read_interviews": "hotspots.ingest.interviewfile",
    "read_place_risks": "hotspots.ingest.placeriskfile",
    "read_police_uk": "hotspots.ingest.police_uk",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOME[name]), name)
