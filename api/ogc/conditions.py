"""A CQL2 tree as one function over a row.

Each part is checked while it is built, so that a comparison that can never hold is
refused with a sentence. A condition gives True, False or None, which is unknown;
`and`, `or` and `not` treat it as SQL does.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import shapely

from api.ogc.operands import GEOMETRY, MONTH, TEXT, Operand, Row, place_of, refused, scalar_of

if TYPE_CHECKING:
    from collections.abc import Mapping

Condition = Callable[[Row], bool | None]

_PAIR, _TRIPLE = 2, 3
_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_RELATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "s_intersects": shapely.intersects,
    "s_equals": shapely.equals,
    "s_disjoint": shapely.disjoint,
    "s_touches": shapely.touches,
    "s_within": shapely.within,
    "s_overlaps": shapely.overlaps,
    "s_crosses": shapely.crosses,
    "s_contains": shapely.contains,
}


def condition_of(node: Any, queryables: Mapping[str, str]) -> Condition:  # noqa: ANN401 - JSON
    """The condition that a tree describes.

    Args:
        node: CQL2-JSON; its depth was bounded.
        queryables: what may be named, and its kind.

    Raises:
        Problem: 400 that says what cannot be used.
    """
    if isinstance(node, bool):
        return lambda _: node
    if not isinstance(node, dict) or not isinstance(node.get("args"), list):
        raise refused("A filter is a comparison, or several with AND, OR and NOT.")
    name, arguments = node.get("op"), node["args"]
    if isinstance(name, str):
        if name in _ORDERS:
            return _ordered(name, arguments, queryables)
        if name in _RELATIONS:
            return _related(name, arguments, queryables)
        if name in _OTHERS:
            return _OTHERS[name](arguments, queryables)
    raise refused(
        "There is no such operator here.", allowed=(*_OTHERS, *_ORDERS, *_RELATIONS, *_TEXT_ONLY)
    )


def _all(arguments: list[Any], queryables: Mapping[str, str]) -> Condition:
    parts = _conditions(arguments, queryables)

    def holds(row: Row) -> bool | None:
        is_known = True
        for part in parts:
            found = part(row)
            if found is False:
                return False
            is_known = is_known and found is not None
        return True if is_known else None

    return holds


def _any(arguments: list[Any], queryables: Mapping[str, str]) -> Condition:
    parts = _conditions(arguments, queryables)

    def holds(row: Row) -> bool | None:
        is_known = True
        for part in parts:
            found = part(row)
            if found:
                return True
            is_known = is_known and found is not None
        return False if is_known else None

    return holds


def _conditions(arguments: list[Any], queryables: Mapping[str, str]) -> list[Condition]:
    if len(arguments) < _PAIR:
        raise refused("AND and OR take two conditions or more.")
    return [condition_of(one, queryables) for one in arguments]


def _not(arguments: list[Any], queryables: Mapping[str, str]) -> Condition:
    _count(arguments, 1)
    return _negated(condition_of(arguments[0], queryables))


def _negated(condition: Condition) -> Condition:
    def holds(row: Row) -> bool | None:
        found = condition(row)
        return None if found is None else not found

    return holds


def _ordered(name: str, arguments: list[Any], queryables: Mapping[str, str]) -> Condition:
    _count(arguments, _PAIR)
    left, right = _alike(arguments, queryables)
    return _both(left, right, _ORDERS[name])


def _related(name: str, arguments: list[Any], queryables: Mapping[str, str]) -> Condition:
    _count(arguments, _PAIR)
    left, right = (place_of(one, queryables) for one in arguments)
    relation = _RELATIONS[name]
    return _both(left, right, lambda one, other: bool(relation(one, other)))


def _both(left: Operand, right: Operand, compare: Callable[[Any, Any], bool]) -> Condition:
    def holds(row: Row) -> bool | None:
        one, other = left.value(row), right.value(row)
        return None if one is None or other is None else compare(one, other)

    return holds


def _between(arguments: list[Any], queryables: Mapping[str, str]) -> Condition:
    _count(arguments, _TRIPLE)
    value, low, high = arguments
    bounds = [{"op": ">=", "args": [value, low]}, {"op": "<=", "args": [value, high]}]
    return _all(bounds, queryables)


def _in(arguments: list[Any], queryables: Mapping[str, str]) -> Condition:
    _count(arguments, _PAIR)
    value, among = arguments
    if not isinstance(among, list) or not among:
        raise refused("IN takes a list of values.")
    parts = [_ordered("=", [value, one], queryables) for one in among]

    def holds(row: Row) -> bool | None:
        found = [part(row) for part in parts]
        return True if True in found else (None if None in found else False)

    return holds


def _is_null(arguments: list[Any], queryables: Mapping[str, str]) -> Condition:
    _count(arguments, 1)
    node = arguments[0]
    is_place = isinstance(node, dict) and queryables.get(str(node.get("property"))) == GEOMETRY
    operand = place_of(node, queryables) if is_place else scalar_of(node, queryables)
    return lambda row: operand.value(row) is None


def _like(arguments: list[Any], queryables: Mapping[str, str]) -> Condition:
    _count(arguments, _PAIR)
    left, right = _alike(arguments, queryables)
    if {left.kind, right.kind} - {TEXT, MONTH}:
        raise refused("LIKE compares texts.")
    return _both(left, right, is_like)


def is_like(text: str, pattern: str) -> bool:
    """Whether a text is of a pattern: `%` is anything, `_` is one mark.

    A backslash takes the next mark as it is. Takes length times length at most.
    """
    marks = _marks(pattern)
    here = 0
    at = star = -1
    place = 0
    while place < len(text):
        if here < len(marks) and marks[here] == "%":
            star, at, here = here, place, here + 1
        elif here < len(marks) and marks[here] in {"_", "=" + text[place]}:
            here, place = here + 1, place + 1
        elif star >= 0:
            at += 1
            here, place = star + 1, at
        else:
            return False
    return all(mark == "%" for mark in marks[here:])


def _marks(pattern: str) -> list[str]:
    """`%` and `_` as they are, each mark that stands for itself after a `=`."""
    marks: list[str] = []
    is_plain = False
    for mark in pattern:
        if mark == "\\" and not is_plain:
            is_plain = True
            continue
        marks.append(mark if mark in "%_" and not is_plain else "=" + mark)
        is_plain = False
    return marks


def _alike(arguments: list[Any], queryables: Mapping[str, str]) -> tuple[Operand, Operand]:
    """Two operands of kinds that can be compared; a month and a text can."""
    left, right = (scalar_of(one, queryables) for one in arguments)
    kinds = {TEXT if one.kind == MONTH else one.kind for one in (left, right)}
    if len(kinds) > 1 or GEOMETRY in kinds:
        raise refused("Compare a text with a text, a number with a number, a month with a date.")
    return left, right


def _count(arguments: list[Any], expected: int) -> None:
    if len(arguments) != expected:
        raise refused(f"An operator has {len(arguments)} arguments and takes {expected}.")


_TEXT_ONLY = ("casei", "accenti")
_OTHERS: Mapping[str, Callable[[list[Any], Mapping[str, str]], Condition]] = {
    "and": _all,
    "or": _any,
    "not": _not,
    "isNull": _is_null,
    "between": _between,
    "in": _in,
    "like": _like,
}
