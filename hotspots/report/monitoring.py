"""The co-ordinator's figures as one page, one workbook and one file for programs.

All three are made of the same tables and sentences. They hold exact figures and pseudonyms
and must stay inside.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.model import LONDON, SpanUnit
from hotspots.report import monitoring_counts as counts
from hotspots.report import monitoring_places as places
from hotspots.report import monitoring_words as words
from hotspots.report.figures import figure_lines
from hotspots.report.templating import environment
from hotspots.report.tidybook import workbook_bytes
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from hotspots.model import Monitoring
    from hotspots.report.tidy import Table

PAGE, BOOK, DATA = "figures.html", "figures.xlsx", "figures.json"
_STAMP = "INSIDE - not for sharing: exact figures about children"
_MOST_ON_PAGE = 60
# A bar for each week of two years is still wider than the gap between two.
_MOST_BARS = 104


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """When the figures were made, and the mark of synthetic data (empty for real data)."""

    at: datetime
    banner: str = ""

    @property
    def at_in_words(self) -> str:
        """Local date and time: `20/07/2021 09:30`."""
        return f"{self.at.astimezone(LONDON):%d/%m/%Y %H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with what is said under it, and the tables that show it."""

    key: str
    title: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One span of the picture: its height in per cent of the highest."""

    label: str
    episodes: int
    height: float
    is_whole: bool
    has_tick: bool


def sections_of(figures: Monitoring) -> tuple[Section, ...]:
    """Everything that is said and shown, in the order of the page."""
    return (*_how_many(figures), _reduction(figures), *_where(figures))


def write_monitoring(figures: Monitoring, folder: Path, *, made: Made) -> tuple[Path, ...]:
    """Write the page, the workbook and the JSON into the folder, each whole or not at all."""
    sections = sections_of(figures)
    contents = {
        PAGE: _page(figures, sections, made),
        BOOK: _book(figures, sections, made),
        DATA: _data(figures, sections, made),
    }
    for name, content in contents.items():
        with written_whole(folder / name) as part:
            part.write_bytes(content)
    return tuple(folder / name for name in contents)


def bars_of(figures: Monitoring) -> tuple[Bar, ...]:
    """The weeks as bars; months where there would be too many weeks."""
    by_unit = dict(figures.spans)
    tallies = by_unit[SpanUnit.WEEK]
    if len(tallies) > _MOST_BARS:
        tallies = by_unit[SpanUnit.MONTH]
    most = max((one.all.episodes for one in tallies), default=0) or 1
    every = max(1, len(tallies) // 4)
    return tuple(
        Bar(
            label=one.span.label,
            episodes=one.all.episodes,
            height=100 * one.all.episodes / most,
            is_whole=one.span.is_whole,
            has_tick=number % every == 0 and number + every // 2 < len(tallies),
        )
        for number, one in enumerate(tallies)
    )


def _how_many(figures: Monitoring) -> tuple[Section, ...]:
    spans = tuple(counts.span_table(unit, tallies) for unit, tallies in figures.spans)
    return (
        Section(
            key="paragraph",
            title="The figures of the period",
            sentences=tuple(f"{line}." for line in figure_lines(figures.figures)),
            tables=(counts.figures_table(figures.figures),),
        ),
        Section(
            key="numbers",
            title="Numbers",
            sentences=(),
            tables=(*spans, counts.provider_table(figures.providers)),
        ),
        Section(
            key="frequency",
            title="Frequency",
            sentences=words.frequency_sentences(figures.frequency),
            tables=(counts.children_table(figures.frequency),),
        ),
        Section(
            key="concentration",
            title="Many young people, or few",
            sentences=words.unevenness_sentences(figures.unevenness),
            tables=(counts.unevenness_table(figures.unevenness),),
        ),
        Section(
            key="rates",
            title="For the time in placement",
            sentences=words.rate_sentences(figures.rates),
            tables=(counts.rates_table(figures.rates),),
        ),
    )


def _where(figures: Monitoring) -> tuple[Section, ...]:
    authority = figures.authority
    return (
        Section(
            key="where",
            title="Where: how much is known",
            sentences=words.where_sentences(figures.shares),
            tables=(places.source_table(figures.shares),),
        ),
        Section(
            key="compared",
            title="What is said, and where they were found",
            sentences=words.comparison_sentences(figures.comparison),
            tables=(places.comparison_table(figures.comparison),),
        ),
        Section(
            key="authority",
            title="Across the boundary",
            sentences=words.authority_sentences(authority),
            tables=(
                places.sides_table(authority),
                places.away_table(authority),
                places.outside_table(authority),
            ),
        ),
    )


def _reduction(figures: Monitoring) -> Section:
    one = figures.reduction
    since = "" if one is None else f" of {one.baseline.in_words}"
    return Section(
        key="reduction",
        title=f"Beside the baseline{since}",
        sentences=words.reduction_sentences(one),
        tables=() if one is None or not one.trends else (places.trend_table(one),),
    )


def _page(figures: Monitoring, sections: tuple[Section, ...], made: Made) -> bytes:
    page = (
        environment()
        .get_template("monitoring.html.j2")
        .render(
            period=figures.period.in_words,
            made=made,
            crosswalk=figures.crosswalk_version,
            sections=sections,
            bars=bars_of(figures),
            most_rows=_MOST_ON_PAGE,
            book=BOOK,
        )
    )
    return page.encode()


def _book(figures: Monitoring, sections: tuple[Section, ...], made: Made) -> bytes:
    said = ((section.title, sentence) for section in sections for sentence in section.sentences)
    return workbook_bytes(
        tuple(one for section in sections for one in section.tables),
        notes=(*_about(figures, made), *said),
        day=made.at.astimezone(LONDON).date(),
    )


def _about(figures: Monitoring, made: Made) -> tuple[tuple[str, str], ...]:
    return (
        ("Stamp", _STAMP),
        *((("Banner", made.banner),) if made.banner else ()),
        ("Period", figures.period.in_words),
        ("Made", made.at_in_words),
        ("Placement types", figures.crosswalk_version),
        ("Counted by", "the local day (Europe/London) on which an episode began"),
        ("An empty cell", "not known, or not computed: it is not 0"),
    )


def _data(figures: Monitoring, sections: tuple[Section, ...], made: Made) -> bytes:
    document = {
        "stamp": _STAMP,
        "banner": made.banner,
        "made_at": made.at.isoformat(),
        "period": {
            "first": figures.period.first.isoformat(),
            "last": figures.period.last.isoformat(),
        },
        "crosswalk": figures.crosswalk_version,
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "sentences": section.sentences,
                "tables": {one.key: one.records() for one in section.tables},
            }
            for section in sections
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
