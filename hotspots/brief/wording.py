"""The words of a brief: one place, so that every format says the same.

Too few and none read alike in every sentence, and a period that briefs are not made
for reads differently: that depends on the calendar alone and never on the data.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from hotspots.release import Audience

if TYPE_CHECKING:
    from hotspots.release import ReleasedHotspot, ShownAction, ShownCount

AUDIENCE_WORDS = {
    Audience.PARTNER: "the Missing Strategic Group and police",
    Audience.BRIEF: "the Team around the School and Community",
}
PLACES_SHOWN = (
    "Young people who went missing were at these public places, as their records say. "
    "A place is not to blame for that, and it is not known why they went there."
)
NO_PLACE_SHOWN = (
    "No place in this area is shown. That does not mean that nothing happened here: places "
    "with too few young people are not shown, and there may be none."
)
NONE_IN_OR_NEAR = NO_PLACE_SHOWN.replace("in this area", "in or near this area")
NOT_THIS_PERIOD = (
    "This period is not one that briefs are made for, so nothing is shown of any area. "
    "That says nothing about this area."
)
WHEN_NOT_SHOWN = (
    "Figures are for the whole period. Days, months and times of day are not shown: "
    "with few young people they could point to one of them."
)
NOTHING_TO_COMPARE = (
    "There is no earlier brief of as long a time to compare with, so it does not say whether "
    "figures rise or fall."
)
NOT_EVERY_ACTION = (
    "Not everything that is being done at a place is told here. Ask your contact about a place."
)
IN_DANGER = "If a child is in danger now, call 999."
NO_CONTACT = (
    "No contact was entered for this brief. Ask whoever gave it to you, or the police on 101."
)
IN_THE_AREA = "in the area"
NEAR_THE_AREA = "near the area"
NOT_SHOWN = "Not shown"
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
# Control characters and line breaks, half characters, private and unassigned ones: XML
# cannot hold some, and a PDF must be able to draw all (PDF/UA-1, 7.21.8).
_UNREADABLE = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})


def plain(text: str) -> str:
    """The text without what no reader sees: controls, and marks that turn or hide writing."""
    kept = (c for c in text if unicodedata.category(c) != "Cf")
    return "".join(" " if unicodedata.category(c) in _UNREADABLE else c for c in kept)


def counted(count: ShownCount) -> str:
    """What people read for a count; a withheld one is never blank and never 0."""
    return plain(count.text).strip() or NOT_SHOWN


def when_of(hotspot: ReleasedHotspot) -> str:
    """Months and bands of the day where they may be shown; empty where neither may."""
    parts = [_months(hotspot.first_month, hotspot.last_month)]
    parts += [f"{plain(band)}: {counted(count)}" for band, count in hotspot.time_bands]
    return "; ".join(part for part in parts if part)


def action_of(action: ShownAction) -> str:
    """`Evening patrols, led by Police, since May 2021`."""
    if action.last_month is None:
        when = f"since {_month(action.first_month)}"
    else:
        when = _months(action.first_month, action.last_month)
    return f"{plain(action.what)}, led by {plain(action.lead)}, {when}"


def follow_up(direction: str, actions: tuple[str, ...], agreed: tuple[str, ...] = ()) -> str:
    """Which way a place goes, what is done there and what is agreed, as far as it is told."""
    done = f"Being done: {'; '.join(actions)}." if actions else ""
    said = f"Agreed by partners. {' '.join(agreed)}" if agreed else ""
    return " ".join(text for text in (direction, done, said) if text)


def no_longer_shown(names: tuple[str, ...], earlier: str) -> str:
    """Of places that an earlier brief shows and this one does not."""
    return (
        f"Shown for {earlier} and not now: {'; '.join(names)}. There may be none now, or too few "
        "young people to show."
    )


def near_in_words(near_m: float) -> str:
    """What "near" is; empty for an area that is told of nothing beyond its edge."""
    return f"Near is up to {near_m:g} m beyond the line on the map." if near_m else ""


def map_in_words(area: str, names: tuple[str, ...]) -> str:
    """The text alternative of the map: what it shows, and where to read the same."""
    shown = "no place is marked" if not names else f"{_places(len(names))}, numbered as in the list"
    return f"Outline map of {area}, north at the top: {shown}."


def _places(number: int) -> str:
    return "1 place is marked" if number == 1 else f"{number} places are marked"


def _months(first: str | None, last: str | None) -> str:
    """`January to June 2021` of `2021-01` and `2021-06`."""
    if first is None or last is None:
        return _month(first or last or "")
    if first == last:
        return _month(first)
    if first[:4] == last[:4]:
        return f"{_month(first).partition(' ')[0]} to {_month(last)}"
    return f"{_month(first)} to {_month(last)}"


def _month(text: str) -> str:
    year, _, month = text.partition("-")
    if not (month.isdecimal() and 1 <= int(month) <= len(_MONTHS)):
        return plain(text)
    return f"{_MONTHS[int(month) - 1]} {plain(year)}"
