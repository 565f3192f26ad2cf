"""The weekly pack for the monitoring meeting, from the register as it stands on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from hotspots.describe import direction_sentence, overall_direction
from hotspots.document import Document, Grid
from hotspots.document import Section as PaperSection
from hotspots.model import LONDON, GeocodeStatus
from hotspots.monitor import frequency_of, missing_now, reviews_due, windows_of
from hotspots.paper.files import write_paper
from hotspots.period import Period
from hotspots.pipeline.analysis import analyse
from hotspots.pipeline.interviews import InterviewTerms, interview_queue
from hotspots.pipeline.papers import INSIDE_STAMP
from hotspots.pipeline.placerisk import names_of_places
from hotspots.report.tidybook import workbook_bytes
from hotspots.report.weekly import WeekInput, weekly_sections
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from hotspots.model import Episode, Sighting
    from hotspots.pipeline.terms import Terms, Tools
    from hotspots.pipeline.workspace import Workspace
    from hotspots.report.monitoring import Section

STEM = "weekly-pack"
HOTSPOT_WEEKS = 26


def write_weekly_pack(
    workspace: Workspace, *, interviews: InterviewTerms, terms: Terms, tools: Tools
) -> tuple[Path, ...]:
    """Write `weekly-pack.html`, `.docx` and `.xlsx` into the inside folder.

    `terms.period` is put aside: hotspots are looked for in the 26 weeks that end on the day
    of the interviews' terms. Nothing is published by it.
    """
    workspace.prepare()
    as_of = interviews.as_of
    period = Period(first=as_of - timedelta(weeks=HOTSPOT_WEEKS) + timedelta(days=1), last=as_of)
    analysis = analyse(terms=replace(terms, period=period, baseline=None), tools=tools)
    episodes = tools.register.episodes()
    queue, _ = interview_queue(terms=interviews, register=tools.register)
    windows = windows_of(episodes, as_of)
    sections = weekly_sections(
        WeekInput(
            windows=windows,
            directions={
                one.weeks: _direction(episodes, one.days_before, one.days) for one in windows
            },
            frequency=frequency_of(episodes, windows[-1].days),
            hotspots_of=period,
            lineage=analysis.lineage,
            queue=queue,
            texts_to_settle=_texts_to_settle(analysis.sightings),
            missing=missing_now(episodes, as_of),
            reviews=reviews_due(
                analysis.place_risks,
                as_of,
                names=names_of_places(tools.ground.gazetteer, tools.register.memory()),
            ),
        )
    )
    document = _document(sections, as_of=as_of, banner=terms.banner)
    written = write_paper(document, workspace.inside, stem=STEM)
    book = workspace.inside / f"{STEM}.xlsx"
    with written_whole(book) as part:
        part.write_bytes(_book(sections, as_of=as_of, terms=terms))
    return (*written, book)


def _direction(episodes: tuple[Episode, ...], before: Period, now: Period) -> str:
    return direction_sentence(overall_direction(episodes, baseline=before, current=now))


def _texts_to_settle(sightings: tuple[Sighting, ...]) -> int:
    waiting = (one for one in sightings if one.where.status is GeocodeStatus.REVIEW)
    return len({one.where.text.casefold() for one in waiting})


def _document(sections: tuple[Section, ...], *, as_of: date, banner: str) -> Document:
    return Document(
        title=f"Missing: the week to {as_of.day} {as_of:%B %Y}",
        about="For the monitoring meeting. Exact, with pseudonyms: it must not leave the team.",
        classification=INSIDE_STAMP,
        banner=banner,
        day=as_of,
        sections=tuple(
            PaperSection(
                number=str(number),
                title=section.title,
                blocks=(
                    *section.sentences,
                    *(
                        Grid(
                            caption=one.title,
                            head=tuple(column.heading for _, column in one.on_page),
                            rows=tuple(
                                tuple(column.text(row[at]) for at, column in one.on_page)
                                for row in one.rows
                            ),
                        )
                        for one in section.tables
                        if one.rows
                    ),
                ),
            )
            for number, section in enumerate(sections, start=1)
        ),
        foot=("Counted by the local day (Europe/London) on which an episode began.",),
    )


def _book(sections: tuple[Section, ...], *, as_of: date, terms: Terms) -> bytes:
    said = ((section.title, sentence) for section in sections for sentence in section.sentences)
    banner = (("Banner", terms.banner),) if terms.banner else ()
    return workbook_bytes(
        tuple(one for section in sections for one in section.tables),
        notes=(
            ("Stamp", INSIDE_STAMP),
            *banner,
            ("As of the end of", f"{as_of:%d/%m/%Y}"),
            ("Made", f"{terms.now.astimezone(LONDON):%d/%m/%Y %H:%M}"),
            *said,
        ),
        day=terms.now.astimezone(LONDON).date(),
    )
