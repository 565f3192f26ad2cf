"""Files → rows → episodes, with a ledger that always balances.

A row is kept or rejected with a reason, a place and a mend; nothing is guessed and
nothing is lost. Child references become keyed pseudonyms as a row is read, columns
that no profile names are never kept, and no message carries a cell's value.
"""

from hotspots.ingest.actionfile import ActionRow, read_actions
from hotspots.ingest.episodes import read_episodes
from hotspots.ingest.openbatch import OpenBatch
from hotspots.ingest.police_uk import read_police_uk
from hotspots.ingest.profile import Profile
from hotspots.ingest.profilefile import load_profile
from hotspots.ingest.pseudonym import Pseudonymiser

__all__ = [
    "ActionRow",
    "OpenBatch",
    "Profile",
    "Pseudonymiser",
    "load_profile",
    "read_actions",
    "read_episodes",
    "read_police_uk",
]
