"""The episode register: every episode as last recorded, and all that it was before."""

from hotspots.register.accounts import EpisodeVersion, RecordOutcome
from hotspots.register.actions import action_id_of
from hotspots.register.register import Register

__all__ = ["EpisodeVersion", "RecordOutcome", "Register", "action_id_of"]
