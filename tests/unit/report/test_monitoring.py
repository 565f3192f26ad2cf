"""The co-ordinator's page, workbook and file for programs. All of it is made up."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from openpyxl import load_workbook

from hotspots.geo import PointM
from hotspots.model import (
    Direction,
    Episode,
    EpisodeStatus,
    Geocoded,
    GeocodeMethod,
    GeocodeStatus,
    Monitoring,
    PlaceMention,
    PlacementSpell,
    PlacementType,
    PlaceRole,
    PlaceSource,
    Reduction,
    RepeatRule,
    Sighting,
    SpanUnit,
    Travel,
    Trend,
)
from hotspots.monitor import Authority, MonitorInput, MonitorParams, monitor
from hotspots.period import Period
from hotspots.report import Made, sections_of, write_monitoring
from hotspots.report.monitoring import bars_of

if TYPE_CHECKING:
    from pathlib import Path

PERIOD = Period(first=date(2021, 3, 3), last=date(2021, 6, 30))
MADE = Made(at=datetime(2021, 7, 20, 8, 30, tzinfo=UTC), banner="SYNTHETIC <data>")
OWN, FOSTER, INDEPENDENT = (
    PlacementType.OWN_RESIDENTIAL,
    PlacementType.FOSTER,
    PlacementType.INDEPENDENT,
)
CANARY = "ZZCANARY"
OURS = Authority(names=("Derby",), district_of={"DE1": "Derby", "NG1": "Nottingham"}.get)


def _episode(
    number: int,
    child: str,
    placement: PlacementType = OWN,
    **more: Any,  # noqa: ANN401 - any field
) -> Episode:
    started = datetime(2021, 3, 4, 19, tzinfo=UTC) + timedelta(days=number)
    known: dict[str, Any] = {
        "episode_id": f"{CANARY}-{number}",
        "child_id": child,
        "status": EpisodeStatus.MISSING,
        "started_at": started,
        "returned_at": started + timedelta(hours=number + 1),
        "placement": placement,
        "responsible_la": "Derby",
        "origin_postcode": "DE1",
        "risk_level": CANARY,
    }
    return Episode(**{**known, **more})


def _sighting(
    episode: Episode,
    source: PlaceSource,
    *,
    status: GeocodeStatus = GeocodeStatus.LOCATED,
    place_id: str | None = "park",
) -> Sighting:
    mention = PlaceMention(key="one", role=PlaceRole.FOUND, source=source, text=CANARY)
    outside = status is GeocodeStatus.OUTSIDE
    where = Geocoded(
        text=CANARY,
        status=status,
        method=GeocodeMethod.ELSEWHERE if outside else GeocodeMethod.NAME,
        confidence=1.0,
        point=None if outside else PointM(435_123, 336_567),
        place_id=None if outside else place_id,
        matched_name="<b>Nottingham</b>" if outside else "",
    )
    return Sighting(episode=episode, mention=mention, part=0, where=where)


@pytest.fixture
def known() -> MonitorInput:
    episodes = (
        *(_episode(number, "c_often") for number in range(40)),
        *(_episode(50 + number, f"c_{number}", INDEPENDENT) for number in range(5)),
        _episode(60, "c_often", FOSTER),
        _episode(61, "=c_formula", FOSTER, returned_at=None),
        _episode(62, "c_far", origin_postcode="NG1", time_known=False),
    )
    return MonitorInput(
        episodes=episodes,
        sightings=(
            _sighting(episodes[0], PlaceSource.RETURN_INTERVIEW),
            _sighting(episodes[0], PlaceSource.POLICE),
            _sighting(episodes[1], PlaceSource.POLICE, status=GeocodeStatus.OUTSIDE),
        ),
        place_names={"park": "O'Neill's <Park> ${x}"},
        authority=OURS,
        params=MonitorParams(
            simulations=99,
            rules=(RepeatRule(episodes=3, days=90), RepeatRule(episodes=9, days=28)),
        ),
    )


def _figures(known: MonitorInput, **changed: Any) -> Monitoring:  # noqa: ANN401 - any field
    return monitor(replace(known, **changed), PERIOD, generator=np.random.default_rng(5))


def _reduction(**changed: Any) -> Reduction:  # noqa: ANN401 - any field
    direction = Direction(
        word=Travel.RISING,
        baseline_episodes=10,
        baseline_days=120,
        current_episodes=48,
        current_days=120,
        rate_ratio=4.8,
        low=2.4,
        high=10.6,
    )
    trend = Trend(placement=None, direction=direction, sentence="Rising: told.")
    return Reduction(
        baseline=Period(first=date(2020, 11, 1), last=date(2021, 2, 28)),
        **{
            "trends": (trend, replace(trend, placement=OWN)),
            "warnings": ("A poor one.",),
            **changed,
        },
    )


def _said(figures: Monitoring) -> str:
    return "\n".join(line for section in sections_of(figures) for line in section.sentences)


def test_three_files_say_the_same(known: MonitorInput, tmp_path: Path) -> None:
    figures = _figures(known, reduction=_reduction())
    page, book, data = write_monitoring(figures, tmp_path, made=MADE)
    document = json.loads(data.read_text(encoding="utf-8"))
    tables = {key: rows for one in document["sections"] for key, rows in one["tables"].items()}
    sheets = load_workbook(book).sheetnames
    assert [name.lower().replace(" ", "_") for name in sheets] == ["notes", *tables]
    assert tables["figures"][0]["episodes"] == 48
    words = page.read_text(encoding="utf-8")
    for section in document["sections"]:
        assert f'id="{section["key"]}"' in words
    assert document["banner"] == "SYNTHETIC <data>"
    assert document["period"] == {"first": "2021-03-03", "last": "2021-06-30"}


def test_the_page_escapes_what_it_is_given_and_runs_nothing(
    known: MonitorInput, tmp_path: Path
) -> None:
    page = write_monitoring(_figures(known), tmp_path, made=MADE)[0].read_text(encoding="utf-8")
    assert "O&#39;Neill&#39;s &lt;Park&gt; ${x}" in page
    assert "&lt;b&gt;Nottingham" in page
    assert "SYNTHETIC &lt;data&gt;" in page
    assert "<script" not in page
    assert not re.search(r"https?://", page)
    assert "20/07/2021 09:30" in page  # British summer time


def test_no_word_of_a_mention_no_risk_and_no_postcode_is_in_any_of_them(
    known: MonitorInput, tmp_path: Path
) -> None:
    page, book, data = write_monitoring(_figures(known), tmp_path, made=MADE)
    cells = [
        str(value)
        for sheet in load_workbook(book)
        for row in sheet.iter_rows(values_only=True)
        for value in row
    ]
    for text in (page.read_text(encoding="utf-8"), data.read_text(encoding="utf-8"), *cells):
        assert CANARY not in text
        assert "NG1" not in text


def test_a_pseudonym_that_looks_like_a_formula_is_text(known: MonitorInput, tmp_path: Path) -> None:
    book = write_monitoring(_figures(known), tmp_path, made=MADE)[1]
    cells = [row[0].value for row in load_workbook(book)["Young people"].iter_rows(min_row=2)]
    assert "'=c_formula" in cells


def test_without_a_banner_nothing_is_called_synthetic(known: MonitorInput, tmp_path: Path) -> None:
    made = Made(at=MADE.at)
    page, book, _ = write_monitoring(_figures(known), tmp_path, made=made)
    assert 'class="banner"' not in page.read_text(encoding="utf-8")
    items = [row[1].value for row in load_workbook(book)["Notes"].iter_rows()]
    assert "Banner" not in items


def test_the_figures_are_told_in_words(known: MonitorInput) -> None:
    said = _said(_figures(known, reduction=_reduction()))
    for part in (
        "48 episodes by 8 young people",
        "1 young person was missing from more than one type of placement",
        "No young person had 9 or more episodes in the 28 days to 30/06/2021.",
        "Not in these: 1 without a recorded return, 1 with dates and no times.",
        "That is more than chance gives: the episodes fall on few.",
        "Cannot be computed: no placement dates were given.",
        "A poor one.",
        "All: Rising: told.\nOwn residential: Rising: told.",
        "1 of 48 episodes (2.1 %) have a place in the city",
        "a map of those who talk",
        "1 have the same place or two within 250 m",
        "1 episode by 1 young person of ours placed in another authority.",
        "No episode by young people of other authorities placed here.",
    ):
        assert part in said, part


def test_the_flags_of_young_people_are_now_earlier_or_no(known: MonitorInput) -> None:
    (table,) = [
        one
        for section in sections_of(_figures(known))
        for one in section.tables
        if one.key == "young_people"
    ]
    flags = {
        row["child"]: (row["repeat_3_in_90"], row["repeat_9_in_28"]) for row in table.records()
    }
    assert flags["c_often"][0] == "now"
    assert flags["c_0"] == ("no", "no")
    early = tuple(one for one in known.episodes if one.started_on < date(2021, 3, 20))
    (row,) = [
        one
        for section in sections_of(_figures(known, episodes=early))
        for each in section.tables
        if each.key == "young_people"
        for one in each.records()
    ]
    assert (row["repeat_3_in_90"], row["repeat_9_in_28"]) == ("earlier", "earlier")


def test_rates_are_told_with_their_interval_and_what_is_not_in_them(known: MonitorInput) -> None:
    spells = (
        PlacementSpell(child_id="c_often", placement=OWN, first=date(2021, 3, 3)),
        PlacementSpell(child_id="c_0", placement=INDEPENDENT, first=date(2021, 3, 3)),
        PlacementSpell(child_id="c_0", placement=PlacementType.HOME, first=date(2021, 3, 3)),
    )
    said = _said(_figures(known, spells=spells))
    assert "In own residential homes: 333.3 episodes for 1,000 days lived there (40 in 120;" in said
    assert "1 episode is not in it: the placement dates have the young person elsewhere" in said
    assert "Living at home: 0.0 episodes for 1,000 days lived there (0 in 120; " in said
    assert "In foster care: Cannot be computed: nobody is recorded as living" in said


def test_an_empty_period_has_a_page_that_says_so(known: MonitorInput, tmp_path: Path) -> None:
    figures = _figures(known, episodes=(), sightings=())
    page = write_monitoring(figures, tmp_path, made=MADE)[0].read_text(encoding="utf-8")
    assert "No episode began in the period" in page
    assert "There are too few episodes to tell a concentration from chance." in page
    assert "There are not places from both sources to compare." in page
    assert "No baseline was frozen" in page
    assert all(bar.height == 0 for bar in bars_of(figures))


def test_a_baseline_that_was_not_recorded_gives_its_reason_and_no_table(
    known: MonitorInput,
) -> None:
    figures = _figures(known, reduction=_reduction(trends=(), warnings=("Not recorded.",)))
    (section,) = [one for one in sections_of(figures) if one.key == "reduction"]
    assert (section.sentences, section.tables) == (("Not recorded.",), ())


def test_what_luck_may_have_dealt_is_called_so(known: MonitorInput) -> None:
    even = tuple(_episode(n, f"c_{n % 9}") for n in range(20))
    assert "may be chance" in _said(_figures(known, episodes=even))


def test_unknown_sides_of_the_boundary_are_told(known: MonitorInput) -> None:
    figures = _figures(known, episodes=(_episode(1, "c", responsible_la=""),), sightings=())
    said = _said(figures)
    assert "Of 1 episode it is not known whose the young person is" in said
    assert "from a return interview" not in said


def test_long_episodes_are_told_in_days_and_none_of_known_length_is_said(
    known: MonitorInput,
) -> None:
    assert "the longest 2.5 days" in _said(_figures(known))
    still = (_episode(1, "c", returned_at=None),)
    assert "No episode has a known length." in _said(_figures(known, episodes=still))


def test_a_remainder_of_several_types_has_a_row_of_its_own(known: MonitorInput) -> None:
    more = (*known.episodes, _episode(70, "c_home", PlacementType.HOME))
    (table, *_), *_ = (one.tables for one in sections_of(_figures(known, episodes=more)))
    rows = {row["placement"]: row for row in table.records()}
    assert (rows["the remainder"]["episodes"], rows["the remainder"]["children"]) == (6, 6)
    assert rows["independent or unregulated"]["part"] == "remainder"
    assert rows["foster care"]["top_share"] is None


def test_years_are_drawn_by_month_and_weeks_where_they_fit(known: MonitorInput) -> None:
    weeks = bars_of(_figures(known))
    assert max(bar.height for bar in weeks) == 100
    assert (weeks[0].is_whole, weeks[1].is_whole) == (False, True)
    decade = Period(first=date(2012, 1, 1), last=date(2021, 12, 31))
    months = bars_of(monitor(known, decade, generator=np.random.default_rng(0)))
    assert len(months) == 120
    assert months[0].label == "2012-01"
    assert sum(bar.episodes for bar in months) == 48
    assert dict(_figures(known).spans)[SpanUnit.WEEK][0].span.label == "2021-W09"


def test_a_long_table_is_cut_on_the_page_alone(known: MonitorInput, tmp_path: Path) -> None:
    many = tuple(_episode(n % 100, f"c_{n}") for n in range(70))
    page, book, _ = write_monitoring(_figures(known, episodes=many), tmp_path, made=MADE)
    assert "The first 60 of 70 rows" in page.read_text(encoding="utf-8")
    assert load_workbook(book)["Young people"].max_row == 71
