"""The episode register: every episode as last recorded, and all that it was before."""

from hotspots.register.accounts import EpisodeVersion, RecordOutcome
from hotspots.register.actions import action_id_of
from hotspots.register.keeper import Erased, Holding, Keeper
from hotspots.register.register import Register
from hotspots.register.tombstones import ErasureOrder

__all__ = [
    "EpisodeVersion",
    "Erased",
    "ErasureOrder",
    "Holding",
    "Keeper",
    "RecordOutcome",
    "Register",
    "action_id_of",
]
