"""The words in which partners agree about a place: a short list with its sources, by version.

In the manner of contextual safeguarding, a theme speaks of a place where children are seen
to be at risk, and of what makes it so; it never speaks of a child. These words alone leave
the wall, so the list is code: a word is added with its source and a new version, and never
removed, for records of earlier versions hold its code (`until` says where it was retired).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LIST_VERSION = 1
_CONTEXT = (
    "Contextual Safeguarding Network, location assessment (guardianship, conditions of the place)"
)
_THREATS = "HM Government, Working Together to Safeguard Children (2018): threats outside the home"
_WHY = "Derby report 4.4: emphasis on the why and where"
_PULL = f"{_WHY}; return interviews ask what draws a young person"
_OURS = "our judgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWord:
    """One word of the list: `code` is what is stored, `words` what people read.

    It is of the list from the version `since` on; `until` is the last one that offers it.
    """

    code: str
    words: str
    source: str
    since: int = 1
    until: int | None = None

    def is_offered_in(self, version: int) -> bool:
        """Whether a record that is written with this version of the list may have it."""
        return self.since <= version and (self.until is None or version <= self.until)


THEMES = (
    PlaceWord(code="criminal-exploitation", words="risk of criminal exploitation", source=_THREATS),
    PlaceWord(code="sexual-exploitation", words="risk of sexual exploitation", source=_THREATS),
    PlaceWord(code="violence", words="risk of violence", source=_THREATS),
    PlaceWord(
        code="approaches",
        words="adults who approach children",
        source=f"{_THREATS}; {_CONTEXT}",
    ),
    PlaceWord(
        code="substances",
        words="alcohol or drugs within reach of children",
        source=f"{_OURS}: {_CONTEXT}",
    ),
    PlaceWord(code="few-eyes", words="few people about who would notice", source=_CONTEXT),
    PlaceWord(code="surroundings", words="poor light or hidden corners", source=_CONTEXT),
    PlaceWord(code="late", words="open or easy to reach late at night", source=f"{_OURS}: {_WHY}"),
    PlaceWord(code="travel", words="a way in and out of the city", source=f"{_OURS}: {_WHY}"),
    PlaceWord(code="meeting-place", words="where young people like to meet", source=_PULL),
)
GUARDIANS = (
    PlaceWord(code="staff", words="staff of the place", source=_CONTEXT),
    PlaceWord(code="security", words="security staff", source=_CONTEXT),
    PlaceWord(code="transport-staff", words="transport staff", source=_CONTEXT),
    PlaceWord(code="wardens", words="wardens or park staff", source=_CONTEXT),
    PlaceWord(code="police", words="neighbourhood police", source=_CONTEXT),
    PlaceWord(code="youth-workers", words="youth workers", source=_CONTEXT),
    PlaceWord(code="neighbours", words="traders and neighbours", source=_CONTEXT),
    PlaceWord(code="nobody", words="nobody yet", source=_CONTEXT),
)
_THEME_WORDS = {one.code: one for one in THEMES}
_GUARDIAN_WORDS = {one.code: one for one in GUARDIANS}


def theme_codes(version: int = LIST_VERSION) -> tuple[str, ...]:
    """The codes of the themes that this version of the list offers."""
    return tuple(one.code for one in THEMES if one.is_offered_in(version))


def guardian_codes(version: int = LIST_VERSION) -> tuple[str, ...]:
    """The codes of the kinds of guardian that this version of the list offers."""
    return tuple(one.code for one in GUARDIANS if one.is_offered_in(version))


def theme_words(codes: Iterable[str]) -> tuple[str, ...]:
    """The words of these themes, in the order of the list; what is not in it is left out."""
    return _in_words(codes, _THEME_WORDS)


def guardian_words(codes: Iterable[str]) -> tuple[str, ...]:
    """The words of these kinds of guardian, in the order of the list; others are left out."""
    return _in_words(codes, _GUARDIAN_WORDS)


def _in_words(codes: Iterable[str], known: Mapping[str, PlaceWord]) -> tuple[str, ...]:
    wanted = set(codes)
    return tuple(one.words for code, one in known.items() if code in wanted)
