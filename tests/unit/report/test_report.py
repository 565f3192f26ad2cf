"""The co-ordinator's page says everything that she needs, and is safe to open."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hotspots.report import write_report

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.report import ReportInput


def _page(run: ReportInput, tmp_path: Path) -> str:
    path = tmp_path / "report.html"
    write_report(run, path)
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]
    return path.read_text(encoding="utf-8")


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def test_it_says_that_it_stays_inside_and_that_the_data_is_synthetic(
    run: ReportInput, tmp_path: Path
) -> None:
    words = _words(_page(run, tmp_path))
    assert "INSIDE \N{EN DASH} not for sharing" in words
    assert "SYNTHETIC DATA" in words
    assert "0a1b2c3d4e5f" in words
    assert "20/07/2021 09:30" in words  # British summer time


def test_it_shows_the_account_the_rejects_and_the_register(
    run: ReportInput, tmp_path: Path
) -> None:
    words = _words(_page(run, tmp_path))
    assert "a.csv \N{EN DASH} 5 3 2" in words
    assert "2 567 end before start Swap the two." in words
    assert "11 new, 2 changed, 0 unchanged" in words


def test_it_shows_what_became_of_the_words(run: ReportInput, tmp_path: Path) -> None:
    words = _words(_page(run, tmp_path))
    assert "10 of 11 episodes (90.9 %)" in words
    assert "review Not certain enough to use: waiting in review.xlsx. 1 9.1 %" in words


def test_a_single_childs_place_is_withheld_with_the_reason_and_advice(
    run: ReportInput, tmp_path: Path
) -> None:
    words = _words(_page(run, tmp_path))
    assert "Single-child pattern: take it to a case meeting." in words
    assert "partner: withheld fewer than 3 young people" in words
    assert "partner: shown" in words
    assert words.count("withheld too few") == 2


def test_places_away_from_the_gazetteer_are_known_to_100_m_only(
    run: ReportInput, tmp_path: Path
) -> None:
    page = _page(run, tmp_path)
    assert "436300 330600" in page
    assert "436349" not in page
    assert "435123" not in page


def test_it_explains_the_parameters(run: ReportInput, tmp_path: Path) -> None:
    words = _words(_page(run, tmp_path))
    assert "Neighbourhood (eps): 150 m" in words
    assert "two minutes" in words
    assert "so the gate counts young people" in words


def test_it_carries_no_child_no_address_and_no_words_of_a_cell(
    run: ReportInput, tmp_path: Path
) -> None:
    assert "ZZCANARY" not in _page(run, tmp_path)


def test_hostile_names_are_text_and_nothing_runs_or_loads(run: ReportInput, tmp_path: Path) -> None:
    page = _page(replace(run, banner="<script>alert(1)</script>"), tmp_path)
    assert "O&#39;Neill&#39;s &lt;Park&gt;" in page
    assert "City &lt;centre&gt;" in page
    assert "<script" not in page
    assert not re.search(r"https?:|//|@import|url\(|\son\w+=", page)


def test_a_run_that_found_nothing_says_so(empty_run: ReportInput, tmp_path: Path) -> None:
    words = _words(_page(empty_run, tmp_path))
    assert "No episode began in the period" in words
    assert "No file was read" in words
    assert "None was found in this period" in words
    assert "0 of 0 episodes (0.0 %)" in words


def test_the_order_of_the_parts_changes_no_byte(run: ReportInput, tmp_path: Path) -> None:
    other = replace(
        run,
        episodes=run.episodes[::-1],
        sightings=run.sightings[::-1],
        hotspots=run.hotspots[::-1],
        unlisted=run.unlisted[::-1],
    )
    assert _page(run, tmp_path) == _page(other, tmp_path)
