"""Episodes as rows and back, and the hash by which two of them are the same."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING, Any

from hotspots.errors import StoreError
from hotspots.model import (
    Episode,
    EpisodeStatus,
    InterviewState,
    PlaceMention,
    PlacementType,
    PlaceRole,
    PlaceSource,
    ReturnInterview,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import RowMapping

# Part of every hash: a change of the canonical form must not pass for a change of content.
_FORM = "episode|v1"


def episode_row(episode: Episode) -> dict[str, Any]:
    """The episode's own columns of `episode_version`."""
    interview = episode.interview
    return {
        "episode_id": episode.episode_id,
        "started_on": episode.started_on,
        "child_id": episode.child_id,
        "status": episode.status.value,
        "started_at": episode.started_at,
        "returned_at": episode.returned_at,
        "reported_at": episode.reported_at,
        "time_known": episode.time_known,
        "time_uncertain": episode.time_uncertain,
        "placement": episode.placement.value,
        "placement_code": episode.placement_code,
        "placement_provider": episode.placement_provider,
        "risk_level": episode.risk_level,
        "responsible_la": episode.responsible_la,
        "origin_postcode": episode.origin_postcode,
        "interview_state": None if interview is None else interview.state.value,
        "interview_offered_at": None if interview is None else interview.offered_at,
        "interview_completed_at": None if interview is None else interview.completed_at,
        "interview_push": None if interview is None else _list_text(interview.push),
        "interview_pull": None if interview is None else _list_text(interview.pull),
    }


def mention_rows(episode: Episode) -> list[dict[str, Any]]:
    """The episode's mentions as rows of `mention`, in their own order."""
    return [
        {
            "position": position,
            "key": mention.key,
            "role": mention.role.value,
            "source": mention.source.value,
            "text": mention.text,
        }
        for position, mention in enumerate(episode.mentions)
    ]


def content_hash(row: Mapping[str, Any], mentions: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 of what the source said, 64 hexadecimal digits.

    `started_on` follows from the rest by the time zone's rules, so it takes no part.

    Raises:
        StoreError: a text holds a character that no database keeps.
    """
    said = {name: value for name, value in row.items() if name != "started_on"}
    text = json.dumps(
        [_FORM, said, list(mentions)], sort_keys=True, ensure_ascii=False, default=_moment
    )
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise StoreError(_NO_SUCH_TEXT) from None  # the chained text would quote the cell
    if "\\u0000" in text and any(_has_nul(part) for part in (row, *mentions)):
        raise StoreError(_NO_SUCH_TEXT)
    return hashlib.sha256(data).hexdigest()


_NO_SUCH_TEXT = (
    "An episode's text holds a character that no database keeps (NUL, or half of a "
    "surrogate pair). Remove it from the file; nothing was recorded."
)


def batch_hash(contents: Iterable[tuple[str, str]]) -> str:
    """The hash of a whole batch from its episodes' ids and hashes, in any order."""
    text = json.dumps(sorted(contents), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def episode_of(row: RowMapping, mentions: Iterable[RowMapping]) -> Episode:
    """The episode that `episode_row` and `mention_rows` took apart."""
    return Episode(
        episode_id=row["episode_id"],
        child_id=row["child_id"],
        status=EpisodeStatus(row["status"]),
        started_at=row["started_at"],
        returned_at=row["returned_at"],
        reported_at=row["reported_at"],
        time_known=row["time_known"],
        time_uncertain=row["time_uncertain"],
        placement=PlacementType(row["placement"]),
        placement_code=row["placement_code"],
        placement_provider=row["placement_provider"],
        risk_level=row["risk_level"],
        responsible_la=row["responsible_la"],
        origin_postcode=row["origin_postcode"],
        mentions=tuple(
            PlaceMention(
                key=mention["key"],
                role=PlaceRole(mention["role"]),
                source=PlaceSource(mention["source"]),
                text=mention["text"],
            )
            for mention in sorted(mentions, key=lambda mention: int(mention["position"]))
        ),
        interview=None if row["interview_state"] is None else _interview(row),
    )


def _interview(row: RowMapping) -> ReturnInterview:
    return ReturnInterview(
        state=InterviewState(row["interview_state"]),
        offered_at=row["interview_offered_at"],
        completed_at=row["interview_completed_at"],
        push=tuple(json.loads(row["interview_push"])),
        pull=tuple(json.loads(row["interview_pull"])),
    )


def _list_text(values: tuple[str, ...]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _moment(value: datetime) -> str:
    """One text for one moment, whatever time zone it was written in."""
    return value.astimezone(UTC).isoformat()


def _has_nul(row: Mapping[str, Any]) -> bool:
    return any(isinstance(value, str) and "\0" in value for value in row.values())
