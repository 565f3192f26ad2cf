"""A place's name in short, where that still names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.geocode.labels import Label, without_brackets

if TYPE_CHECKING:
    from hotspots.gazetteer import Place
    from hotspots.geocode.vocabulary import Vocabulary
    from hotspots.geocode.words import Words


def shortened(place: Place, labels: list[Label], vocabulary: Vocabulary) -> list[Label]:
    """The labels, and the name without brackets and ", suburb" where that still names it."""
    if place.is_coarse or not ("(" in place.name or "," in place.name):
        return labels
    known = {label.text for label in labels}
    bare = without_brackets(place.name)
    more = []
    for short in (bare.strip(), bare.rpartition(",")[0].strip()):
        words = vocabulary.lexicon.words(short)
        if short and short not in known and _stands_alone(words, vocabulary):
            known.add(short)
            more.append(Label(short, is_name=False, words=words))
    return [*labels, *more]


def _stands_alone(words: Words, vocabulary: Vocabulary) -> bool:
    """Whether a shortened name still names one place: not a chain, not a kind alone."""
    telling = vocabulary.telling(words)
    businesses = vocabulary.lexicon.businesses
    return len(telling) > 1 and any(
        vocabulary.is_specific(word) and word not in businesses for word in telling
    )
