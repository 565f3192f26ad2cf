"""The words on the page: one place, so that table, card and legend say the same."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.release import Audience

if TYPE_CHECKING:
    from datetime import date

    from hotspots.period import Period
    from hotspots.release import (
        Comparison,
        FormerHotspot,
        Release,
        ReleasedHotspot,
        ShownAction,
        ShownCount,
    )

AUDIENCE_WORDS = {
    Audience.PARTNER: "Missing Strategic Group and police",
    Audience.BRIEF: "Team around the School and Community meetings",
    Audience.PUBLIC: "The public",
    Audience.OPEN_DATA: "Anyone (open data, no people in it)",
}
# Not calendar.month_name: that follows the machine's locale, and bytes must not.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NOT_SHOWN = "Not shown"
# Counted from the period's end, as for an area's brief: two half-years later it misleads.
VALID_DAYS = 365
SHORT_DIGEST = 12
# Characters that no reader sees but that can hide, break or turn round what is read.
_UNREADABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table, in words; `number` is the one on the map, from 1.

    `sort_figure` is the shown number of episodes, where there is one. `more` is what has no
    column of its own: headings with a line or several.
    """

    number: int
    name: str
    category: str
    zone: str
    area: str
    episodes: str
    children: str
    months: str
    sort_figure: int | None
    more: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneRow:
    """One line of the table of zones; `places` is how many of its places are shown."""

    name: str
    places: int
    episodes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerRow:
    """One line of the table of places that are no longer shown."""

    name: str
    area: str


def plain(text: str) -> str:
    """The text without control characters and marks that turn the direction of writing."""
    return "".join(
        " " if unicodedata.category(c) in _UNREADABLE or c in _TURNING else c for c in text
    )


def months_in_words(first: str | None, last: str | None) -> str:
    """`January to June 2021` of `2021-01` and `2021-06`; a missing month is not shown."""
    if first is None or last is None:
        return NOT_SHOWN if first is None and last is None else _month(first or last or "")
    if first == last:
        return _month(first)
    if first[:4] == last[:4]:
        return f"{_month(first).partition(' ')[0]} to {_month(last)}"
    return f"{_month(first)} to {_month(last)}"


def day_in_words(day: date) -> str:
    """`30 June 2022`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def period_in_words(period: Period) -> str:
    """`July to December 2020` of whole months, otherwise with its days."""
    if not period.is_whole_months:
        return period.in_words
    return months_in_words(f"{period.first:%Y-%m}", f"{period.last:%Y-%m}")


def _month(text: str) -> str:
    year, _, month = text.partition("-")
    if not (month.isdecimal() and 1 <= int(month) <= len(_MONTHS)):
        return text
    return f"{_MONTHS[int(month) - 1]} {year}"


def in_words(count: ShownCount) -> str:
    """What people read for a count; a withheld one is never blank and never 0."""
    return plain(count.text) or NOT_SHOWN


def counted(audience: Audience) -> str:
    """The heading over the counts: open data has records, not episodes."""
    return "Records" if audience is Audience.OPEN_DATA else "Episodes"


def rows_of(release: Release) -> tuple[Row, ...]:
    """The table's lines, in the release's own order."""
    return tuple(_row(number, h) for number, h in enumerate(release.hotspots, start=1))


def _row(number: int, hotspot: ReleasedHotspot) -> Row:
    return Row(
        number=number,
        name=plain(hotspot.name),
        category=plain(hotspot.category),
        zone=plain(hotspot.zone) or "None",
        area="None" if hotspot.area is None else plain(hotspot.area.name),
        episodes=in_words(hotspot.episodes),
        children=in_words(hotspot.children),
        months=months_in_words(hotspot.first_month, hotspot.last_month),
        sort_figure=hotspot.episodes.value,
        more=_more_of(hotspot),
    )


def _more_of(hotspot: ReleasedHotspot) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Change, time of day, firmness, what is agreed and done: as far as the audience is told."""
    facts = (
        ("Change", () if hotspot.direction is None else (plain(hotspot.direction.text),)),
        ("Time of day", tuple(f"{plain(b)}: {in_words(count)}" for b, count in hotspot.time_bands)),
        ("How firm", (plain(hotspot.firmness),) if hotspot.firmness else ()),
        ("Agreed about the place", tuple(plain(text) for text in hotspot.agreed)),
        ("Being done", tuple(action_in_words(action) for action in hotspot.actions)),
    )
    return tuple((heading, lines) for heading, lines in facts if lines)


def action_in_words(action: ShownAction) -> str:
    """`Extra patrols (police, since March 2021)`."""
    begun = months_in_words(action.first_month, None)
    when = (
        f"since {begun}"
        if action.last_month is None
        else months_in_words(action.first_month, action.last_month)
    )
    return f"{plain(action.what)} ({plain(action.lead)}, {when})"


def zone_rows_of(release: Release) -> tuple[ZoneRow, ...]:
    """The lines of the table of zones."""
    return tuple(
        ZoneRow(
            name=plain(zone.name), places=len(zone.hotspot_ids), episodes=in_words(zone.episodes)
        )
        for zone in release.zones
    )


def facts_of(hotspot: ReleasedHotspot, audience: Audience) -> list[list[str]]:
    """What the card says: a heading, then a line or several."""
    row = _row(0, hotspot)
    if audience is Audience.OPEN_DATA:
        facts = [["Kind of record", row.category], [counted(audience), row.episodes]]
    else:
        facts = [
            ["Kind of place", row.category],
            ["Zone", row.zone],
            ["Ward", row.area],
            [counted(audience), row.episodes],
            ["Young people", row.children],
        ]
    facts.append(["Months", row.months])
    facts += [[heading, *lines] for heading, lines in row.more]
    position = hotspot.position
    facts.append(["Grid reference", f"{position.easting:.0f} {position.northing:.0f}"])
    return facts


def former_rows_of(comparison: Comparison) -> tuple[FormerRow, ...]:
    """The places that the earlier release showed and this one does not, in its order."""
    return tuple(
        FormerRow(name=plain(one.name), area="None" if one.area is None else plain(one.area.name))
        for one in comparison.former
    )


def former_facts_of(former: FormerHotspot, comparison: Comparison) -> list[list[str]]:
    """What the card says of a place that is no longer shown."""
    position = former.position
    return [
        ["Shown for", period_in_words(comparison.period)],
        ["Now", "Not shown. It may be withheld; it is not known to be safe."],
        ["Ward", "None" if former.area is None else plain(former.area.name)],
        ["Grid reference", f"{position.easting:.0f} {position.northing:.0f}"],
    ]
