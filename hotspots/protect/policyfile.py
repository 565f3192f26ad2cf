"""Policies from their files: TOML, each number beside its source."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any, TypeVar

from hotspots.errors import ParameterError
from hotspots.protect.floor import refuse_weaker
from hotspots.protect.policy import (
    Figures,
    PeopleRules,
    PeriodKind,
    Policy,
    Shows,
    Thresholds,
    Timing,
)
from hotspots.release import Audience

# Below the audience named first, whoever is named second sees more of the same places.
_WIDER = {Audience.BRIEF: Audience.PARTNER}
_T = TypeVar("_T")
_RULES = ("thresholds", "figures", "timing", "shows")


def load_policy(audience: Audience) -> Policy:
    """The packaged policy of an audience.

    Raises:
        ParameterError: the file is not a policy.
        ReleaseRefusedError: it is weaker than the floor.
    """
    folder = files("hotspots.protect") / "policies"
    text = (folder / f"{audience.value}.toml").read_text(encoding="utf-8")
    wider = _WIDER.get(audience)
    policy = parse_policy(text, wider=None if wider is None else load_policy(wider))
    refuse_weaker(policy)
    return policy


def parse_policy(text: str, *, wider: Policy | None = None) -> Policy:
    """A policy from the text of its file; not yet held against the floor.

    Raises:
        ParameterError: not TOML, or something is missing, unknown, of the wrong kind or
            without a source.
    """
    try:
        raw = tomllib.loads(text)
    # ValueError beside TOML's own: a number with more digits than Python reads.
    except (ValueError, RecursionError) as error:
        msg = f"The policy is not TOML: {error}. Mend the file."
        raise ParameterError(msg) from None
    statements = tuple(_checked(raw.pop("statements", None), list, "statements"))
    policy = Policy(
        audience=_audience(raw.pop("audience", None)),
        version=_checked(raw.pop("version", None), str, "version"),
        title=_checked(raw.pop("title", None), str, "title"),
        classification=_checked(raw.pop("classification", None), str, "classification"),
        statements=tuple(_checked(line, str, "statements") for line in statements),
        rules=_rules(raw) if any(name in raw for name in _RULES) else None,
        wider=wider,
    )
    _refuse_unknown(raw, "the policy")
    return policy


def _rules(raw: dict[str, Any]) -> PeopleRules:
    tables = {name: _checked(raw.pop(name, None), dict, name) for name in _RULES}
    rules = PeopleRules(
        thresholds=_thresholds(tables["thresholds"]),
        figures=_figures(tables["figures"]),
        timing=_timing(tables["timing"]),
        shows=_shows(tables["shows"]),
    )
    for name, table in tables.items():
        _refuse_unknown(table, name)
    return rules


def _thresholds(table: dict[str, Any]) -> Thresholds:
    return Thresholds(
        children=_sourced(table, "children", int),
        episodes=_sourced(table, "episodes", int),
        top_child_percent=_sourced(table, "top_child_percent", int),
        top_two_percent=_sourced(table, "top_two_percent", int),
        p_percent=_sourced(table, "p_percent", int),
    )


def _figures(table: dict[str, Any]) -> Figures:
    bands = _sourced(table, "child_bands", list)
    return Figures(
        base=_sourced(table, "base", int),
        band_to=_sourced(table, "band_to", int),
        child_bands=tuple(_checked(lowest, int, "child_bands") for lowest in bands),
    )


def _timing(table: dict[str, Any]) -> Timing:
    kind = _sourced(table, "period", str)
    if kind not in {known.value for known in PeriodKind}:
        msg = f"The policy's period is one of: {', '.join(known.value for known in PeriodKind)}."
        raise ParameterError(msg)
    return Timing(
        period=PeriodKind(kind),
        days_after_close=_sourced(table, "days_after_close", int),
        days_after_period=_sourced(table, "days_after_period", int),
    )


def _shows(table: dict[str, Any]) -> Shows:
    return Shows(
        places=_sourced(table, "places", bool),
        areas=_sourced(table, "areas", bool),
        months=_sourced(table, "months", bool),
        time_bands=_sourced(table, "time_bands", bool),
        total=_sourced(table, "total", bool),
        firmness=_sourced(table, "firmness", bool),
        direction=_sourced(table, "direction", bool),
        actions=_sourced(table, "actions", bool),
        place_themes=_sourced(table, "place_themes", bool),
        place_guardians=_sourced(table, "place_guardians", bool),
        place_lead=_sourced(table, "place_lead", bool),
        place_review=_sourced(table, "place_review", bool),
    )


def _sourced(table: dict[str, Any], name: str, kind: type[_T]) -> _T:
    """The value of `name = { value = …, source = "…" }`."""
    entry = _checked(table.pop(name, None), dict, name)
    value = _checked(entry.pop("value", None), kind, name)
    if not _checked(entry.pop("source", None), str, f"{name} source").strip():
        msg = f"The policy does not say where {name} comes from. Give its source."
        raise ParameterError(msg)
    _refuse_unknown(entry, name)
    return value


def _checked(value: object, kind: type[_T], name: str) -> _T:
    # Exact types: in Python a truth value is an int as well, and `true` is no threshold.
    if type(value) is not kind:
        msg = f"The policy needs {name}, of the kind {kind.__name__}. Mend the file."
        raise ParameterError(msg)
    return value


def _audience(value: object) -> Audience:
    for audience in Audience:
        if audience.value == value:
            return audience
    msg = f"The policy's audience is one of: {', '.join(audience.value for audience in Audience)}."
    raise ParameterError(msg)


def _refuse_unknown(rest: dict[str, Any], where: str) -> None:
    if rest:
        msg = f"In {where} stands something that no rule reads: {', '.join(sorted(rest))}."
        raise ParameterError(msg)
