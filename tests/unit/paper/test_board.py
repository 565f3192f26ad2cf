"""The board paper has the sections of the council's report, whatever there is to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hotspots.document import Bars, Bullets, Grid
from hotspots.paper.board import AGREED, NOTHING_SHOWN, BoardWords, Line, PlaceLine, board_paper

WORDS = BoardWords(
    about="About.",
    classification="OFFICIAL",
    banner="",
    day=date(2021, 6, 30),
    period="1 January 2021 to 30 June 2021",
    numbers=("In all: 245.",),
    months=(Line(name="Jan 2021", episodes="40", children="15", height=40.0),),
    interviews=(Line(name="Held", episodes="115", children="20", height=115.0),),
    where=("With a place: 205.",),
    placements=(Line(name="Foster care", episodes="not shown", children="not shown"),),
    places=(
        PlaceLine(
            zone="", name="Park", episodes="20", children="5 to 9", direction="Rising.", actions=""
        ),
        PlaceLine(
            zone="City", name="Shop", episodes="10", children="3 or 4", direction="", actions=""
        ),
    ),
    paragraph=("A sentence.",),
    travel=("Beside last year.",),
    foot=(),
)
EMPTY = BoardWords(
    about="About.",
    classification="OFFICIAL",
    banner="",
    day=date(2021, 6, 30),
    period="1 January 2021 to 30 June 2021",
    numbers=(),
    months=(),
    interviews=(),
    where=(),
    placements=(),
    places=(),
    paragraph=(),
    travel=(),
    foot=(),
)
ORDER = ["4.3", "4.4", "4.5", "4.6", "4.7", "5.2"]


def test_it_has_the_reports_own_order() -> None:
    assert [one.number for one in board_paper(WORDS).sections] == ORDER
    assert [one.number for one in board_paper(EMPTY).sections] == ORDER


def test_what_is_agreed_stands_beside_the_hot_spots_where_it_is_told() -> None:
    park, shop = WORDS.places
    told = replace(WORDS, places=(replace(park, agreed="Park. Lead agency: Council."), shop))
    *_, head, lines = next(one for one in board_paper(told).sections if one.number == "4.6").blocks
    assert (head, lines) == (AGREED, Bullets(lines=("Park. Lead agency: Council.",)))
    assert (
        AGREED not in next(one for one in board_paper(WORDS).sections if one.number == "4.6").blocks
    )


def test_each_figure_stands_where_it_belongs() -> None:
    sections = {one.number: one.blocks for one in board_paper(WORDS).sections}
    assert [type(one) for one in sections["4.3"]] == [str, Bars, Grid]
    assert sections["4.4"][-1] == "With a place: 205."
    grid = sections["4.5"][0]
    assert isinstance(grid, Grid)
    assert grid.rows == (("Foster care", "not shown", "not shown"),)
    places = sections["4.6"][1]
    assert isinstance(places, Grid)
    assert places.rows[0] == ("Park", "-", "20", "5 to 9")
    assert sections["4.7"] == (Bullets(lines=("A sentence.",)),)
    travel = sections["5.2"][1]
    assert isinstance(travel, Grid)
    assert travel.rows == (("Park", "Rising.", "-"),)


def test_where_nothing_can_be_shown_each_section_says_so() -> None:
    for section in board_paper(EMPTY).sections:
        assert section.blocks in {(NOTHING_SHOWN,), ("No place is named here.",)}
