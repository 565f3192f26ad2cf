"""The release ledger: what could be worked out by taking one release from another.

Rounding hides how much two figures differ, not that they do. So before a release is
sealed, each of its figures is held beside each figure of every earlier release that the
same readers have, over the episodes themselves. Where what only one of the two counts is
of one child, or of fewer than may be shown, the release is refused. (Differencing is in
the risk ontology of ACRO, which leaves it to a manual check; here the data is small.)

Pairs of figures are compared. Sums over many releases are what fixed areas and closed
periods are for.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.errors import InternalError, ReleaseRefusedError
from hotspots.protect.policyfile import load_policy
from hotspots.release import PEOPLE_AUDIENCES, Audience

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hotspots.model import SealedCell, SealedRelease


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two figures whose difference is of too few children; which ones, no figure tells."""

    audience: str
    cell: str
    earlier: SealedRelease
    earlier_cell: str


def conflicts_of(
    new: Iterable[SealedRelease], earlier: Sequence[SealedRelease]
) -> tuple[Conflict, ...]:
    """Every pair of figures that may not both be known; in the order of the releases."""
    return tuple(conflict for release in new for conflict in _conflicts(release, earlier))


def refuse_differences(new: Sequence[SealedRelease], earlier: Sequence[SealedRelease]) -> None:
    """Let the releases pass, or say why not and what would make them pass.

    A release with the approval of two people passes whatever it can be compared with.

    Raises:
        ReleaseRefusedError: a difference of too few children.
    """
    found = conflicts_of([one for one in new if one.approval is None], earlier)
    if not found:
        return
    named = sorted({(one.audience, one.cell, one.earlier.period.in_words) for one in found})
    places = "; ".join(
        f"{cell} for the audience {audience}, beside what was released for {period}"
        for audience, cell, period in named
    )
    msg = (
        "Nothing was published. Somebody who subtracts could single out a young person: "
        f"{places}. "
        "What would make it pass: publish a period that shares no month with the earlier one; "
        "wait until more young people's episodes fall between the two; or, if it is the same "
        "period with corrections, leave them for the next period. Where two people answer for "
        "it, see --reason and --approved-by."
    )
    raise ReleaseRefusedError(msg)


def approval_stands(approved_by: Sequence[str]) -> bool:
    """Whether two different people are named."""
    return len({" ".join(name.casefold().split()) for name in approved_by} - {""}) > 1


def _conflicts(release: SealedRelease, earlier: Sequence[SealedRelease]) -> Iterator[Conflict]:
    fewest = _fewest_children(release.audience)
    readable = _read_by(release.audience)
    for other in earlier:
        if other.audience not in readable or other.digest == release.digest:
            continue
        for cell, known in _overlapping(release.cells, other.cells):
            if _singles_out(cell, known, fewest):
                yield Conflict(
                    audience=release.audience,
                    cell=cell.name,
                    earlier=other,
                    earlier_cell=known.name,
                )


def _overlapping(
    cells: Sequence[SealedCell], known_cells: Sequence[SealedCell]
) -> Iterator[tuple[SealedCell, SealedCell]]:
    """The pairs with an episode in common: only those can be taken from one another."""
    holders: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for at, known in enumerate(known_cells):
        for record in known.records:
            holders[record].append(at)
    for cell in cells:
        met = {at for record in cell.records for at in holders.get(record, ())}
        yield from ((cell, known_cells[at]) for at in sorted(met))


def _singles_out(cell: SealedCell, known: SealedCell, fewest: int) -> bool:
    differences = (cell.records - known.records, known.records - cell.records)
    return any(0 < len({child for child, _ in part}) < fewest for part in differences)


def _read_by(audience: str) -> frozenset[str]:
    """The audiences whose releases somebody of this one has: its own and the lower ones."""
    order = [one.value for one in PEOPLE_AUDIENCES]
    return frozenset(order[order.index(audience) :])


def _fewest_children(audience: str) -> int:
    rules = load_policy(Audience(audience)).rules
    if rules is None:
        msg = "The ledger is about children's data, and this audience is shown none."
        raise InternalError(msg)
    return rules.thresholds.children
