"""What stands on either side of a comparison in CQL2: a queryable, a literal, a folded text."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from api.ogc.crs import shape_of
from api.ogc.queries import bad_query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shapely.geometry.base import BaseGeometry

TEXT, NUMBER, MONTH, GEOMETRY = "text", "number", "month", "geometry"
MONTH_LENGTH = len("2025-01")
_FLAT, _SOLID = 4, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One feature as a filter sees it; the shape is in the filter's reference system."""

    properties: Mapping[str, Any]
    shape: BaseGeometry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """A value of one kind for each row; None where it is not known."""

    kind: str
    value: Callable[[Row], Any]


def refused(detail: str, *, allowed: tuple[str, ...] | None = None) -> Exception:
    """400 about the filter."""
    return bad_query("filter", detail, allowed=allowed)


def scalar_of(node: Any, queryables: Mapping[str, str]) -> Operand:  # noqa: ANN401 - JSON
    """A queryable, a literal, or `casei` or `accenti` of a text.

    Raises:
        Problem: 400, it is none of them.
    """
    if isinstance(node, bool):
        raise refused("Compare with a text, a number or a date.")
    if isinstance(node, str):
        return Operand(kind=TEXT, value=lambda _: node)
    if isinstance(node, int | float):
        return Operand(kind=NUMBER, value=lambda _: node)
    if isinstance(node, dict):
        if "property" in node:
            return _property(node["property"], queryables)
        if "date" in node or "timestamp" in node:
            return _moment(node)
        if node.get("op") in _FOLDS:
            return _folded(node, queryables)
    raise refused("Compare a queryable with a text, a number or a date; no arithmetic.")


def place_of(node: Any, queryables: Mapping[str, str]) -> Operand:  # noqa: ANN401 - JSON
    """A queryable geometry or a literal one.

    Raises:
        Problem: 400, it is neither, or the literal is no valid geometry.
    """
    if isinstance(node, dict) and "property" in node:
        found = _property(node["property"], queryables)
        if found.kind == GEOMETRY:
            return found
    elif isinstance(node, dict):
        shape = _literal(node)
        shapely.prepare(shape)
        return Operand(kind=GEOMETRY, value=lambda _: shape)
    raise refused("A spatial comparison takes the geometry and a literal geometry.")


def _property(name: Any, queryables: Mapping[str, str]) -> Operand:  # noqa: ANN401 - JSON
    kind = queryables.get(name) if isinstance(name, str) else None
    if kind is None:
        raise refused("There is no such queryable.", allowed=tuple(queryables))
    if kind == GEOMETRY:
        return Operand(kind=kind, value=lambda row: row.shape)
    return Operand(kind=kind, value=lambda row: row.properties[name])


def _moment(node: Mapping[str, Any]) -> Operand:
    """A date or a moment; months are compared with its month."""
    text = node.get("date", node.get("timestamp"))
    if not isinstance(text, str) or len(text) < MONTH_LENGTH:
        raise refused("A date is written DATE('2025-01-01').")
    month = text[:MONTH_LENGTH]
    return Operand(kind=MONTH, value=lambda _: month)


def _folded(node: Mapping[str, Any], queryables: Mapping[str, str]) -> Operand:
    arguments = node.get("args")
    if not isinstance(arguments, list) or len(arguments) != 1:
        raise refused("CASEI and ACCENTI take one text.")
    inner, fold = scalar_of(arguments[0], queryables), _FOLDS[node["op"]]
    if inner.kind != TEXT:
        raise refused("CASEI and ACCENTI take one text.")

    def value(row: Row) -> str | None:
        text = inner.value(row)
        return None if text is None else fold(text)

    return Operand(kind=TEXT, value=value)


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return "".join(mark for mark in parts if not unicodedata.combining(mark))


_FOLDS: Mapping[str, Callable[[str], str]] = {
    "casei": str.casefold,
    "accenti": _without_accents,
}


def _literal(node: Mapping[str, Any]) -> BaseGeometry:
    try:
        shape = _box(node["bbox"]) if "bbox" in node else shape_of(dict(node))
        is_sound = bool(shape.is_valid) and not shape.is_empty
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as error:
        raise refused("A literal geometry is not valid.") from error
    if not is_sound:
        raise refused("A literal geometry is not valid.")
    return shape


def _box(numbers: list[float]) -> BaseGeometry:
    if len(numbers) not in {_FLAT, _SOLID}:
        msg = "a box has four or six numbers"
        raise ValueError(msg)
    half = len(numbers) // 2
    return shapely.box(*numbers[:2], *numbers[half : half + 2])
