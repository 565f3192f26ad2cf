"""Whose data a database holds: one authority's alone, told by the database and not by a query.

Several authorities may share a server. Each has a schema of its own in PostgreSQL and a file of
its own in SQLite, so no query can forget a condition and return another authority's rows; a
schema is also what a database role can be kept out of, and what can be backed up, moved and
erased as a whole. The authority stands in the database's address (`?authority=E06000015`), so
whatever is opened by that address is that authority's.
"""

from __future__ import annotations

import re

from hotspots.errors import ParameterError

# A code of the Register of Geographic Codes (Office for National Statistics): E06000015 is Derby.
AUTHORITY_ID = re.compile(r"[EKNSW][0-9]{8}")
AUTHORITY_QUERY = "authority"


def with_authority(url: str, authority_id: str | None) -> str:
    """The database's address with the authority in it; unchanged where there is none.

    Raises:
        ParameterError: this is not a code of nine characters such as E06000015.
    """
    if authority_id is None:
        return url
    if AUTHORITY_ID.fullmatch(authority_id) is None:
        msg = "The authority is named by its code of nine characters, for instance E06000015."
        raise ParameterError(msg)
    return f"{url}{'&' if '?' in url else '?'}{AUTHORITY_QUERY}={authority_id}"


def schema_of(authority_id: str) -> str:
    """The PostgreSQL schema of an authority, a name that needs no quotes."""
    return f"authority_{authority_id.lower()}"
