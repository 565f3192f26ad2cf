"""A brief's files for paper: PDF and DOCX, the only place that loads what makes them.

As a program (`python -m hotspots.brief.papers pdf`) it reads a brief from its input and
writes the file to its output: so a service can have a file made without loading Typst
and python-docx itself, by a process that is told of nothing else.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from hotspots.brief.content import AreaBrief, area_brief
from hotspots.brief.ground import Ground
from hotspots.brief.page import html_of, json_of
from hotspots.brief.pdf import pdf_of
from hotspots.brief.word import docx_of
from hotspots.errors import StoreError
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from hotspots.brief.content import BriefTerms
    from hotspots.release import Release

MAKERS = {"pdf": pdf_of, "docx": docx_of}


def write_briefs(
    release: Release,
    folder: Path,
    *,
    wards: Mapping[str, Any],
    saved: Mapping[str, Any] | None = None,
    terms: BriefTerms | None = None,
) -> tuple[Path, ...]:
    """Write `<area's code>/brief.{html,json,pdf,docx}` for every fixed area.

    An area where nothing is shown has its brief as well: a missing one would tell.
    The same release, wards and terms give the same bytes.

    Args:
        release: what the audience may see.
        folder: made if it does not exist.
        wards: the GeoJSON layer that the release was sealed with, in degrees.
        saved: the saved areas that it was sealed with, likewise, if there are any.
        terms: whom to call and how long a brief holds.

    Raises:
        StoreError: the folder cannot be written, or an area's code is no name for one.
    """
    ground = Ground.of(wards, saved)
    briefs = (area_brief(release, ground, area.code, terms=terms) for area in ground.areas)
    try:
        return tuple(path for one in briefs if one is not None for path in _write(one, folder))
    except OSError as error:
        msg = (
            f"The folder {folder.name} cannot be written ({error.strerror or 'no reason'}). "
            "Close programs that have its files open, check free space and rights, run again."
        )
        raise StoreError(msg) from error


def _write(brief: AreaBrief, folder: Path) -> list[Path]:
    if not (brief.code.isascii() and brief.code.isalnum()):
        raise StoreError("An area's code has other signs than letters and digits: mend the layer.")
    own = folder / brief.code
    own.mkdir(parents=True, exist_ok=True)
    contents = {
        "html": html_of(brief).encode(),
        "json": json_of(brief),
        "pdf": pdf_of(brief),
        "docx": docx_of(brief),
    }
    targets = [own / f"brief.{ending}" for ending in contents]
    for target, data in zip(targets, contents.values(), strict=True):
        with written_whole(target) as part:
            part.write_bytes(data)
    return targets


if __name__ == "__main__":
    made = MAKERS[sys.argv[1]](AreaBrief.from_bytes(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(made)
