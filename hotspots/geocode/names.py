"""From words to a place of the gazetteer, or to the places that a person may choose from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotspots.geocode.absence import why_not_there
from hotspots.geocode.leftovers import Leftovers, area_at, tells_where
from hotspots.geocode.matching import CLOSED_COST, Matcher
from hotspots.geocode.reading import read_words
from hotspots.model import Candidate, GeocodeMethod

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.gazetteer import Place
    from hotspots.geocode.matching import Match
    from hotspots.geocode.phrases import Phrase
    from hotspots.geocode.reading import Reading
    from hotspots.geocode.town import Part, Town
    from hotspots.geocode.words import Words

_MOST_CANDIDATES, _LEAST_CANDIDATE = 5, 0.3
# What a way of writing a name is trusted, at most.
EXACT_NAME, EXACT_ALIAS, WITHOUT_CHATTER, WITHOUT_TOWN = 0.99, 0.98, 0.96, 0.95
_TURNED_ABOUT = 0.93
_IN_A_SENTENCE, _MISSPELT, _BY_AREA, _ONE_PER_TOWN = 0.95, 0.93, 0.88, 0.85
_VAGUE_COST = 0.04


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """A place that the words name, how it was found, and how sure that is (0 to 1).

    `is_vague` if they only say that it was near; `is_common` if the name has none but common
    words ("Bus Station"), which any town has.
    """

    place: Place
    method: GeocodeMethod
    confidence: float
    is_vague: bool = False
    is_common: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguity:
    """No one place: the candidates, best first, and why a person must choose."""

    candidates: tuple[Candidate, ...]
    note: str


def exact_naming(part: Part, town: Town) -> Naming | Ambiguity | None:
    """The place whose name or alias the words are, chatter and the town's name aside."""
    found = part.answers.get("exact", ...)
    if found is ...:
        found = part.answers["exact"] = _exact_naming(part, town)
    return found if isinstance(found, (Naming, Ambiguity)) else None


def _exact_naming(part: Part, town: Town) -> Naming | Ambiguity | None:
    index = town.index
    as_it_stands = index.phrases.called(part.words)
    if as_it_stands:
        return _one_of(as_it_stands, part, trust=EXACT_NAME, vague=False)
    if why_not_there(part.words, index.lexicon):
        return None
    weight = index.vocabulary.weight
    said = tuple([word for word in part.words if weight(word) > 0])
    if index.lexicon.common.issuperset(said):
        # "In woodlands" is no name; how else it may be one is weighed with the rest of the text.
        return None
    bare = tuple([word for word in said if word not in index.vocabulary.town])
    for words, trust in ((said, WITHOUT_CHATTER), (bare, WITHOUT_TOWN)):
        phrases = index.phrases.called(words)
        if phrases and index.lexicon.near.isdisjoint(inner_words(part, town)):
            vague = not index.lexicon.somewhere_near.isdisjoint(part.words)
            trusted = trust - (_VAGUE_COST if vague else 0)
            return _one_of(phrases, part, trust=trusted, vague=vague)
    return _formerly(said, part, town) or _turned_about(said, part, town)


def _formerly(said: Words, part: Part, town: Town) -> Naming | None:
    """The place that once was called so: "the old Westfield".

    Only a name that shares no word with that of today: "the old bus station" may have stood
    somewhere else.
    """
    if not said or said[0] not in town.index.lexicon.formerly:
        return None
    phrases = town.index.phrases.called(said[1:])
    names_of_today = {w for p in phrases for w in town.index.lexicon.words(p.place.name)}
    if len(phrases) != 1 or phrases[0].is_weak or not names_of_today.isdisjoint(said):
        return None
    naming = _one_of(phrases, part, trust=WITHOUT_TOWN, vague=False)
    return naming if isinstance(naming, Naming) else None


def _turned_about(said: Words, part: Part, town: Town) -> Naming | None:
    """The one place that these words name in another order: "Station, Spondon"."""
    phrases = town.index.phrases.in_any_order(said)
    # "A park in Alvaston" is not Alvaston Park: nothing may stand between the words.
    if len(phrases) != 1 or len(said) < len(inner_words(part, town)):
        return None
    naming = _one_of(phrases, part, trust=_TURNED_ABOUT, vague=False)
    return naming if isinstance(naming, Naming) else None


def inner_words(part: Part, town: Town) -> Words:
    """The words from the first that tells anything on."""
    telling = (n for n, w in enumerate(part.words) if town.index.vocabulary.weight(w) > 0)
    return part.words[next(telling, 0) :]


def _one_of(
    phrases: Sequence[Phrase], part: Part, *, trust: float, vague: bool
) -> Naming | Ambiguity:
    on = part.on
    standing = phrases if on is None else [p for p in phrases if p.place.open_on(on)]
    usable = standing or phrases
    if len(usable) > 1:
        ranked = sorted(usable, key=lambda phrase: phrase.place.place_id)
        return Ambiguity(
            candidates=tuple(_candidate(p.place, trust / len(usable)) for p in ranked),
            note="Several places have this name.",
        )
    phrase = usable[0]
    trust = min(trust, EXACT_NAME if phrase.is_name else EXACT_ALIAS)
    return Naming(
        place=phrase.place,
        method=GeocodeMethod.NAME if phrase.is_name else GeocodeMethod.ALIAS,
        confidence=trust - (0 if standing else CLOSED_COST),
        is_vague=vague,
        is_common=phrase.is_weak,
    )


def fuzzy_naming(part: Part, town: Town) -> Naming | Ambiguity:
    """The place that the words fit best, if it is good enough and well ahead of the next."""
    found = part.answers.get("fuzzy")
    if not isinstance(found, (Naming, Ambiguity)):
        found = part.answers["fuzzy"] = _fuzzy_naming(part, town)
    return found


def _fuzzy_naming(part: Part, town: Town) -> Naming | Ambiguity:
    index, params = town.index, town.params
    reading = read_words(part.words, index)
    sole = _one_per_town(reading, town)
    if sole is not None:
        return sole
    matcher = Matcher(reading, index, on=part.on)
    # Only these can be the one, or stand in its way; of one breath no place tells where another is.
    likely = matcher.matches(
        above=params.accept_from - params.margin, within=None if reading.near else params.margin
    )
    good = [match for match in likely if match.score >= params.accept_from]
    best = _not_told_by_another(good, reading)
    if best is None:
        by_area = _in_the_area(matcher, reading, town)
        note = "No place fits well enough."
        return by_area or Ambiguity(candidates=_candidates(matcher), note=note)
    rivals = (
        match is not best
        and match.score > best.score - params.margin
        and not match.used < best.used
        and not tells_where(match.used, best.used, reading)
        for match in likely
    )
    if any(rivals):
        return Ambiguity(candidates=_candidates(matcher), note="Several places fit as well.")
    return _naming(best)


def _not_told_by_another(good: Sequence[Match], reading: Reading) -> Match | None:
    """The best match; of "gardens by the bus station" the gardens, not the station."""
    best = good[0] if good else None
    for match in good[1:]:
        if best is not None and tells_where(best.used, match.used, reading):
            best = match
    return best


def _naming(match: Match) -> Naming:
    clear = match.is_whole and match.likeness == 1.0
    by_spelling = GeocodeMethod.NAME if match.phrase.is_name else GeocodeMethod.ALIAS
    most = _IN_A_SENTENCE if clear else _MISSPELT
    return Naming(
        place=match.phrase.place,
        method=by_spelling if clear else GeocodeMethod.FUZZY,
        confidence=round(min(most, match.score) - (_VAGUE_COST if match.is_vague else 0), 4),
        is_vague=match.is_vague,
        is_common=match.phrase.is_weak,
    )


def _one_per_town(reading: Reading, town: Town) -> Naming | None:
    """Find "the uni": a kind of which a town has one, where the gazetteer has one."""
    index = town.index
    said = [w for w in reading.words if index.vocabulary.weight(w) > 0]
    kinds = [w for w in said if w not in index.vocabulary.town]
    if len(kinds) != 1 or kinds[0] not in index.lexicon.one_per_town:
        return None
    places = index.phrases.places_with(kinds[0])
    if len(places) != 1:
        return None
    return Naming(place=places[0], method=GeocodeMethod.FUZZY, confidence=_ONE_PER_TOWN)


def _in_the_area(matcher: Matcher, reading: Reading, town: Town) -> Naming | None:
    """Find "Co-op in Normanton": the one branch with the suburb in any of its names.

    That a branch lies in the ward is not enough: another may be missing from the list.
    """
    index = town.index
    found = (area_at(at, reading, index) for at in range(len(reading.words)))
    areas = {area for area in found if area is not None}
    distinctive = {
        w for options in reading.options for w in options if index.vocabulary.is_specific(w)
    }
    known = {w for w in distinctive if w in index.phrases}
    if not areas or not known or distinctive != known:
        return None
    fitting = [
        match
        for match in matcher.matches()
        if match.phrase.words[0] in known
        and known | areas <= index.phrases.words_of(match.phrase.place)
    ]
    if len(fitting) != 1:
        return None
    match = fitting[0]
    cost = Leftovers(reading, index).cost_of((match.phrase, match.used), ())
    if _BY_AREA - cost < town.params.accept_from:
        return None
    return replace(_naming(match), confidence=_BY_AREA - cost, method=GeocodeMethod.FUZZY)


def _candidates(matcher: Matcher) -> tuple[Candidate, ...]:
    matches = matcher.matches(above=_LEAST_CANDIDATE, most=_MOST_CANDIDATES)
    chosen = [match for match in matches if match.score >= _LEAST_CANDIDATE][:_MOST_CANDIDATES]
    return tuple(_candidate(m.phrase.place, min(m.score, _MISSPELT)) for m in chosen)


def _candidate(place: Place, score: float) -> Candidate:
    return Candidate(place_id=place.place_id, name=place.name, score=round(score, 2))
