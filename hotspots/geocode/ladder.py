"""The steps by which a text is read: the first that knows an answer wins.

The table `LADDER` is also what the documentation shows. A step returns None where it has
nothing to say; the last one always answers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotspots.geocode import position_steps
from hotspots.geocode.absence import why_not_there
from hotspots.geocode.elsewhere import town_elsewhere
from hotspots.geocode.fix import Fix
from hotspots.geocode.names import Ambiguity, Naming, exact_naming, fuzzy_naming, inner_words
from hotspots.geocode.outcomes import at_named_place, at_position, review, unlocated
from hotspots.model import Geocoded, GeocodeMethod, GeocodeStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.geocode.town import Part, Town

_LONGEST_RUN = 4
_SURE, _BY_WORDS, _BY_TOWN, _BY_HINT = 1.0, 0.95, 0.92, 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A rung: which method it records, an example of a text, and what it does with it."""

    method: GeocodeMethod
    example: str
    does: str
    read: Callable[[Part, Town], Geocoded | None]


def _decision(part: Part, town: Town) -> Geocoded | None:
    settled = town.decisions.get(part.key) if town.decisions else None
    if settled is None:
        return None
    method, status = GeocodeMethod.DECISION, settled.status
    if settled.point is not None:
        fix = Fix(point=settled.point, precision_m=town.params.postcode_precision_m, rest="")
        return at_position(fix, part, town, method=method, confidence=_SURE)
    if settled.place_id is None:
        return unlocated(part, status, method, confidence=_SURE)
    if settled.place_id not in town.gazetteer:
        return review(part, "It was settled for a place that the gazetteer no longer has.")
    place = town.gazetteer[settled.place_id]
    return at_named_place(Naming(place=place, method=method, confidence=_SURE), part, town)


def _no_information(part: Part, town: Town) -> Geocoded | None:
    if exact_naming(part, town) or not town.silence.covers(part.plain):
        return None
    return unlocated(part, GeocodeStatus.NONE, GeocodeMethod.NO_INFORMATION, confidence=_SURE)


def _private(part: Part, town: Town) -> Geocoded | None:
    if exact_naming(part, town) or not town.private_words.speak_of_a_home(part.words):
        return None
    return unlocated(part, GeocodeStatus.PRIVATE, GeocodeMethod.PRIVATE_WORDS, confidence=_BY_WORDS)


def _name(part: Part, town: Town) -> Geocoded | None:
    naming = exact_naming(part, town)
    if isinstance(naming, Ambiguity):
        return review(part, naming.note, naming)
    if naming is None or naming.method is not GeocodeMethod.NAME:
        return None
    return at_named_place(naming, part, town)


def _alias(part: Part, town: Town) -> Geocoded | None:
    naming = exact_naming(part, town)
    return at_named_place(naming, part, town) if isinstance(naming, Naming) else None


def _elsewhere(part: Part, town: Town) -> Geocoded | None:
    name = town_elsewhere(part.words, town.index)
    if name is None:
        return None
    why_not = why_not_there(part.words, town.index.lexicon)
    if why_not:
        return review(part, why_not)
    naming = fuzzy_naming(part, town)
    in_one_breath = town.index.lexicon.relations.isdisjoint(inner_words(part, town))
    if isinstance(naming, Naming) and not (naming.is_common and in_one_breath):
        return review(part, "A place here and a town elsewhere in one text.")
    return replace(
        unlocated(part, GeocodeStatus.OUTSIDE, GeocodeMethod.ELSEWHERE, confidence=_BY_TOWN),
        matched_name=name,
    )


def _fuzzy(part: Part, town: Town) -> Geocoded | None:
    naming = fuzzy_naming(part, town)
    if isinstance(naming, Ambiguity):
        return None
    why_not = why_not_there(part.words, town.index.lexicon)
    if why_not:
        return review(part, why_not)
    if _is_named_by_a_shared_name_alone(naming, part, town):
        return review(part, "Several places have this name.")
    return at_named_place(naming, part, town)


def _is_named_by_a_shared_name_alone(naming: Naming, part: Part, town: Town) -> bool:
    """Whether all names of the place in the text are those of other places too.

    "Market Square by the Museum", where the museum is in Market Square as well.
    """
    ends = range(1, len(part.words) + 1)
    runs = (part.words[at:end] for end in ends for at in range(max(0, end - _LONGEST_RUN), end))
    owners = [[phrase.place.place_id for phrase in town.index.phrases.called(run)] for run in runs]
    ours = [owning for owning in owners if naming.place.place_id in owning]
    return bool(ours) and all(len(owning) > 1 for owning in ours)


def _likeness_to_a_place(word: str, town: Town) -> float:
    """How near the word is to any that may tell of a place here or elsewhere."""
    index = town.index
    if index.lexicon.knows(word) or word in index.spelling:
        return 1.0
    return max(index.spelling.readings(word).values(), default=0.0)


def _may_be_an_area(word: str, town: Town) -> bool:
    """Whether it is a suburb's name, perhaps misspelt or cut short ("Chadd")."""
    index = town.index
    if word in index.vocabulary.areas:
        return True
    known = word in index.spelling or index.lexicon.knows(word)
    readings = {} if known else index.spelling.readings(word)
    return bool(readings) and index.vocabulary.areas.issuperset(readings)


def _unresolved(part: Part, town: Town) -> Geocoded:
    if town.silence.may_be_meant(part.plain, lambda word: _likeness_to_a_place(word, town)):
        return unlocated(
            part, GeocodeStatus.NONE, GeocodeMethod.NO_INFORMATION, confidence=_BY_HINT
        )
    vocabulary, lexicon = town.index.vocabulary, town.index.lexicon
    hints = town.private_words.hints
    telling = [w for w in part.words if vocabulary.weight(w) > 0 and w not in hints]
    if not [w for w in telling if w not in vocabulary.town and not _may_be_an_area(w, town)]:
        if town.private_words.hint_at_a_home(part.words):
            return unlocated(
                part, GeocodeStatus.PRIVATE, GeocodeMethod.PRIVATE_WORDS, confidence=_BY_HINT
            )
        if not telling and lexicon.negations.isdisjoint(part.words):
            return unlocated(
                part, GeocodeStatus.NONE, GeocodeMethod.NO_INFORMATION, confidence=_BY_HINT
            )
    found = fuzzy_naming(part, town)
    ambiguity = found if isinstance(found, Ambiguity) else None
    return review(part, "" if ambiguity is None else ambiguity.note, ambiguity)


LADDER: tuple[Step, ...] = (
    Step(
        method=GeocodeMethod.ORIGIN,
        example="the postcode of a placement",
        does="Private: where a child is missing from is never a point.",
        read=position_steps.origin,
    ),
    Step(
        method=GeocodeMethod.DECISION,
        example="whatever the co-ordinator settled in review.xlsx",
        does="As settled, for every text that differs only in case, spacing and punctuation.",
        read=_decision,
    ),
    Step(
        method=GeocodeMethod.NO_INFORMATION,
        example="refused to say",
        does="No information: nothing is guessed.",
        read=_no_information,
    ),
    Step(
        method=GeocodeMethod.PRIVATE_WORDS,
        example="at a friend's house",
        does="Private: somebody's home or a placement is never a point.",
        read=_private,
    ),
    Step(
        method=GeocodeMethod.LAT_LON,
        example="52.922068, -1.471928",
        does="Located, or outside; the decimals say how precisely. Either order, and DMS.",
        read=position_steps.lat_lon,
    ),
    Step(
        method=GeocodeMethod.EASTING_NORTHING,
        example="435601, 336203",
        does="Located, or outside: metres on the British National Grid.",
        read=position_steps.easting_northing,
    ),
    Step(
        method=GeocodeMethod.GRID_REFERENCE,
        example="SK 356 362",
        does="The middle of the square that the reference names; six figures are 100 m.",
        read=position_steps.grid_reference,
    ),
    Step(
        method=GeocodeMethod.POSTCODE,
        example="near DE1 2AY",
        does="The middle of the postcode; an outward code or a sector is too coarse.",
        read=position_steps.postcode,
    ),
    Step(
        method=GeocodeMethod.NAME,
        example="outside Derby bus station",
        does="A name of the gazetteer, written out and without the words around it.",
        read=_name,
    ),
    Step(
        method=GeocodeMethod.ALIAS,
        example="train stn",
        does="Another name for it, or a former one.",
        read=_alias,
    ),
    Step(
        method=GeocodeMethod.ELSEWHERE,
        example="Victoria Centre, Nottingham",
        does="Outside: a town or city in the list of places elsewhere.",
        read=_elsewhere,
    ),
    Step(
        method=GeocodeMethod.FUZZY,
        example="Markheaton Park",
        does="The place that fits best, if it fits well and is well ahead of the next.",
        read=_fuzzy,
    ),
    Step(
        method=GeocodeMethod.UNRESOLVED,
        example="Aldi",
        does="Review: a person chooses from the candidates.",
        read=_unresolved,
    ),
)


_STEPS = LADDER[:-1]


def climb(part: Part, town: Town) -> Geocoded:
    """The answer of the first step that has one."""
    # Without a digit or a decision no step before a name's has an answer where there is a name.
    if not part.written and not (town.decisions and part.key in town.decisions):
        naming = exact_naming(part, town)
        if isinstance(naming, Naming):
            return at_named_place(naming, part, town)
    for step in _STEPS:
        answer = step.read(part, town)
        if answer is not None:
            return answer
    return _unresolved(part, town)


def is_settled_as_a_whole(part: Part, town: Town) -> bool:
    """Whether the text is one thing by itself, whatever signs are in it."""
    return (
        exact_naming(part, town) is not None
        or (bool(town.decisions) and part.key in town.decisions)
        or town.silence.covers(part.plain)
        or position_steps.is_a_position(part, town)
    )
