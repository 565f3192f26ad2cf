"""Fetch Leaflet from the npm registry again and write hotspots/map/assets/.

Needs `npm`. Run it when the version is raised; nothing at run time needs it:

    python scripts/vendor_leaflet.py

The tarball must have the digest written here, so that nobody's registry can slip in
another script. The files are stored as published, byte for byte.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "1.9.4"
# As the npm registry states it for this version (`npm view leaflet@1.9.4 dist.integrity`).
INTEGRITY = (
    "sha512-nxS1ynzJOmOlHp+iL3FyWqK89GtNL8U8rvlMOsQdTTssxZwCXh8N2NB3GDQOL+"
    "YR3XnWyZAxwQixURb+FA74PA=="
)
FILES = {
    "leaflet.js": "package/dist/leaflet.js",
    "leaflet.css": "package/dist/leaflet.css",
    "LICENSE-leaflet.txt": "package/LICENSE",
}
ASSETS = Path(__file__).resolve().parent.parent / "hotspots" / "map" / "assets"


def _tarball(folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not installed: it is needed to fetch the package.")
    subprocess.run(  # noqa: S603 - fixed arguments, no shell
        [npm, "pack", "--silent", f"leaflet@{VERSION}"], cwd=folder, check=True
    )
    return folder / f"leaflet-{VERSION}.tgz"


def _check(tarball: Path) -> None:
    digest = hashlib.sha512(tarball.read_bytes()).digest()
    if f"sha512-{base64.b64encode(digest).decode()}" != INTEGRITY:
        sys.exit("The package is not the one this script was written for: nothing was changed.")


def _entry(name: str, data: bytes) -> str:
    return "\n".join(
        [
            f'["{name}"]',
            f'origin = "npm registry, leaflet@{VERSION}, {FILES[name]}"',
            f'version = "{VERSION}"',
            'licence = "BSD-2-Clause"',
            f'sha256 = "{hashlib.sha256(data).hexdigest()}"',
            "",
        ]
    )


def main() -> None:
    """Write the files and SOURCES.toml."""
    entries = [
        "# Third-party files as published; written by scripts/vendor_leaflet.py.",
        f"# Package integrity: {INTEGRITY}",
        "",
    ]
    with tempfile.TemporaryDirectory() as temporary:
        tarball = _tarball(Path(temporary))
        _check(tarball)
        with tarfile.open(tarball) as archive:
            for name, member in FILES.items():
                handle = archive.extractfile(member)
                if handle is None:
                    sys.exit(f"{member} is not in the package.")
                data = handle.read()
                (ASSETS / name).write_bytes(data)
                entries.append(_entry(name, data))
                print(f"{name}: {len(data)} bytes")
    (ASSETS / "SOURCES.toml").write_text("\n".join(entries), encoding="utf-8")


if __name__ == "__main__":
    main()
