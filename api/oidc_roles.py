"""The table from an organisation's roles or groups to what they entitle to.

Written as `ROLE = AUDIENCE` or `ROLE = AUDIENCE: AREA, AREA`, rows separated by `;` or by
lines, for instance:

    Hotspots.Partner = partner; Hotspots.Alvaston = brief: E05001767, E05001768

A role is an app role's value or a group's id, exactly as the provider sends it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.access import Grant
from hotspots.errors import ParameterError
from hotspots.release import PEOPLE_AUDIENCES, Audience

if TYPE_CHECKING:
    from collections.abc import Iterable

# Where somebody has roles for several audiences, the one that is shown most.
_WIDEST_FIRST = (Audience.PARTNER, Audience.BRIEF, Audience.PUBLIC)
_ROW = re.compile(r"([^\s=;:,][^=;:,]{0,199}?)\s*=\s*([a-z-]+)\s*(?::([^=;:]*))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """What one role entitles to; without areas, all that the audience may see."""

    role: str
    audience: Audience
    areas: frozenset[str]


def read_table(text: str) -> tuple[RoleRow, ...]:
    """The rows of the table.

    Raises:
        ParameterError: a row cannot be read, names no audience of people, is for the
            brief without areas or for the public with some, or there is none.
    """
    lines = [line.strip() for line in re.split(r"[;\n]", text)]
    rows = tuple(_row(number, line) for number, line in enumerate(lines, start=1) if line)
    if not rows:
        msg = "HOTSPOTS_OIDC_TABLE has no row, so nobody could sign in."
        raise ParameterError(msg)
    return rows


def grant_of(table: tuple[RoleRow, ...], roles: Iterable[object], *, name: str) -> Grant | None:
    """What these roles entitle to together; None if the table knows none of them.

    Roles add up, as they do at the provider: the widest audience counts, with the areas
    of all its roles; a role of it without areas is not bound to any.
    """
    held = {role for role in roles if isinstance(role, str)}
    found = [row for row in table if row.role in held]
    for audience in _WIDEST_FIRST:
        areas = [row.areas for row in found if row.audience is audience]
        if areas:
            bound = frozenset[str]().union(*areas) if all(areas) else frozenset[str]()
            return Grant(name=name, audience=audience, areas=bound)
    return None


def _row(number: int, line: str) -> RoleRow:
    match = _ROW.fullmatch(line)
    people = {audience.value: audience for audience in PEOPLE_AUDIENCES}
    if match is None or match[2] not in people:
        msg = f"Row {number} of HOTSPOTS_OIDC_TABLE is not ROLE = {'/'.join(people)}[: AREA, ...]."
        raise ParameterError(msg)
    audience = people[match[2]]
    areas = frozenset(code.strip() for code in (match[3] or "").split(",") if code.strip())
    if (audience is Audience.BRIEF and not areas) or (audience is Audience.PUBLIC and areas):
        msg = f"Row {number} of HOTSPOTS_OIDC_TABLE: the brief needs areas, the public takes none."
        raise ParameterError(msg)
    Grant(name="a row", audience=audience, areas=areas)  # says what is wrong with an area
    return RoleRow(role=match[1], audience=audience, areas=areas)
