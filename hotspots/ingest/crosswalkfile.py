"""The placement crosswalk as TOML: the packaged one, or a user's own by path.

A `version` in words, and `[[placement]]` lines of which the first that holds counts.
"""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from hotspots.errors import InputError
from hotspots.model import Crosswalk, PlacementRule, PlacementType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PACKAGED = "placements.toml"
_MAX_BYTES = 1 << 20
_MAX_VERSION_CHARS = 40
_KNOWN_KEYS = frozenset({"version", "placement"})
_MEND = f"Compare it with {PACKAGED} of the program, described in docs/monitoring.md."


def load_crosswalk(path: Path | None = None) -> Crosswalk:
    """The packaged crosswalk, or a user's own.

    Raises:
        InputError: the file is not a crosswalk, or says not which version it is.
    """
    if path is None:
        text = (files("hotspots.ingest") / PACKAGED).read_text(encoding="utf-8")
        return _crosswalk(tomllib.loads(text), PACKAGED)
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise _fault(path.name, "too large for a crosswalk")
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    # ValueError: not TOML, not UTF-8, or a number with more digits than Python reads.
    except (ValueError, RecursionError, OSError):
        raise _fault(path.name, "not TOML in UTF-8") from None
    return _crosswalk(raw, path.name)


def placement_rule(raw: Mapping[str, Any]) -> PlacementRule:
    """One `[[placement]]` line.

    Raises:
        ValueError: a type that is none, or ends that are no dates (KeyError: a part is missing).
    """
    first, last = raw.get("first"), raw.get("last")
    if not all(one is None or isinstance(one, date) for one in (first, last)):
        msg = "first and last are dates, as 2023-10-27"
        raise ValueError(msg)
    return PlacementRule(
        type=PlacementType(raw["type"]),
        codes=_codes(raw["codes"]),
        providers=_codes(raw.get("providers", [])),
        first=first,
        last=last,
    )


def _codes(value: object) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        msg = "expected a list of texts"
        raise TypeError(msg)
    return frozenset(one.upper() for one in value)


def _crosswalk(raw: Mapping[str, Any], file: str) -> Crosswalk:
    unknown = set(raw) - _KNOWN_KEYS
    if unknown:
        raise _fault(file, f"unknown parts: {', '.join(sorted(unknown))}")
    version = raw.get("version")
    if not isinstance(version, str) or not 0 < len(version.strip()) <= _MAX_VERSION_CHARS:
        raise _fault(file, f"no version of 1 to {_MAX_VERSION_CHARS} characters")
    try:
        rules = tuple(placement_rule(one) for one in raw["placement"])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _fault(file, f"not of the documented shape ({error})") from None
    return Crosswalk(version=version.strip(), rules=rules)


def _fault(file: str, problem: str) -> InputError:
    return InputError(problem, file=file, mend=_MEND)
