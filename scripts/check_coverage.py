"""Fail unless the disclosure gate and the service's doors are wholly covered by tests.

Reads the `.coverage` file of the last run. These two are where an untested branch is
a child's address; everywhere else the general threshold of pyproject.toml holds.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import coverage

WHOLE = ("hotspots/protect/**", "api/auth.py")


def _files() -> dict[str, dict[str, object]]:
    data = coverage.Coverage()
    data.load()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        data.json_report(outfile=str(path), include=[f"**/{one}" for one in WHOLE])
        files: dict[str, dict[str, object]] = json.loads(path.read_text())["files"]
        return files


def main() -> int:
    """Exit code 0 if every line and branch of `WHOLE` was run."""
    bad = 0
    files = _files()
    for name, report in sorted(files.items()):
        missing = report["missing_lines"], report.get("missing_branches")
        if any(missing):
            print(f"{name}: lines {missing[0]}, branches {missing[1]} not covered", file=sys.stderr)
            bad += 1
    for whole in WHOLE:
        stem = whole.removesuffix("**")
        if not any(stem in name.replace("\\", "/") for name in files):
            print(f"{whole}: no coverage data", file=sys.stderr)
            bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
