"""Hostile text in every place where text is shown, in Chromium: it is shown, and nothing runs.

Every page is opened without its Content-Security-Policy, so that escaping stands alone, and
beside the same page made of plain words: it may have no element and no attribute more.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.brief import BriefTerms, Ground, area_brief, html_of
from hotspots.ledger import Batch, FileLedger, RowNote
from hotspots.map import page, render_map
from hotspots.model import Change, Lineage
from hotspots.monitor import figures_of
from hotspots.period import Period
from hotspots.report import AppraisalView, AudienceView, Parameter, ReportInput, write_report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from hotspots.release import Release

pytestmark = pytest.mark.browser

FEWEST = 300
SENTENCE = 25
LONG = 1_000
NOW = datetime(2022, 6, 1, 9, tzinfo=UTC)
PERIOD = Period(first=date(2021, 7, 1), last=date(2021, 9, 30))
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
READ = "elements => elements.map(e => e.textContent)"
HAS_RUN = "() => 'zz_ran' in window"


def _unguarded(page: str) -> str:
    """The page without its own policy: what does not run then was never script."""
    bare, found = POLICY.subn("", page)
    assert found == 1
    return bare


def _seen(texts: Sequence[str]) -> tuple[str, ...]:
    """The texts, with one to read for each that is nothing but space: that is no name."""
    return tuple(text if text.strip() else "x" for text in texts)


def _said(texts: Sequence[str]) -> tuple[str, ...]:
    """The texts in sentences, for what a page says once: whichever breaks out is a bone more."""
    return tuple(" ".join(texts[at : at + SENTENCE]) for at in range(0, len(texts), SENTENCE))


@pytest.fixture
def same_bones(
    open_page: Callable[..., Any], bones: Callable[..., Any]
) -> Callable[[str, str], Any]:
    """Opens a hostile page and its plain twin; the former is quiet and has the latter's bones."""

    def opened(hostile: str, plain: str) -> Any:  # noqa: ANN401 - a fixture's own class
        quiet = open_page(plain)
        assert quiet.is_quiet, quiet
        expected = bones(quiet.page)
        known = quiet.page.evaluate("Object.getOwnPropertyNames(window)")
        watched = open_page(hostile)
        assert watched.is_quiet, watched
        firm, drawn = bones(watched.page)
        # The first line names what is strange; the second is the whole demand.
        assert not [*(Counter(firm) - Counter(expected[0])), *(set(drawn) - set(expected[1]))]
        assert not Counter(expected[0]) - Counter(firm)
        assert [firm, drawn] == expected
        assert not watched.page.evaluate(HAS_RUN)
        assert watched.page.evaluate("Object.getOwnPropertyNames(window)") == known
        return watched

    return opened


def test_there_are_enough_payloads(payloads: tuple[str, ...]) -> None:
    assert len(set(payloads)) == len(payloads) >= FEWEST


def test_a_map_shows_every_payload_and_runs_none(
    payloads: tuple[str, ...],
    harmless: tuple[str, ...],
    make_release: Callable[..., Release],
    make_wards: Callable[..., dict[str, Any]],
    same_bones: Callable[[str, str], Any],
) -> None:
    pages = []
    for texts in (payloads, harmless):
        release, wards = make_release(texts), make_wards(texts)
        pages.append(_unguarded(render_map(release, wards=wards, context=release)))
    shown = same_bones(*pages).page
    rows = shown.eval_on_selector_all("#places th.place", READ)
    assert len(rows) == len(payloads)
    cards = shown.evaluate(
        """() => [...document.querySelectorAll("#places th.place button")]
            .filter((_, number) => number % 9 === 0).map((button) => {
                button.click();
                return document.getElementById("card-name").textContent;
            })"""
    )
    assert cards == rows[::9]
    shown.check("#context-switch")
    assert not shown.evaluate(HAS_RUN)


def test_what_a_map_says_once_is_text(
    payloads: tuple[str, ...],
    harmless: tuple[str, ...],
    make_release: Callable[..., Release],
    make_wards: Callable[..., dict[str, Any]],
    same_bones: Callable[[str, str], Any],
) -> None:
    """Title, banner and marking; without a copy of Leaflet on each of the pages."""
    one, wards = make_release(harmless[:4]), make_wards(harmless[:4])
    pages = []
    for texts in (payloads, harmless):
        drawn = []
        for text in _said(texts):
            own = replace(one, title=text, banner=text, classification=text)
            whole = _unguarded(render_map(own, wards=wards))
            drawn.append(re.sub(r"<(script|style)>.*?</\1>", "", whole, flags=re.DOTALL))
        pages.append("".join(drawn))
    same_bones(*pages)


def test_a_brief_shows_every_payload_and_runs_none(
    payloads: tuple[str, ...],
    harmless: tuple[str, ...],
    make_release: Callable[..., Release],
    make_wards: Callable[..., dict[str, Any]],
    same_bones: Callable[[str, str], Any],
) -> None:
    pages = []
    for texts in (payloads, harmless):
        ground = Ground.of(make_wards(_seen(texts)))
        terms = BriefTerms(contacts=_seen(texts))
        release = make_release(texts)
        made = area_brief(release, ground, ground.areas[0].code, terms=terms)
        assert made is not None
        assert len(made.places) == len(texts)
        pages.append(_unguarded(html_of(made)))
    same_bones(*pages)


def test_the_brief_of_an_area_with_a_hostile_name_is_calm(
    payloads: tuple[str, ...],
    harmless: tuple[str, ...],
    make_release: Callable[..., Release],
    make_wards: Callable[..., dict[str, Any]],
    same_bones: Callable[[str, str], Any],
) -> None:
    one = make_release(harmless[:2])
    pages = []
    for texts in (payloads, harmless):
        briefs = []
        for text in _said(texts):
            ground = Ground.of(make_wards((text, text, text)))
            own = replace(one, banner=text, classification=text)
            made = area_brief(own, ground, ground.areas[0].code)
            assert made is not None
            briefs.append(_unguarded(html_of(made)))
        pages.append("".join(briefs))
    same_bones(*pages)


def _report_of(texts: Sequence[str], make_hotspots: Callable[..., Any], path: Path) -> str:
    """The co-ordinator's report with these texts wherever a file or a person can put one."""
    hotspots = make_hotspots(texts)
    batch = Batch(
        ledgers=tuple(
            FileLedger(file=t, sha256="0" * 64, sheet=t, rows_in=1, kept=1, rejected=0)
            for t in texts
        ),
        episodes=(),
        rejects=tuple(_note(text) for text in texts),
        remarks=tuple(_note(text) for text in texts),
    )
    run = ReportInput(
        run_id=texts[0],
        made_at=NOW,
        period=PERIOD,
        banner=texts[1],
        batch=batch,
        register=None,
        figures=figures_of((s.episode for s in hotspots[0].sightings), PERIOD),
        episodes=tuple(s.episode for s in hotspots[0].sightings),
        sightings=hotspots[0].sightings,
        hotspots=hotspots,
        unlisted=(),
        audiences=tuple(
            AudienceView(audience=text, shown=frozenset(), withheld=()) for text in texts[:3]
        ),
        parameters=tuple(Parameter(name=text, value=text, why=text) for text in texts),
        lineage=tuple(
            Lineage(hotspot_id=text, name=text, change=Change.MERGED, from_ids=(text, "other"))
            for text in texts
        ),
        of_too_few=hotspots[:20],
        appraisal=AppraisalView(
            overall=tuple(texts),
            actions=tuple((text, (text, text)) for text in texts),
            agreed=tuple((text, (text, text)) for text in texts),
            forward=tuple(texts),
            choice=tuple(texts),
        ),
    )
    write_report(run, path)
    return path.read_text(encoding="utf-8")


def _note(text: str) -> RowNote:
    return RowNote(
        file=text, row=2, column=text, value_class=text, rule=text, problem=text, mend=text
    )


def test_the_report_shows_every_payload_and_runs_none(
    payloads: tuple[str, ...],
    harmless: tuple[str, ...],
    make_hotspots: Callable[..., Any],
    same_bones: Callable[[str, str], Any],
    tmp_path: Path,
) -> None:
    # A surrogate has no UTF-8, and no reader of ours lets one in.
    pages = [
        _report_of(texts, make_hotspots, tmp_path / "report.html") for texts in (payloads, harmless)
    ]
    same_bones(*pages)


def _service_pages(served: Any, numbers: Sequence[int]) -> list[str]:  # noqa: ANN401 - a fixture's own
    """Home, collections, features by the hundred, and each feature."""
    addresses = ["/", "/docs", "/ogc", "/ogc/collections", "/ogc/collections/zones/items"]
    addresses += [f"/ogc/collections/hotspots/items/place-{number:04}" for number in numbers]
    pages = [served.page(address) for address in addresses]
    for name in ("hotspots", "zones", "areas"):
        place = f"/ogc/collections/{name}"
        pages += [served.page(place), served.page(f"{place}/queryables")]
        pages += [served.page(f"{place}/items", limit="100", offset=f"{n}") for n in (0, 100, 400)]
    return pages


def test_the_service_shows_every_payload_and_runs_none(
    payloads: tuple[str, ...],
    harmless: tuple[str, ...],
    make_release: Callable[..., Release],
    make_wards: Callable[..., dict[str, Any]],
    serve: Callable[..., Any],
    same_bones: Callable[[str, str], Any],
) -> None:
    pages = []
    for texts in (payloads, harmless):
        release = make_release(texts)
        calm = replace(release, hotspots=(), zones=(), notices=(), attribution=())
        titled = [replace(calm, title=text, banner=text) for text in _said(texts)]
        served = serve([*titled, release], make_wards(_seen(texts)), texts[0])
        pages.append("".join(_service_pages(served, range(0, len(texts), 9))))
    same_bones(*pages)


@pytest.mark.parametrize(
    "sink",
    [
        "<p>{}</p>",
        '<p title="{}">x</p>',
        "<p title='{}'>x</p>",
        "<p title={}>x</p>",
        '<a href="{}">x</a>',
        "<script>const words = `{}`;</script>",
        '<script>const words = "{}";</script>',
        '<script type="application/json">{}</script>',
        "<style>p {{ color: {}; }}</style>",
        "<!-- {} -->",
        "<textarea>{}</textarea>",
        "<title>{}</title>",
    ],
)
def test_a_sink_that_does_not_escape_is_seen(
    sink: str,
    payloads: tuple[str, ...],
    harmless: tuple[str, ...],
    open_page: Callable[..., Any],
    bones: Callable[..., Any],
) -> None:
    """The watch works: each of these ways to show a text is found out by some of the payloads."""
    # Without those that lead away from the page, so that it can be looked at.
    some = [text for text in payloads[::3] if "refresh" not in text and len(text) < LONG]
    plain, naive = ("".join(sink.format(t) for t in texts) for texts in (harmless, some))
    known = bones(open_page(plain).page)
    opened = open_page(naive)
    assert bones(opened.page) != known
    assert not opened.is_quiet or opened.page.evaluate(HAS_RUN)


def test_a_sink_in_the_map_would_be_seen(
    payloads: tuple[str, ...],
    make_release: Callable[..., Release],
    make_wards: Callable[..., dict[str, Any]],
    open_page: Callable[..., Any],
    bones: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The page itself, with its template's escaping put out of order."""
    release, wards = make_release(payloads[:24]), make_wards(payloads[:3])
    known = bones(open_page(_unguarded(render_map(release, wards=wards))).page)
    template = page._template()
    monkeypatch.setattr(template.environment, "autoescape", False)
    monkeypatch.setattr(template.environment, "cache", None)
    bare = template.environment.get_template("page.html")
    monkeypatch.setattr(page, "_template", lambda: bare)
    opened = open_page(_unguarded(render_map(release, wards=wards)))
    assert not opened.is_quiet
    assert bones(opened.page) != known
