"""Where the heading is, and which column means what.

Exports put a title above the table, spread a heading over two rows by merging cells,
or hold several sheets. So the first rows of every sheet are compared with the
profile's headings, and the best fit is taken. Nothing that was found in the file is
repeated in a message: a file without headings has a child's data in its first row.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from hotspots.errors import InputError
from hotspots.ingest.document import HEADING_ROWS
from hotspots.ingest.profile import normal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.ingest.document import Document, Line, Sheet
    from hotspots.ingest.profile import MentionRule, Profile

_POSITIONS = ("easting", "northing", "latitude", "longitude")


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionColumn:
    """A column of place words (index `text`), or a pair of columns with a position."""

    key: str
    heading: str
    rule: MentionRule
    text: int | None = None
    positions: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The heading of one sheet.

    `row` is its last row, `width` counts the columns up to the last label, `cells` all
    its cells: a row with more of them has been torn apart by a stray delimiter.
    `columns` maps each canonical column that the file has to its index, `names` to the
    heading as the profile spells it; `absent` are the canonical columns it lacks.
    """

    row: int
    width: int
    cells: int
    columns: Mapping[str, int]
    names: Mapping[str, str]
    mentions: tuple[MentionColumn, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row (or two) that may be the heading: for each column, what it would mean."""

    row: int
    width: int
    slots: tuple[str, ...]

    @property
    def score(self) -> int:
        return len(set(self.slots) - {""})

    def fits(self, profile: Profile) -> bool:
        return set(profile.needed) <= set(self.slots)


def find_table(document: Document, profile: Profile, *, file: str) -> tuple[Sheet, Heading]:
    """The sheet that has the profile's headings, and where they stand.

    Raises:
        InputError: no sheet has the needed headings, more than one has them, or two
            columns have the same meaning.
    """
    spellings = _spellings(profile)
    peeked = [(sheet, *_peek(sheet)) for sheet in document.sheets]
    if not any(lines for _, lines, _ in peeked):
        raise next((error for *_, error in peeked if error), _no_rows(file))
    ranked = [(sheet, _best(lines, spellings)) for sheet, lines, _ in peeked]
    fitting = [(sheet, best) for sheet, best in ranked if best.fits(profile)]
    if not fitting:
        raise _missing(max((best for _, best in ranked), key=lambda b: b.score), profile, file)
    if len(fitting) > 1 and not document.alternatives:
        raise InputError(
            f"{len(fitting)} sheets have the headings",
            file=file,
            mend="Leave the one that counts in the workbook, or save each as its own file.",
        )
    sheet, best = max(fitting, key=lambda pair: pair[1].score)
    return sheet, _heading(best, profile, file=file)


def _peek(sheet: Sheet) -> tuple[list[Line], InputError | None]:
    """The first rows, as far as they can be read with this delimiter."""
    lines: list[Line] = []
    try:
        lines.extend(islice(sheet.lines(), HEADING_ROWS))
    except InputError as error:
        return lines, error
    return lines, None


def _no_rows(file: str) -> InputError:
    return InputError("there are no rows", file=file, mend="Export it again.")


def _spellings(profile: Profile) -> dict[str, str]:
    """{normalised heading: slot}; a slot is a canonical column or `mention 0 text`."""
    slots = {normal(t): key for key, texts in profile.columns.items() for t in texts}
    for number, rule in enumerate(profile.mentions):
        slots |= {normal(text): f"mention {number} text" for text in rule.headings}
        for part in _POSITIONS:
            slots |= {normal(t): f"mention {number} {part}" for t in getattr(rule, part)}
    return slots


def _best(lines: Sequence[Line], spellings: Mapping[str, str]) -> _Candidate:
    """The candidate with most meanings; one row before two, and the upper before the lower."""
    best = _Candidate(0, 0, ())
    above: list[str] = []
    for line in lines:
        labels = [normal(cell) if isinstance(cell, str) else "" for cell in line.cells]
        for slots in (
            [spellings.get(label, "") for label in labels],
            _over_two_rows(above, labels, spellings),
        ):
            candidate = _Candidate(line.row, _width(labels), tuple(slots))
            if candidate.score > best.score:
                best = candidate
        above = labels
    return best


def _width(labels: Sequence[str]) -> int:
    return max((index for index, label in enumerate(labels, start=1) if label), default=0)


def _over_two_rows(
    above: Sequence[str], labels: Sequence[str], spellings: Mapping[str, str]
) -> list[str]:
    """Meanings where `Missing from` is merged over `Date` and `Time`, or over two rows."""
    slots = []
    group = ""
    for index in range(max(len(above), len(labels))):
        upper = above[index] if index < len(above) else ""
        lower = labels[index] if index < len(labels) else ""
        group = upper or group
        words = (lower, group + lower) if lower else (upper,)
        slots.append(next((spellings[word] for word in words if word in spellings), ""))
    return slots


def _missing(best: _Candidate, profile: Profile, file: str) -> InputError:
    lacking = [key for key in profile.needed if key not in best.slots]
    accepted = "; ".join(
        f"{key.replace('_', ' ')} ({' or '.join(repr(t) for t in profile.columns[key])})"
        for key in lacking
    )
    return InputError(
        f"headings are missing for the profile {profile.name!r}: {accepted}",
        file=file,
        mend=(
            f"Give the file these headings within its first {HEADING_ROWS} rows, choose another "
            "profile, or write your own (docs/profiles.md)."
        ),
    )


def _heading(best: _Candidate, profile: Profile, *, file: str) -> Heading:
    counts = Counter(slot for slot in best.slots if slot and not slot.endswith(" text"))
    twice = sorted(slot for slot, count in counts.items() if count > 1)
    if twice:
        raise InputError(
            f"more than one column means {', '.join(twice)}",
            file=file,
            row=best.row,
            mend="Give the columns that do not count another heading.",
        )
    columns = {slot: n for n, slot in enumerate(best.slots) if slot in profile.columns}
    return Heading(
        row=best.row,
        width=best.width,
        cells=len(best.slots),
        columns=columns,
        names={key: texts[0] for key, texts in profile.columns.items()},
        mentions=_mention_columns(best.slots, profile),
        absent=tuple(sorted(set(profile.columns) - set(columns))),
    )


def _mention_columns(slots: Sequence[str], profile: Profile) -> tuple[MentionColumn, ...]:
    """In the order of the profile, so that the order of columns changes nothing."""
    found: list[MentionColumn] = []
    of_role: Counter[str] = Counter()
    for number, rule in enumerate(profile.mentions):
        places = {part: n for part in _POSITIONS if (n := _at(slots, number, part)) is not None}
        texts: list[int | None] = [n for n, s in enumerate(slots) if s == f"mention {number} text"]
        if not texts and places:
            texts = [None]
        for order, text in enumerate(texts):
            of_role[rule.role] += 1
            again = "" if of_role[rule.role] == 1 else f"#{of_role[rule.role]}"
            found.append(
                MentionColumn(
                    key=f"{rule.role}{again}",
                    heading=rule.headings[0] if rule.headings else rule.role.value,
                    rule=rule,
                    text=text,
                    positions=places if order == 0 else {},
                )
            )
    return tuple(found)


def _at(slots: Sequence[str], number: int, part: str) -> int | None:
    slot = f"mention {number} {part}"
    return slots.index(slot) if slot in slots else None
