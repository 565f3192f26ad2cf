"""A sweep in sentences for a person: what to choose and why, and what not to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.cluster.plateau import ALIKE, DEFAULT, WALK_M, recommended_of
from hotspots.model import BadSign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.cluster.plateau import Key
    from hotspots.model import Setting, Sweep

_SOURCE = "Schubert et al. 2017, doi 10.1145/3068335"
_MENDS = {
    BadSign.ONE_CLUSTER: f"a smaller eps keeps places apart ({_SOURCE})",
    BadSign.ALL_NOISE: f"a larger eps or a smaller min_samples finds more ({_SOURCE})",
    BadSign.REACHES_MOST: f"such an eps is as large as the data; take a smaller one ({_SOURCE})",
    BadSign.UNDER_PRECISION: "such an eps tells positions apart that nobody knows so well",
}


def reason_of(settings: Sequence[Setting], plateau: Sequence[Key]) -> str:
    """Why `recommended_of` the plateau is to be chosen, or why nothing is."""
    chosen = recommended_of(plateau)
    if chosen is None:
        return (
            "There is no plateau: what is found depends on the setting everywhere on this grid. "
            "Take the places on the map as a question, not as a finding, and gather more data."
        )
    return f"Choose {_name(chosen)}: {_why(chosen)}. {_ground(settings, plateau)}"


def warnings_of(settings: Sequence[Setting]) -> tuple[str, ...]:
    """A sentence for each bad sign that some settings show, and which they are."""
    told = []
    for sign in BadSign:
        bad = [one.key for one in settings if sign in one.signs]
        if bad:
            words = f"{sign.value[0].upper()}{sign.value[1:]}"
            told.append(f"{words} at {_which(bad, len(settings))}: {_MENDS[sign]}.")
    return tuple(told)


def choice_sentences(sweep: Sweep, chosen: Key) -> tuple[str, ...]:
    """What a sweep says of the setting that a run was made with: for the run's report.

    Raises:
        KeyError: it was not tried.
    """
    setting = sweep[chosen]
    signs = tuple(f"With {_name(chosen)} {sign.value}: {_MENDS[sign]}." for sign in setting.signs)
    if chosen in sweep.plateau:
        ground = _ground(sweep.settings, sweep.plateau)
        return (f"The setting in use, {_name(chosen)}, is on the plateau. {ground}", *signs)
    away = (
        f"The setting in use, {_name(chosen)}, is not on a plateau: its "
        f"{_clusters(setting.clusters)} would be others under settings near it. {sweep.reason}"
    )
    return (away, *signs)


def _ground(settings: Sequence[Setting], plateau: Sequence[Key]) -> str:
    numbers = [one.clusters for one in settings if one.key in set(plateau)]
    return (
        f"Over {_which(plateau, len(settings))} the number of clusters hardly changes: it is "
        f"{_span(numbers)}, and from one setting to the next the same points are together "
        f"(adjusted Rand index at least {ALIKE})."
    )


def _why(chosen: Key) -> str:
    low, high = WALK_M
    if chosen == DEFAULT:
        return "it is the default, and on the plateau"
    if low <= chosen[0] <= high:
        return (
            f"the default ({_name(DEFAULT)}) is not on the plateau, and of what is and can be "
            f"walked ({low:g} to {high:g} m) this is nearest to it"
        )
    return f"nothing on the plateau is a walk of {low:g} to {high:g} m, and this is nearest to one"


def _which(keys: Sequence[Key], of: int) -> str:
    """So many settings, with the eps and min_samples between which they lie."""
    between = f"eps {_span([k[0] for k in keys])} m, min_samples {_span([k[1] for k in keys])}"
    return f"{len(keys)} of {of} settings ({between})"


def _span(numbers: Sequence[float]) -> str:
    low, high = min(numbers), max(numbers)
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _clusters(number: int) -> str:
    return "1 cluster" if number == 1 else f"{number} clusters"


def _name(key: Key) -> str:
    return f"eps {key[0]:g} m and min_samples {key[1]}"
