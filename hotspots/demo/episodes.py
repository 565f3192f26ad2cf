"""The 245 good lines: every child's spells, with places, interviews and notes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hotspots.demo.children import CHILDREN
from hotspots.demo.habits import visits_of
from hotspots.demo.interviews import interview
from hotspots.demo.rows import Row
from hotspots.demo.texts import NOTES
from hotspots.demo.times import spells
from hotspots.demo.words import place_cells

if TYPE_CHECKING:
    from random import Random

    from hotspots.demo.children import Child
    from hotspots.demo.times import Spell
    from hotspots.gazetteer import Gazetteer

_MOST_SPOTS = 4
_RISKS = ("Low", "Medium", "High")
_RISK_WEIGHTS = (2, 6, 3)
_AWAY_SHARE = 0.12
_MET_BY = ("police", "police", "police", "PCSO", "carer", "carer", "")
_CAME_BACK_TO = ("carer", "carer", "returned by self", "returned by self", "police", "")
_LATE_REPORTS_MIN = (15, 30, 45, 60, 90, 120, 180)


def good_rows(rng: Random, *, gazetteer: Gazetteer) -> tuple[Row, ...]:
    """All episodes, numbered by start as a case system would."""
    rows = [row for child in CHILDREN for row in _rows_of(child, rng, gazetteer=gazetteer)]
    rows.sort(
        key=lambda row: (row.from_date, row.from_time is not None, row.from_time, row.child_id)
    )
    return tuple(_numbered(row, number, rng) for number, row in enumerate(rows, start=1))


def _rows_of(child: Child, rng: Random, *, gazetteer: Gazetteer) -> list[Row]:
    times = spells(child.episodes, rng, still_missing=child.still_missing)
    spots = _spots_by_episode(child, rng)
    return [
        _row(child, spell, spots=held, rng=rng, gazetteer=gazetteer)
        for spell, held in zip(times, spots, strict=True)
    ]


def _spots_by_episode(child: Child, rng: Random) -> list[list[str]]:
    """Deal the child's visits out to different episodes, at most `_MOST_SPOTS` to one."""
    held: list[list[str]] = [[] for _ in range(child.episodes)]
    for spot, times in visits_of(child.key):
        free = [episode for episode in held if len(episode) < _MOST_SPOTS]
        for episode in rng.sample(free, times):
            episode.append(spot)
    for episode in held:
        rng.shuffle(episode)
    return held


def _row(child: Child, spell: Spell, *, spots: list[str], rng: Random, gazetteer: Gazetteer) -> Row:
    talk = interview(spell, rng)
    words = place_cells(
        spots, rng, gazetteer=gazetteer, interviewed=talk.held, returned=spell.end is not None
    )
    return Row(
        episode_id="",
        child_id=child.reference,
        born=child.born,
        status="A" if rng.random() < _AWAY_SHARE else "M",
        reported_at=_reported_at(spell, rng),
        from_date=spell.start.date(),
        from_time=None if spell.dates_only else spell.start.time(),
        return_date=None if spell.end is None else spell.end.date(),
        return_time=None if spell.end is None or spell.dates_only else spell.end.time(),
        risk_level=rng.choices(_RISKS, weights=_RISK_WEIGHTS)[0],
        placement_code=child.home.code,
        placement_provider=child.home.provider,
        responsible_la=child.responsible_la,
        placement_postcode=child.home.postcode,
        last_seen=words.last_seen,
        visited=words.visited,
        found=words.found,
        found_by="" if spell.end is None else rng.choice(_MET_BY if words.met else _CAME_BACK_TO),
        interview_offered=talk.offered,
        interview_date=talk.day,
        interview_outcome=talk.outcome,
        push_factors=talk.push,
        pull_factors=talk.pull,
        interview_location=words.interview,
        notes="",
    )


def _reported_at(spell: Spell, rng: Random) -> datetime | None:
    """Staff report after a while, but before the child is back."""
    delay = timedelta(minutes=rng.choice(_LATE_REPORTS_MIN))
    if spell.dates_only:
        return None
    latest = spell.start + delay if spell.end is None else spell.end - timedelta(minutes=10)
    return min(spell.start + delay, latest)


def _numbered(row: Row, number: int, rng: Random) -> Row:
    note = rng.choice(NOTES).format(number=number)
    return replace(row, episode_id=f"ME-2021-{number:04d}", notes=note)
