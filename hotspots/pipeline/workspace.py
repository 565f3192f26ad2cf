"""The folders of one output directory: inside for the co-ordinator, the rest to be shared."""

from __future__ import annotations

from hotspots.resources import Workspace

__all__ = ["Workspace"]
