"""The release ledger: what could be worked out by taking one release from another.

Rounding hides how much two figures differ, not that they do. So before a release is
sealed, each of its figures is held beside each figure of every other release that the
same readers have, over the episodes themselves: those of its own audience, and those of each
wider one, who read it too. Where what only one of the two counts is
of one child, or of fewer than may be shown, the release is refused. (Differencing is in
the risk ontology of ACRO, which leaves it to a manual check; here the data is small.)

Pairs of figures are compared. Sums over many releases are what fixed areas and closed
periods are for.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from hotspots.errors import InternalError, ReleaseRefusedError
from hotspots.protect.policyfile import load_policy
from hotspots.release import PEOPLE_AUDIENCES, Audience

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hotspots.model import SealedCell, SealedRelease


_ORDER = [one.value for one in PEOPLE_AUDIENCES]  # the widest first
PAPER_CELL = "paper: "
"""How the name of a figure begins that stands in a paper, and not beside a place."""


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
    """Every pair of figures that may not both be known, the widest audience's first.

    The releases of one publication are held beside one another, too: whoever reads the
    partners' has the brief as well, and the two may differ by an episode that has not been
    over for long enough for the brief.
    """
    known = list(earlier)
    found: list[Conflict] = []
    for release in sorted(new, key=lambda one: _rank(one.audience)):
        for reader in _ORDER[: _rank(release.audience) + 1]:
            found += _conflicts(release, known, reader)
        known.append(release)
    return tuple(dict.fromkeys(found))


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


def _conflicts(
    release: SealedRelease, known: Sequence[SealedRelease], reader: str
) -> Iterator[Conflict]:
    """What somebody of the reader's audience could take from one another."""
    fewest = _fewest_children(reader)
    readable = _read_by(reader)
    read = [other for other in known if other.audience in readable]
    # What they have been told already, of the very same episodes, is nothing new: a period
    # that is published again with other words in it shows no other figure.
    told = {cell.records for other in read for cell in other.cells}
    news = [cell for cell in release.cells if cell.records not in told]
    for other in read:
        if other.digest == release.digest:
            continue
        for cell, beside in _overlapping(news, other.cells):
            # A breakdown by home and a count at a place are not cut from one another: what
            # they share is not known, so one cannot be taken from the other.
            if _is_of_a_paper(cell) is not _is_of_a_paper(beside):
                continue
            if _singles_out(cell, beside, fewest):
                yield Conflict(
                    audience=release.audience,
                    cell=cell.name,
                    earlier=other,
                    earlier_cell=beside.name,
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


def _is_of_a_paper(cell: SealedCell) -> bool:
    return cell.name.startswith(PAPER_CELL)


def _read_by(audience: str) -> frozenset[str]:
    """The audiences whose releases somebody of this one has: its own and the lower ones."""
    return frozenset(_ORDER[_rank(audience) :])


def _rank(audience: str) -> int:
    """0 for the audience that sees most.

    Raises:
        InternalError: an audience that is shown no children's data.
    """
    _fewest_children(audience)
    return _ORDER.index(audience)


@cache
def _fewest_children(audience: str) -> int:
    rules = load_policy(Audience(audience)).rules
    if rules is None:
        msg = "The ledger is about children's data, and this audience is shown none."
        raise InternalError(msg)
    return rules.thresholds.children
