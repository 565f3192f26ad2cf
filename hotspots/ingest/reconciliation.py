"""Rows against one another: duplicates, contradictions and overlaps.

What is kept depends on the contents of the files and on the order in which the
files were named (a later export knows more), never on the order of the rows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hotspots.ingest import checks
from hotspots.ledger import RowNote
from hotspots.model import LONDON

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotspots.ingest.pseudonym import Pseudonymiser
    from hotspots.ingest.rows import Draft
    from hotspots.model import Episode

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A draft with the place of its file in the order of the files."""

    order: int
    draft: Draft


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What may stay, and for each draft that may not, its note (with its file's place)."""

    kept: tuple[Numbered, ...]
    rejected: tuple[tuple[int, RowNote], ...]


def with_ids(drafts: Sequence[Draft], pseudonymiser: Pseudonymiser) -> list[Draft]:
    """Ids for the drafts of one file whose source gives none.

    Made from child, start and the number among the child's episodes of that start
    (ordered by their end), so that a return that is filled in later keeps the id.
    """
    ends: dict[tuple[str, datetime], set[datetime]] = defaultdict(set)
    for draft in drafts:
        if not draft.episode.episode_id:
            ends[_start_key(draft.episode)].add(_end(draft.episode))
    ranks = {key: {end: n for n, end in enumerate(sorted(values))} for key, values in ends.items()}
    return [
        draft if draft.episode.episode_id else _with_id(draft, ranks, pseudonymiser)
        for draft in drafts
    ]


def _start_key(episode: Episode) -> tuple[str, datetime]:
    return (episode.child_id, episode.started_at)


def _with_id(
    draft: Draft,
    ranks: dict[tuple[str, datetime], dict[datetime, int]],
    pseudonymiser: Pseudonymiser,
) -> Draft:
    episode = draft.episode
    number = ranks[_start_key(episode)][_end(episode)]
    start = episode.started_at.isoformat()
    made = pseudonymiser.episode_id(episode.child_id, start, number)
    return replace(draft, episode=replace(episode, episode_id=made))


def reconcile(files: Sequence[Sequence[Draft]]) -> Reconciled:
    """Check the drafts of all files together.

    An episode that stands twice with the same contents is kept once. Two rows of one
    file that give one ID different contents are both rejected: nobody can tell which is
    right. Where two files do, the later file counts, as it would if they were read a
    week apart. Then, child by child in the order of time, an episode that starts before an
    earlier one ended is rejected (rule 574 of the return).
    """
    by_id: dict[str, list[Numbered]] = defaultdict(list)
    for order, drafts in enumerate(files):
        for draft in drafts:
            by_id[draft.episode.episode_id].append(Numbered(order, draft))
    rejected: list[tuple[int, RowNote]] = []
    single: list[Numbered] = []
    for episode_id in sorted(by_id):
        single.extend(_one_of(by_id[episode_id], rejected))
    kept = _without_overlaps(single, rejected)
    return Reconciled(kept=tuple(kept), rejected=tuple(rejected))


def _one_of(same: list[Numbered], rejected: list[tuple[int, RowNote]]) -> list[Numbered]:
    """The row that stands for the ID, if any; notes for the others."""
    if len(same) == 1:
        return same
    by_file: dict[int, list[Numbered]] = defaultdict(list)
    for one in sorted(same, key=lambda n: (n.order, n.draft.row)):
        by_file[one.order].append(one)
    clear: list[Numbered] = []
    for rows in by_file.values():
        if all(one.draft.episode == rows[0].draft.episode for one in rows):
            clear.extend(rows)
        else:
            rejected.extend((one.order, _contradiction(one, rows)) for one in rows)
    if not clear:
        return []
    latest = clear[-1].draft.episode
    winner = next(one for one in clear if one.draft.episode == latest)
    for one in clear:
        if one is not winner:
            note = _duplicate if one.draft.episode == latest else _superseded
            rejected.append((one.order, note(one, winner)))
    return [winner]


def _without_overlaps(
    drafts: Iterable[Numbered], rejected: list[tuple[int, RowNote]]
) -> list[Numbered]:
    """Child by child in the order of time; what is kept leaves no two at once.

    Two earlier episodes matter: the last, and the one that lasted longest. They differ
    where one without times follows one with times on the same day.
    """
    kept: list[Numbered] = []
    last: dict[str, Numbered] = {}
    longest: dict[str, Numbered] = {}
    for one in sorted(drafts, key=_time_order):
        episode = one.draft.episode
        child = episode.child_id
        before = [found[child] for found in (longest, last) if child in found]
        clash = next((b for b in before if _overlap(b.draft.episode, episode)), None)
        if clash is not None:
            rejected.append((one.order, _overlapping(one, clash)))
            continue
        kept.append(one)
        last[child] = one
        if child not in longest or _end(episode) >= _end(longest[child].draft.episode):
            longest[child] = one
    return kept


def _time_order(one: Numbered) -> tuple[object, ...]:
    """By local day first: among dates without times, a time says nothing."""
    episode = one.draft.episode
    return (episode.started_on, episode.started_at, _end(episode), episode.episode_id)


def _end(episode: Episode) -> datetime:
    return _NEVER if episode.returned_at is None else episode.returned_at


def _overlap(earlier: Episode, later: Episode) -> bool:
    """Whether the later one starts before the earlier one ended; by days where a time lacks."""
    if earlier.returned_at is None:
        return True
    if earlier.time_known and later.time_known:
        return later.started_at < earlier.returned_at
    return later.started_on < earlier.returned_at.astimezone(LONDON).date()


def _where(other: Numbered, one: Numbered) -> str:
    """`row 7`, with the file's name where it is another file."""
    row = f"row {other.draft.row}"
    return row if other.order == one.order else f"{other.draft.file} {row}"


def _note(one: Numbered, *, rule: str, value_class: str, problem: str, mend: str) -> RowNote:
    return RowNote(
        file=one.draft.file,
        row=one.draft.row,
        column="",
        value_class=value_class,
        rule=rule,
        problem=problem,
        mend=mend,
    )


def _duplicate(one: Numbered, winner: Numbered) -> RowNote:
    where = _where(winner, one)
    return _note(
        one,
        rule=checks.DUPLICATE,
        value_class="same episode",
        problem=f"duplicate of {where}" if winner.order == one.order else f"already in {where}",
        mend="Nothing to mend: the episode is kept once.",
    )


def _superseded(one: Numbered, winner: Numbered) -> RowNote:
    return _note(
        one,
        rule=checks.SUPERSEDED,
        value_class="same episode, different contents",
        problem=f"{_where(winner, one)} has the same episode with other contents, and counts",
        mend="Name the files from the oldest to the newest.",
    )


def _contradiction(one: Numbered, rows: list[Numbered]) -> RowNote:
    others = [str(other.draft.row) for other in rows if other is not one]
    listed = ", ".join(others[:5]) + (" and more" if len(others) > 5 else "")  # noqa: PLR2004 - enough to find them
    return _note(
        one,
        rule=checks.SAME_ID,
        value_class="same episode, different contents",
        problem=f"row {listed} has the same episode ID with other contents",
        mend="Leave the right row, or give each episode an ID of its own.",
    )


def _overlapping(one: Numbered, before: Numbered) -> RowNote:
    is_open = before.draft.episode.returned_at is None
    return _note(
        one,
        rule=checks.OVERLAP,
        value_class="date",
        problem=(
            f"the episode in {_where(before, one)} was still open when this one started"
            if is_open
            else f"it starts before the episode in {_where(before, one)} ended"
        ),
        mend=(
            "Give the earlier episode its return, or correct the dates."
            if is_open
            else "Correct the dates of one of the two, or merge them."
        ),
    )
