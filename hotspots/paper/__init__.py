"""Papers for meetings as a page and as a Word document, from words that somebody else made."""

from __future__ import annotations

from hotspots.paper.board import BoardWords, board_paper
from hotspots.paper.files import write_paper
from hotspots.paper.page import html_of
from hotspots.paper.word import docx_of

__all__ = ["BoardWords", "board_paper", "docx_of", "html_of", "write_paper"]
