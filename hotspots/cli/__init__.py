"""The command line: `hotspots …`. The only part of the library that prints."""

from __future__ import annotations

from hotspots.cli.main import main

__all__ = ["main"]
