"""What our own pages send: a form of one token, and the page to go on to."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from api.problems import Problem

MAX_TOKEN = 256
_FORM = "application/x-www-form-urlencoded"
# One slash, then only what our own paths are made of: no host, no scheme, no query.
_PART = r"[A-Za-z0-9_-][A-Za-z0-9._-]*"
_OUR_PAGE = re.compile(rf"/(?:{_PART}(?:/{_PART})*/?)?")


def token_in(content_type: str, body: bytes) -> str:
    """The token in a form of one field; empty where it cannot be one.

    Raises:
        Problem: 400, it is not such a form.
    """
    if content_type.partition(";")[0].strip().lower() != _FORM:
        raise Problem(status=400)
    try:
        fields = parse_qs(body.decode("ascii"), strict_parsing=True, max_num_fields=1)
    except ValueError as error:
        raise Problem(status=400) from error
    token = fields.get("token", [""])[0]
    return token if token.isascii() and len(token) <= MAX_TOKEN else ""


def page_of_ours(path: str | None) -> str:
    """The path if it can only be one of this service's, else the home page."""
    return path if path and len(path) <= MAX_TOKEN and _OUR_PAGE.fullmatch(path) else "/"
