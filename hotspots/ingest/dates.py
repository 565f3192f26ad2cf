"""Dates and times as people and systems write them, read one way or refused.

Day before month, unless the profile says otherwise; never whichever happens to fit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from hotspots.ingest.cells import CellError, text_of, value_class
from hotspots.model import LONDON

if TYPE_CHECKING:
    from hotspots.ingest.cells import Cell

# Words that say that something is not known: nothing can be read from them.
UNKNOWN_WORDS = frozenset(
    {
        "n/k",
        "nk",
        "n/a",
        "na",
        "not known",
        "unknown",
        "not recorded",
        "?",
        "??",
        "-",
        "tbc",
        "none",
    }
)
_SERIAL_ORIGIN = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's local date, not an instant
# Bare numbers from 1990-01-01 to 2099-12-31 can only be a spreadsheet's count of days.
_SERIALS = range(32_874, 73_051)
_LONGEST_SERIAL = 24
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_REST = r"(?:(?:T|,?\s+)(?P<rest>\S.*))?"
_ISO = re.compile(rf"(?P<y>\d{{4}})(?P<s>[-/.]?)(?P<m>\d{{2}})(?P=s)(?P<d>\d{{2}}){_REST}")
_NUMBERS = re.compile(
    rf"(?P<d>\d{{1,2}})\s*[/.\- ]\s*(?P<m>\d{{1,2}})\s*[/.\- ]\s*(?P<y>\d{{4}}|\d{{2}}){_REST}"
)
_NAMED = re.compile(
    r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s/.\-]*(?P<m>[A-Za-z]{3,9})\.?[\s/.\-,]*"
    rf"(?P<y>\d{{4}}|\d{{2}}){_REST}"
)
_OFFSET = re.compile(r"(?P<clock>.*?)\s*(?P<offset>Z|[+-]\d{2}:?\d{2})", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?P<h>\d{1,2})(?:[:.h ](?P<m>\d{2})(?:[:.](?P<s>\d{2})(?:\.\d+)?)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?(?:\s*(?:hrs|hours|h))?",
    re.IGNORECASE,
)
_DIGITS_CLOCK = re.compile(
    r"(?P<h>\d{1,2})(?P<m>\d{2})\s*(?P<half>[ap]\.?m\.?)?(?:\s*(?:hrs|hours|h))?"
)
# The dates that spreadsheets put before a time alone.
_LAST_TIME_ONLY_DATE = date(1904, 1, 2)
_DATE_MEND = "Write it as 31/12/2021."
_TIME_MEND = "Write it as 17:05, or leave it blank where it is not known."
_NOON = 12
_NO_HOUR = 24
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRules:
    """How to read a date: the order of day and month, and the last year it may mean.

    `as_of` settles what a year of two digits means: never later than the year after.
    """

    as_of: date
    month_first: bool = False
    serials: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """A local day, and the local time of day where the cell had one."""

    day: date
    clock: time | None = None


def read_date(cell: Cell, rules: DateRules) -> Reading | None:
    """The date, with its time of day if the cell has one; None for a blank cell.

    Midnight in a cell of date and time is what a date without a time looks like, so
    it counts as no time.

    Raises:
        CellError: not a date.
    """
    match cell:
        case datetime():
            return Reading(cell.date(), _unless_midnight(cell.time()))
        case date():
            return Reading(cell)
        case time() | timedelta():
            raise _not_a_date(cell)
        case bool():
            raise _not_a_date(cell)
        case int() | float():
            return _from_number(cell, rules)
    text = text_of(cell)
    if not text:
        return None
    if text.casefold() in UNKNOWN_WORDS:
        raise CellError(
            "the date is said to be unknown",
            value_class="text",
            mend="Give the date; a return date stays blank only while the child is missing.",
        )
    reading = _from_text(text, rules)
    if reading is None:
        raise _not_a_date(cell)
    return reading


def _not_a_date(cell: Cell) -> CellError:
    return CellError("not a date", value_class=value_class(cell), mend=_DATE_MEND)


def _from_number(number: float, rules: DateRules) -> Reading:
    if rules.serials and int(number) in _SERIALS:
        moment = _SERIAL_ORIGIN + timedelta(seconds=round(number * _DAY.total_seconds()))
        return Reading(moment.date(), _unless_midnight(moment.time()))
    reading = _from_text(str(number), rules) if isinstance(number, int) else None
    if reading is None:
        raise _not_a_date(number)
    return reading


def _unless_midnight(clock: time) -> time | None:
    whole = clock.replace(microsecond=0, tzinfo=None)
    return None if whole == time() else whole


def _from_text(text: str, rules: DateRules) -> Reading | None:
    bare = _WEEKDAY.sub("", text, count=1)
    if _is_number(bare) and int(float(bare)) in _SERIALS:
        return _from_number(float(bare), rules) if rules.serials else None
    for pattern in (_ISO, _NUMBERS, _NAMED):
        found = pattern.fullmatch(bare)
        if found:
            return _assembled(found, rules, swap=rules.month_first and pattern is _NUMBERS)
    return None


def _is_number(text: str) -> bool:
    return len(text) <= _LONGEST_SERIAL and text.isascii() and text.replace(".", "", 1).isdigit()


def _assembled(found: re.Match[str], rules: DateRules, *, swap: bool) -> Reading | None:
    day, month = (found["m"], found["d"]) if swap else (found["d"], found["m"])
    number = _MONTHS.get(month.lower()) if month.isalpha() else int(month)
    try:
        whole = date(_year(found["y"], rules), number or 0, int(day))
    except ValueError:
        return None
    rest = found["rest"]
    return Reading(whole) if rest is None else _with_clock(whole, rest)


def _year(digits: str, rules: DateRules) -> int:
    if len(digits) > 2:  # noqa: PLR2004 - a year of two digits
        return int(digits)
    year = 2000 + int(digits)
    return year if year <= rules.as_of.year + 1 else year - 100


def _with_clock(day: date, rest: str) -> Reading | None:
    offset = _OFFSET.fullmatch(rest)
    clock = _clock_of_text(offset["clock"] if offset else rest)
    if clock is None:
        return None
    if offset:
        sign = offset["offset"].upper().replace("Z", "+00:00")
        instant = datetime.fromisoformat(f"{day.isoformat()}T{clock.isoformat()}{sign}")
        local = instant.astimezone(LONDON)
        return Reading(local.date(), local.time())
    return Reading(day, _unless_midnight(clock))


def read_clock(cell: Cell) -> time | None:
    """The local time of day; None for a blank cell or one that says it is not known.

    Raises:
        CellError: not a time of day.
    """
    clock = _clock_of_value(cell)
    if clock is not None:
        return clock
    text = text_of(cell)
    if not text or text.casefold() in UNKNOWN_WORDS:
        return None
    clock = _clock_of_text(text)
    if clock is None:
        raise CellError("not a time of day", value_class=value_class(cell), mend=_TIME_MEND)
    return clock


def _clock_of_value(cell: Cell) -> time | None:
    match cell:
        case bool():
            return None
        case datetime() if cell.date() <= _LAST_TIME_ONLY_DATE:
            return cell.time().replace(microsecond=0)
        case time():
            return cell.replace(microsecond=0)
        case timedelta() if timedelta() <= cell < _DAY:
            return (_SERIAL_ORIGIN + cell).time().replace(microsecond=0)
        case int() | float() if 0 <= cell < 1:
            seconds = min(round(cell * _DAY.total_seconds()), 86_399)
            return (_SERIAL_ORIGIN + timedelta(seconds=seconds)).time()
        case _:
            return None


def _clock_of_text(text: str) -> time | None:
    if text.casefold() in {"noon", "midday"}:
        return time(_NOON)
    found = _DIGITS_CLOCK.fullmatch(text) or _CLOCK.fullmatch(text)
    if not found:
        return None
    parts = found.groupdict()
    if parts["m"] is None and parts["half"] is None:
        return None  # a bare "9" may be morning, evening or a quantity
    hour = _hour(int(parts["h"]), parts["half"])
    try:
        return time(hour, int(parts["m"] or 0), int(parts.get("s") or 0))
    except ValueError:
        return None


def _hour(hour: int, half: str | None) -> int:
    afternoon = half is not None and half.lower().startswith("p")
    if half is None or (afternoon and hour > _NOON):
        return hour
    # "17:05 am" contradicts itself: an hour that no clock has is refused by the caller.
    return _NO_HOUR if hour > _NOON else hour % _NOON + (_NOON if afternoon else 0)
