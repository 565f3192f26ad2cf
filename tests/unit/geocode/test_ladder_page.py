"""The documentation shows the ladder of the code."""

from __future__ import annotations

from pathlib import Path

from hotspots.geocode import LADDER

PAGE = Path(__file__).resolve().parents[3] / "docs" / "geocoding.md"


def test_the_page_shows_every_step_in_its_order_with_its_example() -> None:
    page = PAGE.read_text(encoding="utf-8")
    shown = page.split("<!-- ladder: begin -->")[1].split("<!-- ladder: end -->")[0]
    rows = [line.strip("| ").split(" | ") for line in shown.strip().splitlines()[2:]]
    assert rows == [
        [str(number), step.method.value, step.example, step.does]
        for number, step in enumerate(LADDER, start=1)
    ], "run scripts/ladder_table.py"
