"""Log lines as JSON with ids and templates alone: no query, body, name or exception text."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import TracebackType

LOGGER = logging.getLogger("hotspots.api")
FIELDS = "fields"  # the attribute of a log record that holds our typed fields


def log(level: int, event: str, **fields: str | float) -> None:
    """Write one event with its fields; the event's name is one of our own constants.

    The record is made here: to look for the line of code that called takes longer than
    all the rest, and nothing of ours tells it.
    """
    if LOGGER.isEnabledFor(level):
        record = logging.LogRecord(LOGGER.name, level, "", 0, event, (), None)
        setattr(record, FIELDS, fields)
        LOGGER.handle(record)


def where(error: BaseException) -> str:
    """Where an exception came from, file and line of each frame, without any value."""
    frames = _frames(error.__traceback__)
    return f"{type(error).__name__} at {' > '.join(frames)}"


class JsonLines(logging.Formatter):
    """One JSON object a line. An exception is told by its type and frames, never its text."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, FIELDS, {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = where(record.exc_info[1])
        return json.dumps(line)


def configure(level: int = logging.INFO) -> None:
    """Send every line of this process to standard error; called by the process, not by import."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells of every look at a schema


def _frames(trace: TracebackType | None) -> list[str]:
    return [
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
        for frame in traceback.extract_tb(trace)
    ]
