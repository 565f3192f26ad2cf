"""A paper's files, each written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.paper.page import html_of
from hotspots.paper.word import docx_of
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.document import Document


def write_paper(document: Document, folder: Path, *, stem: str) -> tuple[Path, Path]:
    """Write `stem.html` and `stem.docx`; the folder is made if it does not exist.

    Raises:
        StoreError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    page, word = folder / f"{stem}.html", folder / f"{stem}.docx"
    for target, data in ((page, html_of(document).encode()), (word, docx_of(document))):
        with written_whole(target) as part:
            part.write_bytes(data)
    return page, word
