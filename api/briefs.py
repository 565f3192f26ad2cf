"""Briefs of areas in each format, made once for each part of a release and kept.

HTML and JSON cost a few milliseconds and are made here. PDF and DOCX are made in the
workroom: Typst and python-docx are never loaded by the process that has the keys. They
are not sealed with the release, for then a newer library could not publish it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cache import Bounded
from api.policy import AREA_READERS
from api.shelf import areas_of
from hotspots.boundaries import code_and_name
from hotspots.brief import AreaBrief, Ground, area_brief, html_of, json_of
from hotspots.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.maps import Maps
    from api.shelf import View
    from api.workroom import Workroom
    from hotspots.access import Principal
    from hotspots.brief import BriefTerms
    from hotspots.brief.ground import Area

_KEPT = 200  # all formats of fifty areas; a PDF and a DOCX together are 160 kB

_GROUNDS = 4  # the areas of the releases that are asked for; some hundred outlines each

MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Briefs:
    """Makes briefs of views."""

    def __init__(self, maps: Maps, *, workroom: Workroom, terms: BriefTerms) -> None:
        self._maps = maps
        self._workroom = workroom
        self._terms = terms
        self._kept: Bounded[tuple[str, str, str], bytes] = Bounded(_KEPT)
        self._grounds: Bounded[str, Ground] = Bounded(_GROUNDS)
        self._saved: Bounded[str, Ground] = Bounded(_GROUNDS)

    def brief(self, view: View, area_code: str) -> AreaBrief | None:
        """What an area is told of this view; None if it is not one of the fixed areas.

        Raises:
            StoreError: the release was sealed without its boundaries, or they are damaged.
        """
        ground = self._grounds.get(view.sealed_digest, lambda: self._ground(view))
        return area_brief(view.release, ground, area_code, terms=self._terms)

    def _ground(self, view: View) -> Ground:
        return Ground.of(self._maps.wards(view), self._maps.areas(view))

    def areas(self, view: View, principal: Principal) -> tuple[tuple[str, str], ...]:
        """Code and name of each area that this principal can have a brief of, by name.

        None where the release was sealed without boundaries: then there are no briefs.
        """
        bound = areas_of(principal)
        if principal.audience not in AREA_READERS:
            return ()
        try:
            wards, saved = self._maps.wards(view), self._maps.areas(view)
        except StoreError:
            return ()
        named = {code_and_name(one.get("properties") or {}) for one in wards.get("features", ())}
        named |= {_saved_name(one.get("properties") or {}) for one in saved.get("features", ())}
        open_ones = (one for one in named if one[0] and (bound is None or one[0] in bound))
        return tuple(sorted(open_ones, key=lambda one: (one[1], one[0])))

    def saved(self, view: View, principal: Principal) -> tuple[Area, ...]:
        """The saved areas that this principal may be told of, by code; none for the public.

        Raises:
            StoreError: they are damaged.
        """
        if principal.audience not in AREA_READERS:
            return ()
        bound = areas_of(principal)
        found = self._saved.get(
            view.sealed_digest, lambda: Ground.of({}, self._maps.areas(view))
        ).areas
        return tuple(area for area in found if bound is None or area.code in bound)

    def file(self, view: View, brief: AreaBrief, form: str) -> bytes:
        """The brief in this form, a key of `MEDIA_TYPES`.

        Raises:
            Problem: 503, it could not be made.
        """
        # The part's own digest does not name the boundaries' file, the sealed one does.
        key = (view.sealed_digest, brief.code, form)
        return self._kept.get(key, lambda: self._made(brief, form))

    def _made(self, brief: AreaBrief, form: str) -> bytes:
        match form:
            case "html":
                return html_of(brief).encode()
            case "json":
                return json_of(brief)
            case _:
                return self._workroom.paper(brief, form)


def _saved_name(properties: Mapping[str, Any]) -> tuple[str, str]:
    code, name, kind = (str(properties.get(key) or "") for key in ("code", "name", "kind"))
    return code, f"{name} ({kind})"
