from __future__ import annotations

from dataclasses import replace
from typing import Literal

import defusedxml.ElementTree as Xml
import matplotlib as mpl
import pytest

from hotspots.model import KDistance, Setting, Sweep
from hotspots.report.sweep_picture import draw_sweep

KEYS = [(eps_m, needed) for eps_m in (50.0, 100.0, 150.0) for needed in (3, 4, 5)]


@pytest.fixture
def sweep() -> Sweep:
    settings = tuple(
        Setting(
            eps_m=eps_m,
            min_samples=needed,
            clusters=20 - needed,
            noise_share=0.2,
            largest_share=0.3,
            one_child_share=0.25,
            stability=None if needed == 5 else 0.8,
            agreement=0.9,
        )
        for eps_m, needed in KEYS
    )
    return Sweep(
        points=40,
        settings=settings,
        plateau=tuple(KEYS[3:]),
        k_distance=KDistance(k=4, points=40, distances_m=(0.0, 12.0, 30.0, 900.0), knee_m=30.0),
        recommended=(150.0, 5),
        reason="",
        warnings=(),
    )


def bare(sweep: Sweep) -> Sweep:
    """Nobody known, nothing found, nothing to recommend."""
    return replace(
        sweep,
        settings=tuple(
            replace(one, clusters=0, one_child_share=None, stability=None, agreement=None)
            for one in sweep.settings
        ),
        plateau=(),
        k_distance=KDistance(k=1, points=0, distances_m=(), knee_m=None),
        recommended=None,
    )


@pytest.mark.parametrize(("form", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_the_same_sweep_is_the_same_bytes(
    sweep: Sweep, form: Literal["png", "svg"], begins: bytes
) -> None:
    drawn = draw_sweep(sweep, form)
    assert drawn.startswith(begins)
    assert draw_sweep(sweep, form) == drawn
    assert draw_sweep(bare(sweep), form) != drawn


@pytest.mark.parametrize("form", ["png", "svg"])
def test_no_date_and_no_program_is_told(sweep: Sweep, form: Literal["png", "svg"]) -> None:
    drawn = draw_sweep(sweep, form)
    told = (b"Software", b"<dc:date>", b"<dc:creator>", b"matplotlib version")
    assert not [one for one in told if one in drawn]


def test_a_readers_own_style_does_not_change_it(sweep: Sweep) -> None:
    drawn = draw_sweep(sweep, "svg")
    with mpl.rc_context({"font.size": 30, "svg.hashsalt": "other", "lines.linewidth": 9}):
        assert draw_sweep(sweep, "svg") == drawn


def test_the_vector_picture_is_sound_xml_of_one_size(sweep: Sweep) -> None:
    root = Xml.fromstring(draw_sweep(sweep, "svg"))
    assert root.tag.endswith("svg")
    assert root.attrib["viewBox"] == "0 0 1008 756"


def test_no_curve_and_no_knee_are_drawn_without_lines(sweep: Sweep) -> None:
    straight = replace(sweep, k_distance=replace(sweep.k_distance, knee_m=None))
    assert len(draw_sweep(replace(straight, recommended=None), "svg")) < len(
        draw_sweep(straight, "svg")
    )
