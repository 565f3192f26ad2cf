"""Write the geocoder's own table of steps into docs/geocoding.md, between its two marks.

Usage: python scripts/ladder_table.py [--check]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from hotspots.geocode import LADDER

PAGE = Path(__file__).resolve().parents[1] / "docs" / "geocoding.md"
BEGIN, END = "<!-- ladder: begin -->", "<!-- ladder: end -->"


def table() -> str:
    """The ladder as a Markdown table, the first step first."""
    rows = [
        f"| {number} | {step.method.value} | {step.example} | {step.does} |"
        for number, step in enumerate(LADDER, start=1)
    ]
    return "\n".join(["| | step | for instance | what becomes of it |", "|---|---|---|---|", *rows])


def with_table(page: str) -> str:
    """The page with the table of today between its marks."""
    before, rest = page.split(BEGIN)
    _old, after = rest.split(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main() -> None:
    """Write the page anew; with `--check` only tell by the exit code whether it is right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args().check
    page = PAGE.read_text(encoding="utf-8")
    wanted = with_table(page)
    if check and page != wanted:
        sys.exit(f"{PAGE.name} does not show the ladder of today: run scripts/ladder_table.py")
    if not check:
        PAGE.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main()
