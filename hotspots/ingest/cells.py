"""What may stand in a cell, how it is cleaned, and how to speak of it without its value."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TypeAlias

from hotspots.errors import HotspotsError

# Longest text that a cell of a mapped column may hold, in characters.
MAX_CELL_CHARS = 4096
# A spreadsheet keeps 15 digits of a number: a longer reference has already lost its end.
_EXACT_DIGITS = 15


class Special(Enum):
    """Cells that hold no value of any kind."""

    NO_SAVED_RESULT = "formula without a saved result"


Cell: TypeAlias = str | int | float | datetime | date | time | timedelta | Special | None


class CellError(HotspotsError):
    """A cell that cannot be read as what its column means; never leaves this package.

    Carries no value: `value_class` says what kind of thing stood there.
    """

    def __init__(self, problem: str, *, value_class: str, mend: str) -> None:
        self.problem = problem
        self.value_class = value_class
        self.mend = mend
        super().__init__(problem)


# How a spreadsheet shows that a formula failed.
_ERROR_VALUES = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
_ONLY_HASHES = re.compile(r"#{3,}")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
# Control, format (bidirectional marks, zero width), surrogate: invisible, and able to mislead.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})


def clean(text: str) -> str:
    """NFC, nothing invisible, single spaces, no blanks at the ends."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    normal = unicodedata.normalize("NFC", text)
    visible = (
        " " if c.isspace() else "" if unicodedata.category(c) in _INVISIBLE else c for c in normal
    )
    return " ".join("".join(visible).split())


def text_of(cell: Cell) -> str:
    """The cell as clean text; a whole number without the `.0` that spreadsheets add.

    Raises:
        CellError: a failed formula, or one whose result was never saved.
    """
    match cell:
        case None:
            return ""
        case Special():
            raise no_saved_result()
        case str():
            text = clean(cell)
            if is_error_value(text):
                raise CellError(
                    "the cell shows a spreadsheet error",
                    value_class="error value",
                    mend="Mend the formula, or write the value itself.",
                )
            return text
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)


def reference_of(cell: Cell) -> str:
    """The cell as a reference, exact to its last digit.

    Raises:
        CellError: a spreadsheet has rounded the number, so its end is lost.
    """
    text = text_of(cell)
    rounded = isinstance(cell, int | float) and len(text) > _EXACT_DIGITS
    if rounded or _SCIENTIFIC.fullmatch(text):
        raise CellError(
            "a spreadsheet has rounded this number",
            value_class="rounded number",
            mend="Format the column as text in the source and export again.",
        )
    return text


def no_saved_result() -> CellError:
    """The refusal of a formula that nobody has calculated: this program never does."""
    return CellError(
        "the cell is a formula whose result was not saved",
        value_class=Special.NO_SAVED_RESULT.value,
        mend="Open the file in the spreadsheet program, save it there, and try again.",
    )


def is_error_value(text: str) -> bool:
    """Whether the text is a spreadsheet's sign of a failed formula or too narrow a column."""
    return text.startswith("#") and (text in _ERROR_VALUES or bool(_ONLY_HASHES.fullmatch(text)))


def is_blank(cell: Cell) -> bool:
    """Whether nothing visible stands in the cell."""
    return cell is None or (isinstance(cell, str) and not clean(cell))


def value_class(cell: Cell) -> str:  # noqa: PLR0911 - one line for each kind of thing
    """What kind of thing stands in the cell, never the thing itself."""
    match cell:
        case Special():
            return cell.value
        case bool():
            return "yes/no value"
        case int() | float():
            return "number"
        case datetime():
            return "date and time"
        case date():
            return "date"
        case time() | timedelta():
            return "time"
        case None:
            return "blank"
        case str():
            return _class_of_text(clean(cell))


def _class_of_text(text: str) -> str:
    if not text:
        return "blank"
    if is_error_value(text):
        return "error value"
    if len(text) > MAX_CELL_CHARS:
        return "very long text"
    if text.replace(".", "", 1).isdigit():
        return "number stored as text"
    return "text with digits" if any(c.isdigit() for c in text) else "text"
