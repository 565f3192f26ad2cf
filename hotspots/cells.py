"""Text that a spreadsheet program shows as text, whatever it begins with.

A cell that begins with `=`, `+`, `-` or `@` is run as a formula by Excel, LibreOffice
and Google Sheets (ASVS 5.0 1.2.10). Known ways round a plain prefix test are closed
too: white space and invisible characters before the sign, full-width and other
compatibility forms of it, line ends and tabs inside the cell, and a sign after a
separator that a spreadsheet of another locale splits at.
"""

from __future__ import annotations

import re
import unicodedata

_SIGNS = frozenset("=+-@")
# U+2212 has no compatibility form, but some imports read it as a minus.
_OTHER_SIGNS = frozenset("\u2212")
# Unicode categories: controls, formats, separators, combining marks, unassigned.
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"})
_SEPARATORS = re.compile(r'([;,|"])')
_NEUTRAL = "'"


def safe_cell(value: str | float | None) -> str | int | float:
    """The value as a spreadsheet may have it; numbers stay numbers, none is an empty text.

    Line ends, tabs and other control characters become spaces. An apostrophe stands
    before a text, or before a part of it after a separator, that would be a formula.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    flat = "".join(" " if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} else c for c in value)
    return "".join(
        _NEUTRAL + part if _is_formula(part) else part for part in _SEPARATORS.split(flat)
    )


def _is_formula(part: str) -> bool:
    for character in part:
        if unicodedata.category(character) in _INVISIBLE:
            continue
        plain = unicodedata.normalize("NFKC", character)
        return plain[:1] in _SIGNS or character in _OTHER_SIGNS
    return False
