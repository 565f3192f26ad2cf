"""Every error this project raises on purpose.

    HotspotsError
    ├── UserError             somebody can mend it: bad file, bad option; exit code 2
    │   ├── InputError        a file, row or column; says which, and the mend
    │   ├── ParameterError    a value outside its allowed range
    │   ├── ReleaseRefusedError the disclosure gate will not let this out
    │   └── StoreError        a database or folder that cannot be used as it is
    └── InternalError         our mistake: an invariant does not hold

Messages are shown to people and written to logs, so they never carry a cell's
value, a name, an address or a coordinate: they say *where*, not *what*.
"""

from __future__ import annotations


def shown(name: str) -> str:
    """A file's name as it may be printed and logged.

    Whoever made the file chose its name: signs that turn a line of text round, colour a
    terminal or are in no encoding become question marks.
    """
    return "".join(sign if sign.isprintable() else "?" for sign in name)


class HotspotsError(Exception):
    """Base of every deliberate error."""


class UserError(HotspotsError):
    """Something the person at the keyboard can mend."""


class InputError(UserError):
    """A file that cannot be used, with the place in it and the mend.

    `file` is the file's name without its folder, `row` counts from 1 as a
    spreadsheet does, `column` is the heading.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str,
        mend: str,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        self.problem = problem
        self.file = shown(file)
        self.row = row
        self.column = column
        self.mend = mend
        where = [self.file]
        if row is not None:
            where.append(f"row {row}")
        if column is not None:
            where.append(f"column {column!r}")
        super().__init__(f"{', '.join(where)}: {problem}. {mend}")


class ParameterError(UserError):
    """A parameter outside the range in which its result means anything."""


class ReleaseRefusedError(UserError):
    """The disclosure gate refuses; the message says what would make it pass."""


class StoreError(UserError):
    """A database or folder that cannot be opened, is newer than this code, or is damaged."""


class InternalError(HotspotsError):
    """An invariant of ours does not hold; nothing was published."""
