"""The gate: the one door between what is known of children and what anybody is shown."""

from __future__ import annotations

from hotspots.protect.context import GateContext
from hotspots.protect.counting import may_be_named
from hotspots.protect.differencing import (
    Conflict,
    approval_stands,
    conflicts_of,
    refuse_differences,
)
from hotspots.protect.gate import Gated, protect
from hotspots.protect.opendata import protect_open
from hotspots.protect.policy import Policy
from hotspots.protect.policyfile import load_policy

__all__ = [
    "Conflict",
    "GateContext",
    "Gated",
    "Policy",
    "approval_stands",
    "conflicts_of",
    "load_policy",
    "may_be_named",
    "protect",
    "protect_open",
    "refuse_differences",
]
