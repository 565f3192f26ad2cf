"""Where the packaged data lies: beside the package in a wheel, in `data/` in a checkout."""

from __future__ import annotations

from pathlib import Path

from hotspots.errors import InternalError

_PACKAGE = Path(__file__).resolve().parent


def data_path(relative: str) -> Path:
    """The path of a packaged data file, for instance `gazetteer/derby.csv`.

    Raises:
        InternalError: the installation is incomplete.
    """
    for root in (_PACKAGE / "data", _PACKAGE.parent / "data"):
        candidate = root / relative
        if candidate.exists():
            return candidate
    msg = f"The packaged file {relative} is missing: install the program again."
    raise InternalError(msg)
