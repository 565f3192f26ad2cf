"""Return interviews as a page, a workbook and a file for programs: queue, summary, sample.

Exact, with pseudonyms: for the inside alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.model import LONDON
from hotspots.report import interview_audit as audit
from hotspots.report import interview_tables as tables
from hotspots.report import interview_words as words
from hotspots.report.monitoring import Section
from hotspots.report.templating import environment
from hotspots.report.tidybook import workbook_bytes
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hotspots.model import Interview, InterviewSummary, Queue
    from hotspots.period import Period
    from hotspots.report.monitoring import Made

_STAMP = "INSIDE - not for sharing: exact figures about children"
_MOST_ON_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    """What is to be written: `name` of the files, title, day or period, sections."""

    name: str
    title: str
    about: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def write_queue(queue: Queue, folder: Path, *, made: Made) -> tuple[Path, ...]:
    """`interviews-queue.html`, `.xlsx`, `.json`; the workbook can be filled in as a log."""
    paper = _Paper(
        name="interviews-queue",
        title=f"Return interviews on {queue.as_of:%d/%m/%Y}",
        about=(
            ("As of the end of", f"{queue.as_of:%d/%m/%Y}"),
            ("Hours of the clock", f"{queue.hours}, plain hours from the return (guidance: 72)"),
            ("Bring it back", "fill in State, Offered, Held, Reason, Hours; read it with --log"),
        ),
        sections=(
            Section(
                key="queue-section",
                title="Waiting, and closed lately",
                sentences=words.queue_sentences(queue),
                tables=(tables.queue_table(queue),),
            ),
        ),
    )
    return _write(paper, folder, made)


def write_interview_summary(
    summary: InterviewSummary, folder: Path, *, made: Made
) -> tuple[Path, ...]:
    """`interviews-summary.html`, `.xlsx`, `.json`."""
    paper = _Paper(
        name="interviews-summary",
        title=f"Return interviews, {summary.period.in_words}",
        about=(
            ("Period", f"{summary.period.in_words}, by the local day of the return"),
            ("As of the end of", f"{summary.as_of:%d/%m/%Y}"),
            ("Hours of the clock", f"{summary.hours}, plain hours from the return (guidance: 72)"),
        ),
        sections=_summary_sections(summary),
    )
    return _write(paper, folder, made)


def write_sample(
    sample: Sequence[Interview],
    folder: Path,
    *,
    period: Period,
    drawn_from: int,
    seed: int,
    made: Made,
) -> tuple[Path, ...]:
    """`interviews-sample.html`, `.xlsx`, `.json`; the same seed draws the same again."""
    paper = _Paper(
        name="interviews-sample",
        title=f"Return interviews to audit, {period.in_words}",
        about=(
            ("Period", f"{period.in_words}, by the local day on which each was held"),
            ("Drawn", f"{len(sample)} of {drawn_from}, at random, each alike; seed {seed}"),
        ),
        sections=(
            Section(
                key="sample-section",
                title="A random sample",
                sentences=(
                    (
                        f"{len(sample)} of the {drawn_from} interviews held in the period, drawn "
                        f"at random with seed {seed}: the same seed draws the same again."
                    ),
                ),
                tables=(audit.sample_table(sample),),
            ),
        ),
    )
    return _write(paper, folder, made)


def _summary_sections(summary: InterviewSummary) -> tuple[Section, ...]:
    return (
        Section(
            key="in-time",
            title="Offered, held, in time",
            sentences=words.timing_sentences(summary),
            tables=(tables.tally_table(summary),),
        ),
        Section(
            key="why-and-where",
            title="Why and where",
            sentences=words.held_sentences(summary),
            tables=(tables.reasons_table(summary), tables.places_table(summary)),
        ),
        Section(
            key="records",
            title="How complete the records are",
            sentences=(),
            tables=(audit.completeness_table(summary),),
        ),
        Section(
            key="coming",
            title="The work of the next weeks",
            sentences=words.workload_sentences(summary.workload),
            tables=(audit.workload_table(summary.workload),) if summary.workload.enough else (),
        ),
    )


def _write(paper: _Paper, folder: Path, made: Made) -> tuple[Path, ...]:
    book = f"{paper.name}.xlsx"
    contents = {
        f"{paper.name}.html": _page(paper, book, made),
        book: _book(paper, made),
        f"{paper.name}.json": _data(paper, made),
    }
    for name, content in contents.items():
        with written_whole(folder / name) as part:
            part.write_bytes(content)
    return tuple(folder / name for name in contents)


def _page(paper: _Paper, book: str, made: Made) -> bytes:
    page = (
        environment()
        .get_template("interviews.html.j2")
        .render(paper=paper, made=made, most_rows=_MOST_ON_PAGE, book=book)
    )
    return page.encode()


def _book(paper: _Paper, made: Made) -> bytes:
    said = (
        (section.title, sentence) for section in paper.sections for sentence in section.sentences
    )
    return workbook_bytes(
        tuple(one for section in paper.sections for one in section.tables),
        notes=(
            ("Stamp", _STAMP),
            *((("Banner", made.banner),) if made.banner else ()),
            *paper.about,
            ("Made", made.at_in_words),
            ("An empty cell", "not known, or not computed: it is not 0"),
            *said,
        ),
        day=made.at.astimezone(LONDON).date(),
    )


def _data(paper: _Paper, made: Made) -> bytes:
    document = {
        "stamp": _STAMP,
        "banner": made.banner,
        "made_at": made.at.isoformat(),
        "about": dict(paper.about),
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "sentences": section.sentences,
                "tables": {one.key: one.records() for one in section.tables},
            }
            for section in paper.sections
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
