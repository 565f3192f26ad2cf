"""Written in a statutory shape and read again: the same episodes, as far as it holds them."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.ingest import Pseudonymiser, load_profile, read_episodes
from hotspots.model import Episode, EpisodeStatus, InterviewState, ReturnInterview
from hotspots.period import Period
from hotspots.pipeline.statutory import export_shape
from hotspots.statutory import ChildKey, Shape, as_held

YEAR = Period(first=date(2021, 4, 1), last=date(2022, 3, 31))
PSEUDONYM_OF = Pseudonymiser(bytes(range(32)))
REFERENCES = ("SYN-1", "SYN-2")
KEYS = {
    PSEUDONYM_OF(reference): ChildKey(reference=reference, dob="01/02/2009")
    for reference in REFERENCES
}
PROFILES = {Shape.SSDA903: "ssda903-missing", Shape.SSD: "ssd-missing"}


@st.composite
def courses(draw: st.DrawFn) -> tuple[Episode, ...]:
    """Episodes of two young people, of each one after another, around the year and the clocks."""
    made: list[Episode] = []
    for child in KEYS:
        # A day apart at least: by dates alone, two on one day overlap or swap.
        at = draw(
            st.sampled_from(
                [datetime(2021, 3, 26, tzinfo=UTC), datetime(2021, 10, 29, tzinfo=UTC),
                 datetime(2022, 3, 24, tzinfo=UTC)]
            )
        )  # fmt: skip
        for number in range(draw(st.integers(0, 3))):
            at += timedelta(minutes=draw(st.integers(0, 5 * 24 * 60)))
            length = timedelta(minutes=draw(st.integers(0, 3 * 24 * 60)))
            is_last_open = number == 2 and draw(st.booleans())
            made.append(
                Episode(
                    episode_id=f"{child}-{number}",
                    child_id=child,
                    status=draw(st.sampled_from(EpisodeStatus)),
                    started_at=at,
                    returned_at=None if is_last_open else at + length,
                    interview=draw(
                        st.none()
                        | st.builds(ReturnInterview, state=st.sampled_from(InterviewState))
                    ),
                )
            )
            at += length + timedelta(days=2)
    return tuple(made)


@pytest.mark.parametrize("shape", PROFILES)
@settings(max_examples=12)
@given(known=courses())
def test_export_and_import_give_the_same_episodes(shape: Shape, known: tuple[Episode, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        done = export_shape(shape, known, YEAR, keys=KEYS, folder=Path(folder))
        batch = read_episodes(
            [done.path],
            profile=load_profile(PROFILES[shape]),
            pseudonymiser=PSEUDONYM_OF,
            as_of=date(2022, 6, 1),
        )
    held = [as_held(one, shape, last=YEAR.last) for one in known if _touches(one)]
    assert not batch.rejects
    assert (done.rows, done.without_key, done.findings) == (len(held), 0, ())
    assert sorted(map(_bare, batch.episodes)) == sorted(_bare(one) for one in held if one)


def _touches(one: Episode) -> bool:
    end = one.closed_on
    return one.started_on <= YEAR.last and (end is None or end >= YEAR.first)


def _bare(one: Episode) -> str:
    """Without the id, which a shape may not have or which is veiled."""
    return repr(replace(one, episode_id=""))
