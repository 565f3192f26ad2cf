"""BRIEF: what one fixed area may be told, on one page that a head teacher understands.

Content, drawing, HTML and JSON are made here with nothing heavy. PDF and DOCX are in
`hotspots.brief.papers`, which alone loads Typst and python-docx: the service must not.
"""

from hotspots.brief.areas import AREAS_LAYER
from hotspots.brief.content import AreaBrief, BriefTerms, area_brief
from hotspots.brief.ground import Ground
from hotspots.brief.page import html_of, json_of, style_hash

__all__ = [
    "AREAS_LAYER",
    "AreaBrief",
    "BriefTerms",
    "Ground",
    "area_brief",
    "html_of",
    "json_of",
    "style_hash",
]
