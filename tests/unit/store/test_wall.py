"""The store is outside the wall: not one inside word is loaded with it."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("package", ["hotspots.store", "hotspots.access"])
def test_inside_words_are_not_loaded(package: str) -> None:
    program = (
        f"import sys, {package}; "
        "sys.exit(any(m in sys.modules for m in ('hotspots.model', 'hotspots.ledger')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603 - a fixed program
