"""What is held about one young person, as tables that a person can read."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from hotspots.cells import safe_cell
from hotspots.errors import ParameterError, StoreError
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from hotspots.register import EpisodeVersion, Holding

Rows = list[dict[str, Any]]


def holding_rows(child_id: str, holding: Holding) -> dict[str, Rows]:
    """Tables by name; a moment is ISO 8601 in UTC, nothing is None."""
    return {
        "About": [
            {"what": "pseudonym", "held": child_id},
            {"what": "episodes", "held": len({v.episode.episode_id for v in holding.versions})},
            {"what": "versions of episodes", "held": len(holding.versions)},
            {"what": "places mentioned", "held": sum(len(_mentions(v)) for v in holding.versions)},
            {
                "what": "name, date of birth, case notes",
                "held": "never kept: files are read without them",
            },
        ],
        "Episodes": [_episode(version, holding.files) for version in holding.versions],
        "Places": [row for version in holding.versions for row in _mentions(version)],
        "Decisions": [
            {
                "text": one.text,
                "settled as": one.status.value,
                "place": one.place_id or "",
                "easting_m": "" if one.point is None else one.point.easting,
                "northing_m": "" if one.point is None else one.point.northing,
                "by": one.decided_by,
                "at": _when(one.decided_at),
            }
            for one in holding.decisions
        ],
        "Releases": [
            {
                "counted in": name,
                "audience": release.audience,
                "period": release.period.in_words,
                "sealed": _when(release.sealed_at),
            }
            for release, names in holding.releases
            for name in names
        ],
    }


def write_holding(path: Path, tables: dict[str, Rows]) -> None:
    """Write the tables as .json or .xlsx, for the owner of the file alone, whole or not at all.

    Raises:
        ParameterError: the file's name ends otherwise.
        StoreError: it cannot be written.
    """
    writers = {".json": _write_json, ".xlsx": _write_workbook}
    write = writers.get(path.suffix.lower())
    if write is None:
        msg = "Name a file that ends with .xlsx or .json."
        raise ParameterError(msg)
    try:
        with written_whole(path) as part:
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            write(part, tables)
    except OSError as error:
        msg = f"The file {path.name} cannot be written ({error.strerror}). Name another with --to."
        raise StoreError(msg) from error


def _write_json(path: Path, tables: dict[str, Rows]) -> None:
    path.write_text(json.dumps(tables, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _write_workbook(path: Path, tables: dict[str, Rows]) -> None:
    workbook = Workbook(write_only=True)
    for name, rows in tables.items():
        sheet = workbook.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.append(list(rows[0]) if rows else ["nothing is held"])
        for row in rows:
            sheet.append([safe_cell(value) for value in row.values()])
    with path.open("wb") as file:
        workbook.save(file)


def _episode(version: EpisodeVersion, files: dict[int, tuple[str, ...]]) -> dict[str, Any]:
    episode, interview = version.episode, version.episode.interview
    return {
        "episode": episode.episode_id,
        "version": version.version,
        "recorded": _when(version.recorded_at),
        "from files": ", ".join(files.get(version.batch, ())),
        "status": episode.status.value,
        "started": _when(episode.started_at),
        "returned": _when(episode.returned_at),
        "reported": _when(episode.reported_at),
        "time known": episode.time_known,
        "time uncertain": episode.time_uncertain,
        "placement": episode.placement.value,
        "placement code": episode.placement_code,
        "provider": episode.placement_provider,
        "risk": episode.risk_level,
        "responsible authority": episode.responsible_la,
        "postcode of the placement": episode.origin_postcode,
        "interview": "" if interview is None else interview.state.value,
        "interview offered": "" if interview is None else _when(interview.offered_at),
        "interview completed": "" if interview is None else _when(interview.completed_at),
        "push": "" if interview is None else ", ".join(interview.push),
        "pull": "" if interview is None else ", ".join(interview.pull),
    }


def _mentions(version: EpisodeVersion) -> Rows:
    return [
        {
            "episode": version.episode.episode_id,
            "version": version.version,
            "column": mention.key,
            "role": mention.role.value,
            "said by": mention.source.value,
            "text": mention.text,
        }
        for mention in version.episode.mentions
    ]


def _when(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat(timespec="minutes")
