"""Return home interviews: offered to most, completed by about half, within 72 hours or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hotspots.demo.texts import PULL_FACTORS, PUSH_FACTORS

if TYPE_CHECKING:
    from random import Random

    from hotspots.demo.times import Spell

_YES = ("Yes", "Y", "yes")
_NO = ("No", "N", "")
_OFFERED_SHARE = 0.88
_OUTCOMES = ("Completed", "Declined", "Not possible", "Offered")
_OUTCOME_WEIGHTS = (11, 6, 2, 1)
# Days after the return: mean practice is somewhat over 60 % within 72 hours.
_DAYS_LATER = (0, 1, 2, 3, 4, 5, 7, 10)
_DAYS_WEIGHTS = (3, 6, 6, 5, 4, 3, 3, 1)
_MOST_FACTORS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """The interview cells of one line, without the places told in it."""

    offered: str = ""
    day: date | None = None
    outcome: str = ""
    push: str = ""
    pull: str = ""

    @property
    def held(self) -> bool:
        """Whether there was one, so that something was told."""
        return self.outcome == "Completed"


def interview(spell: Spell, rng: Random) -> Interview:
    """The interview after one spell; none while the child is still missing."""
    if spell.end is None:
        return Interview()
    if rng.random() >= _OFFERED_SHARE:
        return Interview(offered=rng.choice(_NO))
    offered = Interview(
        offered=rng.choice(_YES), outcome=rng.choices(_OUTCOMES, weights=_OUTCOME_WEIGHTS)[0]
    )
    if not offered.held:
        return offered
    later = timedelta(days=rng.choices(_DAYS_LATER, weights=_DAYS_WEIGHTS)[0])
    return Interview(
        offered=offered.offered,
        day=spell.end.date() + later,
        outcome=offered.outcome,
        push=_factors(PUSH_FACTORS, rng),
        pull=_factors(PULL_FACTORS, rng),
    )


def _factors(choices: tuple[str, ...], rng: Random) -> str:
    return "; ".join(rng.sample(choices, rng.randrange(_MOST_FACTORS + 1)))
