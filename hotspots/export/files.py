"""A release as files for people and programs: GeoJSON, GeoPackage, CSV and the release itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hotspots.errors import InternalError, StoreError
from hotspots.export.features import feature_collection
from hotspots.export.geopackage import geopackage_bytes
from hotspots.export.table import csv_bytes
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.release import Release


def write_release(release: Release, directory: Path, *, digest: str) -> tuple[Path, ...]:
    """Write `hotspots.geojson`, `hotspots.gpkg`, `hotspots.csv` and `release.json`.

    The same release always gives the same bytes. `release.json` holds the canonical
    bytes, so the SHA-256 of that file is the digest. Each file is written under
    another name and then moved into place: there is never half a file.

    Args:
        release: what may be shown.
        directory: made if it does not exist.
        digest: the digest under which the release was sealed.

    Raises:
        InternalError: `digest` is not the release's.
        StoreError: the folder cannot be written.
    """
    if release.digest != digest:
        msg = "The digest is not that of the release: nothing was written."
        raise InternalError(msg)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        return tuple(_put(directory, _contents(release, digest=digest)))
    except OSError as error:
        msg = (
            f"The folder {directory.name} cannot be written ({error.strerror or 'no reason'}). "
            "Close programs that have its files open, check free space and rights, run again."
        )
        raise StoreError(msg) from error


def _contents(release: Release, *, digest: str) -> dict[str, bytes]:
    """File name to bytes, in the order in which they are written: the release last."""
    collection = feature_collection(release, digest=digest)
    return {
        "hotspots.geojson": json.dumps(
            collection, ensure_ascii=False, allow_nan=False, separators=(",", ":")
        ).encode(),
        "hotspots.gpkg": geopackage_bytes(release, digest=digest),
        "hotspots.csv": csv_bytes(release, digest=digest),
        "release.json": release.canonical_bytes(),
    }


def _put(directory: Path, contents: dict[str, bytes]) -> list[Path]:
    written = []
    for name, data in contents.items():
        target = directory / name
        with written_whole(target) as part:
            part.write_bytes(data)
        written.append(target)
    return written
