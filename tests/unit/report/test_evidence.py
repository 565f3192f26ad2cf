from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hotspots.model import (
    Chance,
    ChanceBackground,
    ChanceVerdict,
    Change,
    Concentration,
    Evidence,
    Firmness,
    Lineage,
    Stability,
    Zone,
)
from hotspots.report import AppraisalView, ReportInput, clustering_parameters, write_report
from hotspots.report.changes import change_views
from hotspots.report.evidence import evidence_sentences

if TYPE_CHECKING:
    from pathlib import Path

SHARED = Evidence(
    concentration=Concentration(
        children=9, top_child_share=0.2, top_two_share=0.35, effective_children=6.4
    ),
    stability=Stability(
        jaccard=0.91, samples=200, firmness=Firmness.HIGHLY_STABLE, stands_without_any_child=True
    ),
    chance=Chance(p_value=0.004, permutations=999, verdict=ChanceVerdict.BEYOND),
)
ALONE = Evidence(
    concentration=Concentration(
        children=1, top_child_share=1.0, top_two_share=1.0, effective_children=1.0
    ),
    stability=Stability(
        jaccard=None, samples=200, firmness=Firmness.INSUFFICIENT, stands_without_any_child=False
    ),
    chance=Chance(p_value=None, permutations=0, verdict=ChanceVerdict.INSUFFICIENT),
)


def test_a_place_that_many_share_is_told_with_its_figures() -> None:
    people, stands, chance = evidence_sentences(SHARED)
    assert "makes 20 % of them, the first two 35 %" in people
    assert "as if by 6.4 young people" in people
    assert stands.startswith("It stands without any one of them.")
    assert "highly stable: nearly always found again (mean overlap 0.91)" in stands
    assert "More young people come here than by chance (p = 0.004 in 999 permutations" in chance


def test_one_childs_place_is_told_as_such_and_not_as_firm() -> None:
    people, stands, chance = evidence_sentences(ALONE)
    assert people == "One young person makes all of its episodes."
    assert "does NOT stand" in stands
    assert "too few of them to draw samples of" in stands
    assert chance == "There is too little to tell it from chance."


@pytest.mark.parametrize("firmness", [f for f in Firmness if f is not Firmness.INSUFFICIENT])
def test_every_firmness_is_explained(firmness: Firmness) -> None:
    stability = replace(SHARED.stability, firmness=firmness)
    assert (
        f"it is {firmness.value}: " in evidence_sentences(replace(SHARED, stability=stability))[1]
    )


def test_without_a_control_set_popularity_is_not_ruled_out() -> None:
    assert evidence_sentences(SHARED)[2].endswith("there was no control set.")
    supplied = replace(SHARED.chance, against=ChanceBackground.SUPPLIED)
    said = evidence_sentences(replace(SHARED, chance=supplied))[2]
    assert said.endswith("beside a supplied control set).")


def test_what_may_be_chance_says_so() -> None:
    chance = replace(SHARED.chance, p_value=0.4, verdict=ChanceVerdict.WITHIN)
    assert "may be chance (p = 0.400" in evidence_sentences(replace(SHARED, chance=chance))[2]


@pytest.mark.parametrize("change", list(Change))
def test_every_change_is_told_in_a_sentence(change: Change) -> None:
    one = Lineage(hotspot_id="shop", name="Shop", change=change, from_ids=("shop", "pub"))
    (view,) = change_views([one])
    assert view.change == change.value
    assert view.words.endswith(".")
    assert ("with pub" in view.words) is (change in {Change.SPLIT, Change.MERGED})


def test_a_merger_without_others_names_none() -> None:
    one = Lineage(hotspot_id="shop", name="Shop", change=Change.MERGED, from_ids=("shop",))
    assert change_views([one])[0].words == "Hotspots of the period before became one."


def _words(run: ReportInput, tmp_path: Path) -> str:
    path = tmp_path / "report.html"
    write_report(run, path)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8")))


def test_the_report_prints_the_appraisal(run: ReportInput, tmp_path: Path) -> None:
    view = AppraisalView(
        evidence={"meeting-place": SHARED},
        directions={"meeting-place": "Rising: 9 episodes."},
        overall=("All episodes: Stable.", "The baseline is a poor one."),
        actions=(("Patrol <b>", ("No clear effect.",)),),
        agreed=(("Park <i>", ("Lead agency: Council.", "It is told to nobody.")),),
        forward=("June 2021 was held out.",),
    )
    facts = run.hotspots[0].facts
    zone = Zone(name="Town & park", hotspot_ids=("meeting-place",), facts=facts)
    words = _words(
        replace(
            run,
            appraisal=view,
            zones=(zone,),
            lineage=(Lineage(hotspot_id="x", name="Old <mill>", change=Change.GONE),),
            of_too_few=(run.hotspots[1],),
        ),
        tmp_path,
    )
    for said in (
        "It stands without any one of them.",
        "Rising: 9 episodes.",
        "The baseline is a poor one.",
        "Patrol &lt;b&gt;",
        "Park &lt;i&gt; Lead agency: Council. It is told to nobody.",
        "No clear effect.",
        "June 2021 was held out.",
        "Town &amp; park 1 4 4",
        "Old &lt;mill&gt; x gone Found in the period before, and not in this one.",
        "of too few young people to be called a hotspot here",
    ):
        assert said in words


def test_the_report_says_what_was_not_looked_at(empty_run: ReportInput, tmp_path: Path) -> None:
    words = _words(empty_run, tmp_path)
    for said in (
        "No hotspot belongs to a zone.",
        "No hotspot in this period, nor in the one before.",
        "No baseline was named.",
        "No action is recorded.",
        "Not checked in this run.",
    ):
        assert said in words


def test_mentions_too_vague_to_count_are_told(run: ReportInput, tmp_path: Path) -> None:
    vague = replace(run.hotspots[0], probable=3)
    words = _words(replace(run, hotspots=(vague,)), tmp_path)
    assert "3 more mentions, too vague to count, are probably of here." in words


def test_what_a_run_asks_of_people_is_told_with_its_reason() -> None:
    plain = clustering_parameters(eps_m=150.0, min_samples=5)
    asked = clustering_parameters(eps_m=150.0, min_samples=5, min_children=3, max_per_child=2)
    assert [one.value for one in asked[len(plain) :]] == ["3", "2"]
    assert plain == asked[: len(plain)]
