"""The checks by name; a number in brackets is the rule of the SSDA903 return it mirrors."""

from __future__ import annotations

from typing import Final

NOT_AN_EPISODE: Final = "no episode in the row"
HEADING_AGAIN: Final = "heading repeated"
EXTRA_CELLS: Final = "more cells than headings"
SHORT_ROW: Final = "fewer cells than headings"
UNREADABLE_CELL: Final = "unreadable cell"
LONG_CELL: Final = "cell too long"
CHILD_BLANK: Final = "child reference blank"
CHILD_UNREADABLE: Final = "child reference unreadable"
START_BLANK: Final = "start blank (564)"
STATUS_BLANK: Final = "status blank (565)"
STATUS_UNKNOWN: Final = "status unknown (566)"
END_BEFORE_START: Final = "end before start (567)"
OVERLAP: Final = "starts before an earlier episode ended (574)"
BEFORE_BIRTH: Final = "starts before birth (586)"
BAD_START: Final = "start not a date (1004)"
BAD_END: Final = "end not a date (1005)"
BAD_TIME: Final = "not a time of day"
NO_SUCH_TIME: Final = "time that did not exist"
IMPLAUSIBLE_DATE: Final = "date out of range"
DUPLICATE: Final = "duplicate row"
SAME_ID: Final = "one episode ID, different contents"
SUPERSEDED: Final = "replaced by a later file"
ERASED: Final = "erased on request"

# Remarks: the row is kept.
TIME_UNKNOWN: Final = "time not known"
TIME_TWICE: Final = "time happened twice"
OPTIONAL_CELL: Final = "cell not understood"
COLUMN_ABSENT: Final = "column absent"
ENCODING: Final = "encoding"
NO_ROWS: Final = "no rows"
