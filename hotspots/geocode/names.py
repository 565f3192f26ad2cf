"""From words to a place of the gazetteer, or to the places that a person may choose from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotspots.geocode.leftovers import area_at, cost_of, tells_where
from hotspots.geocode.matching import Matcher
from hotspots.geocode.reading import read_words
from hotspots.geocode.words import compact
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
_IN_A_SENTENCE, _MISSPELT, _BY_AREA, _ONE_PER_TOWN = 0.95, 0.93, 0.88, 0.85
_VAGUE_COST, _CLOSED_COST = 0.04, 0.1


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
    if "exact" not in part.answers:
        part.answers["exact"] = _exact_naming(part, town)
    found = part.answers["exact"]
    return found if isinstance(found, (Naming, Ambiguity)) else None


def _exact_naming(part: Part, town: Town) -> Naming | Ambiguity | None:
    index = town.index
    as_it_stands = index.exact.get(compact(part.words))
    if as_it_stands:
        return _one_of(as_it_stands, part, trust=EXACT_NAME, vague=False)
    weight = index.vocabulary.weight
    said = tuple([word for word in part.words if weight(word) > 0])
    bare = tuple([word for word in said if word not in index.vocabulary.town])
    for words, trust in ((said, WITHOUT_CHATTER), (bare, WITHOUT_TOWN)):
        phrases = index.exact.get(compact(words)) if words else None
        if phrases and index.lexicon.near.isdisjoint(inner_words(part, town)):
            vague = not index.lexicon.somewhere_near.isdisjoint(part.words)
            trusted = trust - (_VAGUE_COST if vague else 0)
            return _one_of(phrases, part, trust=trusted, vague=vague)
    return None


def inner_words(part: Part, town: Town) -> Words:
    """The words from the first that tells anything on."""
    telling = (n for n, w in enumerate(part.words) if town.index.vocabulary.weight(w) > 0)
    return part.words[next(telling, 0) :]


def _one_of(
    phrases: Sequence[Phrase], part: Part, *, trust: float, vague: bool
) -> Naming | Ambiguity:
    standing = [p for p in phrases if part.on is None or p.place.open_on(part.on)]
    usable = standing or list(phrases)
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
        confidence=trust - (0 if standing else _CLOSED_COST),
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
    matcher = Matcher(reading, index)
    # Only these can be the one, or stand in its way.
    likely = _ranked(matcher.matches(above=params.accept_from - params.margin), part)
    good = [match for match in likely if match.score >= params.accept_from]
    best = _not_told_by_another(good, reading)
    if best is None:
        matches = _ranked(matcher.matches(), part)
        by_area = _in_the_area(matches, reading, town)
        note = "No place fits well enough."
        return by_area or Ambiguity(candidates=_candidates(matches), note=note)
    rivals = (
        match is not best
        and match.score > best.score - params.margin
        and not match.used < best.used
        and not tells_where(match.used, best.used, reading)
        for match in likely
    )
    if any(rivals):
        matches = _ranked(matcher.matches(), part)
        return Ambiguity(candidates=_candidates(matches), note="Several places fit as well.")
    return _naming(best)


def _ranked(matches: Sequence[Match], part: Part) -> tuple[Match, ...]:
    if part.on is None:
        return tuple(matches)
    of_the_day = (_for_the_day(match, part) for match in matches)
    return tuple(sorted(of_the_day, key=lambda match: match.rank))


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


def _for_the_day(match: Match, part: Part) -> Match:
    """A place that was not open on the day stands behind one that was."""
    if part.on is None or match.phrase.place.open_on(part.on):
        return match
    return replace(match, score=max(0.0, match.score - _CLOSED_COST))


def _one_per_town(reading: Reading, town: Town) -> Naming | None:
    """Find "the uni": a kind of which a town has one, where the gazetteer has one."""
    index = town.index
    said = [w for w in reading.words if index.vocabulary.weight(w) > 0]
    kinds = [w for w in said if w not in index.vocabulary.town]
    if len(kinds) != 1 or kinds[0] not in index.lexicon.one_per_town:
        return None
    places = {p.place.place_id: p.place for p in index.by_word.get(kinds[0], ())}
    if len(places) != 1:
        return None
    place = next(iter(places.values()))
    return Naming(place=place, method=GeocodeMethod.FUZZY, confidence=_ONE_PER_TOWN)


def _in_the_area(matches: Sequence[Match], reading: Reading, town: Town) -> Naming | None:
    """Find "Co-op in Normanton": the one branch with the suburb in any of its names.

    That a branch lies in the ward is not enough: another may be missing from the list.
    """
    index = town.index
    found = (area_at(at, reading, index) for at in range(len(reading.words)))
    areas = {area for area in found if area is not None}
    distinctive = {w for options in reading.options for w in options if index.is_specific(w)}
    known = {w for w in distinctive if w in index.by_word}
    if not areas or not known or distinctive != known:
        return None
    fitting = [
        match
        for match in matches
        if known <= index.words_of[match.phrase.place.place_id]
        and match.phrase.words[0] in known
        and areas <= index.words_of[match.phrase.place.place_id]
    ]
    if len(fitting) != 1:
        return None
    match = fitting[0]
    cost = cost_of((match.phrase, match.used), (), reading, index)
    if _BY_AREA - cost < town.params.accept_from:
        return None
    return replace(_naming(match), confidence=_BY_AREA - cost, method=GeocodeMethod.FUZZY)


def _candidates(matches: Sequence[Match]) -> tuple[Candidate, ...]:
    chosen = [match for match in matches if match.score >= _LEAST_CANDIDATE][:_MOST_CANDIDATES]
    return tuple(_candidate(m.phrase.place, min(m.score, _MISSPELT)) for m in chosen)


def _candidate(place: Place, score: float) -> Candidate:
    return Candidate(place_id=place.place_id, name=place.name, score=round(score, 2))
