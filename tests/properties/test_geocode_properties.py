"""What holds for every text: its form never matters, it always has an answer, in bounded time."""

from __future__ import annotations

import csv
import time
import unicodedata
from dataclasses import replace
from functools import cache

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.boundaries import Boundaries, read_boundaries
from hotspots.cli.geocode import GEOCODE_COLUMNS, geocoded_rows
from hotspots.cli.rowfile import open_rows
from hotspots.cli.textcolumn import open_column
from hotspots.gazetteer import Gazetteer, Place, read_gazetteer
from hotspots.geo import PointM
from hotspots.geocode import Geocoder
from hotspots.model import Geocoded, GeocodeStatus
from hotspots.postcodes import Postcodes
from hotspots.resources import data_path

EXAMPLES = 150


@cache
def _gazetteer() -> Gazetteer:
    return read_gazetteer(data_path("gazetteer/derby.csv"))


@cache
def _boundaries() -> Boundaries:
    return read_boundaries(data_path("boundaries/derby_wards.geojson"))


@cache
def _geocoder(gazetteer: Gazetteer | None = None) -> Geocoder:
    return Geocoder(
        gazetteer=_gazetteer() if gazetteer is None else gazetteer,
        postcodes=Postcodes.load(),
        boundaries=_boundaries(),
        origins=("DE22 4AA",),
    )


LABELS = sorted({label for place in _gazetteer().places for label in (place.name, *place.aliases)})
AROUND = ("", "outside ", "near the ", "found at ", "friends in ", "not at ", "nr ")
BEHIND = (
    "",
    " car park",
    " Road",
    " in Alvaston",
    " then Aldi",
    " / n/k",
    " with friends",
    " DE1 2AY",
)
texts = st.builds(
    "{}{}{}".format, st.sampled_from(AROUND), st.sampled_from(LABELS), st.sampled_from(BEHIND)
)
words = st.sampled_from(
    [*" ".join(LABELS).split(), "near", "the", "stn", "unknown", "mum's", "SK356362"]
)
# Lone surrogates are in no file: no encoding has them.
characters = st.characters(exclude_categories=["Cs"])
sentences = st.lists(words, min_size=1, max_size=7).map(" ".join)


def _meaning(found: tuple[Geocoded, ...]) -> list[tuple[object, ...]]:
    return [(one.status, one.method, one.confidence, one.point, one.place_id) for one in found]


def _swapped_case(text: str) -> str:
    return text.swapcase()


def _more_space(text: str) -> str:
    return f"  {text} ".replace(" ", "  \t")


def _punctuated(text: str) -> str:
    return f"...{text}!?"


def _bracketed(text: str) -> str:
    """Brackets around the last word, unless it is half of a postcode."""
    head, _, tail = text.rpartition(" ")
    return text if tail == "2AY" else f"{head} ({tail})"


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def _marked(text: str) -> str:
    return f"\u202e{text}\u200b"


FORMS = (_swapped_case, _more_space, _punctuated, _bracketed, _decomposed, _full_width, _marked)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@given(text=st.one_of(texts, sentences))
@settings(max_examples=EXAMPLES, deadline=None)
def test_case_spacing_punctuation_and_unicode_form_never_matter(form: object, text: str) -> None:
    assert callable(form)
    assert _meaning(_geocoder().read(form(text))) == _meaning(_geocoder().read(text))


@given(text=st.one_of(st.text(max_size=80), sentences, texts))
@settings(max_examples=4 * EXAMPLES, deadline=None)
def test_every_text_has_an_answer_that_makes_sense(text: str) -> None:
    found = _geocoder().read(text)
    assert found
    for one in found:
        assert 0 <= one.confidence <= 1
        located = one.status is GeocodeStatus.LOCATED
        assert located == (one.point is not None and one.precision_m is not None) or (
            one.status is GeocodeStatus.OUTSIDE
        )
        assert located or one.place_id is None
        assert located is False or one.confidence >= 0.7
        assert one.status is not GeocodeStatus.PRIVATE or not one.matched_name


@given(label=st.sampled_from(LABELS), at=st.integers(1, 20), letter=st.sampled_from("aeiourstln"))
@settings(max_examples=2 * EXAMPLES, deadline=None)
def test_a_slip_of_the_pen_never_leads_to_another_place(label: str, at: int, letter: str) -> None:
    meant = {
        place.place_id
        for place in _gazetteer().places
        if label.casefold() in {n.casefold() for n in (place.name, *place.aliases)}
    }
    slipped = f"{label[:at]}{letter}{label[at:]}"
    for one in _geocoder().read(slipped):
        assert one.place_id is None or one.place_id in meant


@given(gone=st.sampled_from(_gazetteer().places))
@settings(max_examples=12, deadline=None)
def test_a_place_left_out_of_the_list_is_not_taken_for_one_far_away(gone: Place) -> None:
    kept = Gazetteer([place for place in _gazetteer().places if place != gone], name="fewer")
    geocoder = _geocoder(kept)
    shared = {n.casefold() for place in kept.places for n in (place.name, *place.aliases)}
    for label in {gone.name, *gone.aliases}:
        for one in geocoder.read(label):
            near = one.point is not None and one.point.distance_m(gone.point) <= 500
            assert label.casefold() in shared or one.place_id is None or near


unrelated = st.builds(
    "{} {}".format,
    st.sampled_from(["Zephyr", "Quillingham", "Otterbourne", "Golden Fleece", "Jubilee", "Ebbw"]),
    st.sampled_from(["Park", "Street", "Shopping Centre", "Inn", "School", "Bus Station", "Lido"]),
)


@given(
    name=unrelated,
    category=st.sampled_from(sorted({place.category for place in _gazetteer().places})),
    asked=st.lists(texts, min_size=10, max_size=20),
    aside_m=st.integers(-2_000, 2_000),
)
@settings(max_examples=12, deadline=None)
def test_an_unrelated_place_more_never_makes_a_located_text_confidently_wrong(
    name: str, category: str, asked: list[str], aside_m: int
) -> None:
    model = _gazetteer().places[0]
    point = PointM(435_500 + aside_m, 335_500 - aside_m)
    added = replace(
        model, place_id="added", name=name, aliases=(), category=category, point=point, zone=""
    )
    more = _geocoder(Gazetteer([*_gazetteer().places, added], name="more"))
    for text in asked:
        before = {one.text: one for one in _geocoder().read(text) if one.place_id is not None}
        for one in more.read(text):
            was = before.get(one.text)
            if was is not None and one.place_id is not None:
                assert one.place_id == was.place_id or one.confidence < was.confidence
            assert one.place_id != "added"


@given(
    gone=st.sets(st.sampled_from(_gazetteer().places), min_size=1, max_size=8),
    asked=st.lists(texts, min_size=10, max_size=20),
)
@settings(max_examples=25, deadline=None)
def test_other_places_taken_away_never_make_a_located_text_confidently_wrong(
    gone: set[Place], asked: list[str]
) -> None:
    kept = Gazetteer([place for place in _gazetteer().places if place not in gone], name="fewer")
    fewer = _geocoder(kept)
    for text in asked:
        before = {one.text: one for one in _geocoder().read(text) if one.place_id in kept}
        for one in fewer.read(text):
            was = before.get(one.text)
            if was is not None and one.place_id is not None:
                assert one.place_id == was.place_id or one.confidence < was.confidence


@given(
    rows=st.lists(st.one_of(st.text(characters, max_size=60), sentences, texts), max_size=12),
    ending=st.sampled_from(["csv", "parquet"]),
)
@settings(max_examples=EXAMPLES, deadline=None)
def test_every_row_of_a_table_gives_at_least_one_row(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str], ending: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    source, target = folder / f"places.{ending}", folder / "found.parquet"
    table = pa.table({"id": range(len(rows)), "place": pa.array(rows, pa.string())})
    if ending == "parquet":
        pq.write_table(table, source)
    else:
        with source.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows([table.column_names, *enumerate(rows)])
    with open_column(source, "place") as found, open_rows(target, GEOCODE_COLUMNS) as write:
        write(geocoded_rows(enumerate(found.texts, start=1), _geocoder()))
    mentions: dict[int, list[int]] = {}
    for one in pq.read_table(target).to_pylist():
        mentions.setdefault(one["row"], []).append(one["mention"])
    assert list(mentions) == list(range(1, len(rows) + 1))
    assert all(found == list(range(1, len(found) + 1)) for found in mentions.values())


@pytest.mark.parametrize(
    "hostile",
    [
        *("a" * 10_000_000, "a " * 1_000_000, "/" * 1_000_000, "1" * 1_000_000, "\x00" * 1_000_000),
        *(
            "a&" * 500_000,
            "52.92," * 300_000,
            "SK 35 36 " * 200_000,
            "DE1 " * 500_000,
            "- " * 500_000,
        ),
        *(
            "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 100_000,
            "=cmd|' /C calc'!A0" * 1_000,
        ),
        *("<script>alert(1)</script>" * 1_000, "aldi near " * 100_000, "and to , " * 100_000),
        "\N{RIGHT-TO-LEFT OVERRIDE}" * 100_000,
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_hostile_texts_take_bounded_time(hostile: str) -> None:
    started = time.perf_counter()
    assert _geocoder().read(hostile)
    assert time.perf_counter() - started < 3
