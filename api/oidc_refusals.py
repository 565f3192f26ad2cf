"""Why an organisation signs nobody in: light, so that a service without one loads no more."""

from __future__ import annotations


class ProviderDown(Exception):  # noqa: N818 - what happened, not what was done wrong
    """The provider does not answer, or not sensibly; nobody is signed in because of it."""


class ProviderRefusal(Exception):  # noqa: N818 - the provider's decision is no error of ours
    """The provider answered, and said no."""


class Refused(Exception):  # noqa: N818 - a decision, not a fault
    """Nobody is signed in; `reason` is one of our words, for the log and the trail."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
