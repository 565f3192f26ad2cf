"""The crosswalk from placement codes to the groups in which the council's report counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from hotspots.model.episode import PlacementType

# The provider codes of the SSDA903 return.
PROVIDER_WORDS = {
    "PR0": "parent or person with parental responsibility",
    "PR1": "own provision (by the local authority)",
    "PR2": "other local authority provision",
    "PR3": "other public provision",
    "PR4": "private provision",
    "PR5": "voluntary or third sector provision",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementRule:
    """One line of the crosswalk from SSDA903 codes to the groups of the report.

    No `providers` means any. `first` and `last` bound the start of the episode, both
    included.
    """

    type: PlacementType
    codes: frozenset[str]
    providers: frozenset[str] = frozenset()
    first: date | None = None
    last: date | None = None

    def holds(self, code: str, provider: str, started_on: date) -> bool:
        """Whether the line speaks of this placement on this day."""
        return (
            code in self.codes
            and (not self.providers or provider in self.providers)
            and (self.first is None or self.first <= started_on)
            and (self.last is None or started_on <= self.last)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """The lines in order, and the `version` by which a figure says how it was grouped."""

    version: str
    rules: tuple[PlacementRule, ...]

    def type_of(self, code: str, provider: str, started_on: date) -> PlacementType | None:
        """The group by the first line that holds; None where the code stands in no line."""
        return next(
            (rule.type for rule in self.rules if rule.holds(code, provider, started_on)), None
        )
