"""MAP: a release as one self-contained page."""

from hotspots.map.hashes import script_hashes, style_hashes
from hotspots.map.page import render_map

__all__ = ["render_map", "script_hashes", "style_hashes"]
