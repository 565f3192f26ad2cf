"""A profile: which headings and codes of one kind of export mean which canonical words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.model import PlacementRule, PlaceRole, PlaceSource


class ProfileKind(StrEnum):
    """What the rows of the file are."""

    EPISODES = "episodes"
    OPEN_RECORDS = "open records"


# Every canonical column, by the kind of file in which it may stand.
CANONICAL = {
    ProfileKind.EPISODES: frozenset(
        {
            "episode_id",
            "child_ref",
            "birth_date",
            "status",
            "reported",
            "reported_time",
            "start",
            "start_time",
            "end",
            "end_time",
            "risk_level",
            "placement_code",
            "placement_provider",
            "responsible_la",
            "origin_postcode",
            "found_by",
            "interview_offered",
            "interview_offered_date",
            "interview_offered_date_time",
            "interview_accepted",
            "interview_date",
            "interview_date_time",
            "interview_outcome",
            "push",
            "pull",
        }
    ),
    ProfileKind.OPEN_RECORDS: frozenset(
        {"record_id", "month", "longitude", "latitude", "location", "category"}
    ),
}
# Without these nothing can be made of a row. A file without an `end` column would turn
# every child into one who is still missing.
ALWAYS_NEEDED = {
    ProfileKind.EPISODES: frozenset({"child_ref", "start", "end"}),
    ProfileKind.OPEN_RECORDS: frozenset({"month", "longitude", "latitude", "category"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRule:
    """A column of place words.

    `source_from` names a code table by which the cell of `found_by` decides the
    source; `source` holds where it does not. Where `easting` and `northing` (or
    `latitude` and `longitude`) name columns with a position, the position is taken
    rather than the words.
    """

    role: PlaceRole
    source: PlaceSource
    headings: tuple[str, ...]
    source_from: str = ""
    easting: tuple[str, ...] = ()
    northing: tuple[str, ...] = ()
    latitude: tuple[str, ...] = ()
    longitude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How to read one kind of export.

    `columns` maps a canonical column to the headings under which it may stand, and
    `codes` a table's name to {what a cell may say (normalised): canonical code}.
    `defaults` hold where the file has no such column. `placement` is taken in order,
    the first line that holds counts.
    """

    name: str
    title: str
    kind: ProfileKind
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    mentions: tuple[MentionRule, ...] = ()
    codes: Mapping[str, Mapping[str, str]]
    placement: tuple[PlacementRule, ...] = ()
    defaults: Mapping[str, str]
    month_first: bool = False

    def code(self, table: str, text: str) -> str | None:
        """The canonical code of a cell's text; None where the table does not know it."""
        return self.codes.get(table, {}).get(normal(text))

    def accepted(self, table: str) -> str:
        """For messages: the codes that a table knows."""
        return ", ".join(sorted(set(self.codes.get(table, {}).values())))


def normal(text: str) -> str:
    """Letters and digits only, without case, width or accents: how headings and codes compare."""
    if text.isascii() and text.isalnum():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[^0-9a-z]+", "", plain)
