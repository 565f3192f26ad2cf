"""Filters of OGC API Features Part 3: CQL2 as text or as JSON.

`cql2` reads the text into the tree that the JSON form is already. The tree is checked
against the collection's queryables before any feature is looked at, so that a mistake
is told and not guessed at; `conditions` makes plain functions over released features
of it.

What a hostile filter can cost is bounded beforehand. The parser goes back and tries
again at each bracket, so that its time grows with the power of their depth, and deep
nesting or a long run of signs ends the process: neither gets to it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cql2

from api.ogc.conditions import condition_of
from api.ogc.queries import bad_query, crs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from api.ogc.conditions import Condition
    from api.ogc.crs import Crs

LANGUAGES = ("cql2-text", "cql2-json")
MAX_LENGTH = 2_000
MAX_BRACKETS = 8
MAX_DEPTH = 32
MAX_PARTS = 600

_SIGNS = re.compile(r"-\s*-")
_TOO_LONG = f"A filter has at most {MAX_LENGTH} characters."
_TOO_DEEP = f"A filter nests at most {MAX_BRACKETS} brackets deep."
_TOO_MANY = f"A filter has at most {MAX_PARTS} parts, {MAX_DEPTH} within one another."
_UNREADABLE = "The filter is not in the language that filter-lang names."


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A filter that was read and checked; its geometries are in `crs`."""

    condition: Condition
    crs: Crs


def filter_of(query: Mapping[str, str], queryables: Mapping[str, str]) -> Filter | None:
    """The filter that was asked for.

    Args:
        query: the parameters `filter`, `filter-lang` and `filter-crs`.
        queryables: what may be named, and its kind: `text`, `number`, `month`, `geometry`.

    Raises:
        Problem: 400 that says what cannot be used.
    """
    language = query.get("filter-lang", LANGUAGES[0])
    if language not in LANGUAGES:
        raise bad_query("filter-lang", "Name one of these languages.", allowed=LANGUAGES)
    crs = crs_of(query, "filter-crs")
    text = query.get("filter")
    if text is None:
        return None
    if len(text) > MAX_LENGTH:
        raise bad_query("filter", _TOO_LONG)
    tree = _of_json(text) if language == "cql2-json" else _of_text(text)
    _check_size(tree)
    return Filter(condition=condition_of(tree, queryables), crs=crs)


def _of_json(text: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise bad_query("filter", _UNREADABLE) from error


def _of_text(text: str) -> Any:  # noqa: ANN401 - JSON
    if _brackets(text) > MAX_BRACKETS:
        raise bad_query("filter", _TOO_DEEP)
    if _SIGNS.search(text):
        raise bad_query("filter", _UNREADABLE)
    try:
        return cql2.parse_text(text).to_json()
    except Exception as error:
        # For a geometry that it cannot write cql2 raises `Exception` itself.
        if type(error) not in {cql2.ParseError, RecursionError, Exception}:
            raise
        raise bad_query("filter", _UNREADABLE) from error


def _refuse(_: str) -> None:
    msg = "NaN and Infinity are not JSON"
    raise ValueError(msg)


def _brackets(text: str) -> int:
    """How many brackets are open at once; those within quotes count, which errs safely."""
    deepest = depth = 0
    for mark in text:
        if mark == "(":
            depth += 1
            deepest = max(deepest, depth)
        elif mark == ")" and depth:
            depth -= 1
    return deepest


def _check_size(tree: Any) -> None:  # noqa: ANN401 - JSON
    """Refuse a tree that is too deep or too large, without recursion of our own."""
    level, parts = [tree], 0
    for _ in range(2 * MAX_DEPTH):  # an object and a list for each step
        level = [child for node in level for child in _children(node)]
        parts += len(level)
        if parts > MAX_PARTS:
            break
        if not level:
            return
    raise bad_query("filter", _TOO_MANY)


def _children(node: Any) -> Iterator[Any]:  # noqa: ANN401 - JSON
    if isinstance(node, dict):
        yield from node.values()
    elif isinstance(node, list):
        yield from node
