"""Profiles as TOML: the packaged ones by name, a user's own by path.

`common.toml` holds the code tables, and `placements.toml` the placement crosswalk, that
every profile has unless it brings its own.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from hotspots.errors import InputError
from hotspots.ingest.crosswalkfile import load_crosswalk, placement_rule
from hotspots.ingest.profile import (
    ALWAYS_NEEDED,
    CANONICAL,
    MentionRule,
    Profile,
    ProfileKind,
    normal,
)
from hotspots.model import PlaceRole, PlaceSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

    from hotspots.model import PlacementRule

PROFILES = ("case-system", "police", "police-uk", "ssd-missing", "ssda903-missing")
_MAX_PROFILE_BYTES = 1 << 20
_KNOWN_KEYS = frozenset(
    {"title", "kind", "columns", "needed", "mentions", "codes", "placement", "defaults", "dates"}
)
# In these tables the words of a cell are looked through; elsewhere the whole cell is the code.
_WORD_TABLES = frozenset({"found_by"})


def load_profile(name_or_path: str) -> Profile:
    """A packaged profile by its name, or a user's own by the path of its TOML file.

    Raises:
        InputError: there is none of that name, or the file is not a profile.
    """
    folder = files("hotspots.ingest")
    common = tomllib.loads((folder / "common.toml").read_text(encoding="utf-8"))
    if name_or_path in PROFILES:
        source: Traversable | Path = folder / "profiles" / f"{name_or_path}.toml"
        name = name_or_path
    else:
        source = Path(name_or_path)
        name = source.stem
        _check_path(source)
    return _Maker(_parsed(source), common, file=source.name).profile(name)


def _check_path(path: Path) -> None:
    if path.suffix.lower() != ".toml" or not path.is_file():
        raise InputError(
            "there is no such profile",
            file=path.name,
            mend=f"Name one of {', '.join(PROFILES)}, or the path of a TOML file of your own.",
        )
    if path.stat().st_size > _MAX_PROFILE_BYTES:
        raise InputError("too large for a profile", file=path.name, mend="Check the path.")


def _parsed(source: Traversable | Path) -> dict[str, Any]:
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    # ValueError: not TOML, not UTF-8, or a number with more digits than Python reads.
    except (ValueError, RecursionError, OSError):
        raise InputError(
            "the profile is not TOML in UTF-8",
            file=source.name,
            mend="Compare it with the example in docs/profiles.md.",
        ) from None


class _Maker:
    """Checks a parsed profile piece by piece and makes it."""

    def __init__(self, raw: Mapping[str, Any], common: Mapping[str, Any], *, file: str) -> None:
        self._raw = raw
        self._common = common
        self._file = file

    def profile(self, name: str) -> Profile:
        try:
            return self._profile(name)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise self._bad(f"the profile is not of the documented shape ({error})") from None

    def _profile(self, name: str) -> Profile:
        unknown = set(self._raw) - _KNOWN_KEYS
        if unknown:
            raise self._bad(f"unknown parts: {', '.join(sorted(unknown))}")
        kind = ProfileKind(self._raw.get("kind", ProfileKind.EPISODES))
        columns = self._columns(kind)
        defaults = dict(self._raw.get("defaults", {}))
        mentions = tuple(_mention(one) for one in self._raw.get("mentions", ()))
        self._check_spellings(columns, mentions)
        return Profile(
            name=name,
            title=str(self._raw.get("title", name)),
            kind=kind,
            columns=MappingProxyType(columns),
            needed=self._needed(kind, columns, defaults),
            mentions=mentions,
            codes=MappingProxyType(self._codes()),
            placement=self._placement(),
            defaults=MappingProxyType(defaults),
            month_first=self._raw.get("dates", {}).get("order", "dmy") == "mdy",
        )

    def _placement(self) -> tuple[PlacementRule, ...]:
        if "placement" in self._raw:
            return tuple(placement_rule(one) for one in self._raw["placement"])
        return load_crosswalk().rules

    def _columns(self, kind: ProfileKind) -> dict[str, tuple[str, ...]]:
        columns = {key: _texts(value) for key, value in self._raw["columns"].items()}
        unknown = set(columns) - CANONICAL[kind]
        if unknown:
            raise self._bad(
                f"unknown columns: {', '.join(sorted(unknown))}; "
                f"known are {', '.join(sorted(CANONICAL[kind]))}"
            )
        return columns

    def _needed(
        self,
        kind: ProfileKind,
        columns: Mapping[str, tuple[str, ...]],
        defaults: Mapping[str, str],
    ) -> tuple[str, ...]:
        needed = ALWAYS_NEEDED[kind] | set(self._raw.get("needed", ()))
        if kind is ProfileKind.EPISODES and "status" not in defaults:
            needed |= {"status"}
        without = needed - set(columns)
        if without:
            raise self._bad(f"no headings for {', '.join(sorted(without))}")
        return tuple(sorted(needed))

    def _codes(self) -> dict[str, Mapping[str, str]]:
        tables = {**self._common["codes"], **self._raw.get("codes", {})}
        return {name: MappingProxyType(_table(name, table)) for name, table in tables.items()}

    def _check_spellings(
        self, columns: Mapping[str, tuple[str, ...]], mentions: Iterable[MentionRule]
    ) -> None:
        groups = list(columns.values())
        for rule in mentions:
            groups += [rule.headings, rule.easting, rule.northing, rule.latitude, rule.longitude]
        # Two spellings of one column may well come to the same ("DOB", "D.O.B.").
        spellings = [one for texts in groups for one in {normal(text) for text in texts}]
        twice = sorted({one for one in spellings if spellings.count(one) > 1})
        if twice:
            raise self._bad(f"one heading means two things: {', '.join(twice)}")
        if "" in spellings:
            raise self._bad("a heading without letters or digits")

    def _bad(self, problem: str) -> InputError:
        return InputError(
            problem, file=self._file, mend="Compare it with the example in docs/profiles.md."
        )


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        msg = "headings and codes are lists of texts"
        raise ValueError(msg)
    return tuple(value)


def _table(name: str, table: Mapping[str, list[str]]) -> dict[str, str]:
    """{what a cell may say: code}; word tables keep the words' order and blanks."""
    if name in _WORD_TABLES:
        return {text.casefold(): code for code, texts in table.items() for text in _texts(texts)}
    pairs = {normal(text): code for code, texts in table.items() for text in _texts(texts)}
    return pairs | {normal(code): code for code in table}


def _mention(raw: Mapping[str, Any]) -> MentionRule:
    return MentionRule(
        role=PlaceRole(raw["role"]),
        source=PlaceSource(raw.get("source", PlaceSource.UNKNOWN)),
        headings=_texts(raw.get("headings", [])),
        source_from=str(raw.get("source_from", "")),
        easting=_texts(raw.get("easting", [])),
        northing=_texts(raw.get("northing", [])),
        latitude=_texts(raw.get("latitude", [])),
        longitude=_texts(raw.get("longitude", [])),
    )
