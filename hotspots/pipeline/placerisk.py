"""The Place Based Risk record: what is entered about a place, and the workbook of it all."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hotspots.cells import safe_cell
from hotspots.describe import chosen_words, known_where
from hotspots.errors import ParameterError
from hotspots.ingest import PlaceRiskRowError, read_place_risks
from hotspots.model import (
    LIST_VERSION,
    LONDON,
    ActionPlace,
    PlaceFact,
    PlaceRisk,
    standing,
)
from hotspots.report.placerisk import (
    NOT_TO_BLAME,
    PlaceRiskBook,
    place_risk_tables,
    record_sentence,
    told_sentence,
)
from hotspots.report.tidybook import workbook_bytes
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from hotspots.errors import InputError
    from hotspots.gazetteer import Gazetteer
    from hotspots.ingest import PlaceRiskRow
    from hotspots.model import Memory, PlaceRiskVersion
    from hotspots.register import Register

_STAMP = "INSIDE - not for sharing"
_TEXTS = ("guardian", "owner", "lead", "note")
# What could be a case system's reference: a word with a digit in it.
_REFERENCE = re.compile(r"[^\W_]*\d[\w/-]*|[^\W_]+[/-][\w/-]*\d[\w/-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Who enters something, when, among which places.

    `pseudonym_of` makes a child's pseudonym of a reference; None where there is no key, so
    that there is no child that one could know.
    """

    gazetteer: Gazetteer
    said_by: str
    at: datetime
    pseudonym_of: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRiskIntake:
    """How many rows a table has and how many were news; with any fault none is entered."""

    read: int
    changed: int
    faults: tuple[InputError, ...]


def revise(
    register: Register, kind: ActionPlace, words: str, *, facts: Mapping[str, Any], entry: Entry
) -> tuple[PlaceRisk, int]:
    """Enter these facts about a place; the others stay. Returns the record, and 1 if it is news.

    Raises:
        ParameterError: no place is called so, or a fact cannot be used.
        StoreError: somebody else changed the record at the same time.
    """
    where = known_where(kind, words, gazetteer=entry.gazetteer, memory=register.memory())
    known = _known(register).get((kind, where))
    record = _revised(known, (kind, where), facts, entry)
    _refuse(record, register, entry)
    made_from = {record.key: known.number if known else 0}
    return record, register.enter_place_risks([record], made_from=made_from)


def take_in_place_risks(path: Path, *, register: Register, entry: Entry) -> PlaceRiskIntake:
    """Enter a table of records as a whole, or tell what is wrong with each row and enter none.

    Raises:
        InputError: the file cannot be read or has no such table.
        StoreError: somebody else changed a record at the same time; none is entered.
    """
    memory, history = register.memory(), register.place_risks()
    known = {one.record.key: one for one in standing(history)}
    numbered = {(one.record.key, one.number): one for one in history}

    def make(row: PlaceRiskRow) -> PlaceRisk:
        try:
            where = known_where(row.kind, row.words, gazetteer=entry.gazetteer, memory=memory)
        except ParameterError as error:
            raise PlaceRiskRowError(str(error), column="where") from None
        key = (row.kind, where)
        before, made_from = known.get(key), numbered.get((key, row.version))
        if made_from and not _says_more(row.facts, made_from, entry):
            return known[key].record  # nobody edited the row: it stays as it is by now
        record = _revised(before, key, row.facts, entry)
        is_news = before is None or before.record.content != record.content
        if is_news and row.version != (before.number if before else 0):
            msg = "The record was changed since this was written. Export again and edit that."
            raise PlaceRiskRowError(msg, column="version")
        _refuse(record, register, entry)
        return record

    read = read_place_risks(path, as_of=entry.at.date(), make=make)
    if read.faults:
        return PlaceRiskIntake(read=len(read.records), changed=0, faults=read.faults)
    made_from = {one.key: known[one.key].number if one.key in known else 0 for one in read.records}
    changed = register.enter_place_risks(read.records, made_from=made_from)
    return PlaceRiskIntake(read=len(read.records), changed=changed, faults=())


def names_of_places(gazetteer: Gazetteer, memory: Memory) -> dict[tuple[ActionPlace, str], str]:
    """What people call each place, hotspot and zone today, by kind and id."""
    names = {(ActionPlace.PLACE, one.place_id): one.name for one in gazetteer.places}
    for finding in memory.findings:
        for found in finding.hotspots:
            names[ActionPlace.HOTSPOT, found.hotspot_id] = found.name
    return names | {(ActionPlace.HOTSPOT, key): name for key, name in memory.names.items()}


def agreed_about(
    records: Iterable[PlaceRisk], *, gazetteer: Gazetteer, memory: Memory
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The records for the co-ordinator's report: the place, what is agreed, what is told."""
    names = names_of_places(gazetteer, memory)
    return tuple(
        (names.get(one.key, one.where), (record_sentence(one), told_sentence(one)))
        for one in records
    )


def write_place_risk_book(
    path: Path, *, register: Register, gazetteer: Gazetteer, now: datetime, banner: str = ""
) -> None:
    """The whole record as a workbook: as it stands, its actions, its history, the words."""
    versions, today = register.place_risks(), now.astimezone(LONDON).date()
    book = PlaceRiskBook(
        versions=versions,
        current=standing(versions),
        actions=register.actions(),
        names=names_of_places(gazetteer, register.memory()),
        today=today,
    )
    notes = (
        ("Stamp", _STAMP),
        *((("Banner", banner),) if banner else ()),
        ("What it is about", NOT_TO_BLAME),
        ("As of", f"{now.astimezone(LONDON):%d/%m/%Y %H:%M}"),
    )
    data = workbook_bytes(place_risk_tables(book), notes=notes, day=today)
    with written_whole(path) as part:
        part.write_bytes(data)


def _known(register: Register) -> dict[tuple[ActionPlace, str], PlaceRiskVersion]:
    return {one.record.key: one for one in standing(register.place_risks())}


def _says_more(facts: Mapping[str, Any], known: PlaceRiskVersion, entry: Entry) -> bool:
    """Whether the facts are others than those of a version."""
    return _revised(known, known.record.key, facts, entry).content != known.record.content


def _revised(
    known: PlaceRiskVersion | None,
    key: tuple[ActionPlace, str],
    facts: Mapping[str, Any],
    entry: Entry,
) -> PlaceRisk:
    kind, where = key
    signed: dict[str, Any] = {"recorded_by": entry.said_by.strip(), "recorded_at": entry.at}
    if known is None:
        return PlaceRisk(kind=kind, where=where, **signed, **facts)
    kept = {
        name: getattr(known.record, name)
        for name in _TEXTS
        # A spreadsheet was given the text with an apostrophe, so that it is no formula.
        if facts.get(name) == safe_cell(getattr(known.record, name))
    }
    # A word that the list has given up may stay, and no other one comes beside it.
    own = all(facts.get(name, now) == now for name, now in _listed(known.record).items())
    version = known.record.list_version if own else LIST_VERSION
    return replace(known.record, **signed, **(dict(facts) | kept), list_version=version)


def _listed(record: PlaceRisk) -> dict[str, tuple[str, ...]]:
    return {"themes": record.themes, "guardian_kinds": record.guardian_kinds}


def _refuse(record: PlaceRisk, register: Register, entry: Entry) -> None:
    """Refuse a child's reference that the register knows, and a lead that cannot be told.

    Raises:
        ParameterError: there is one, or partners would read the lead and must not.
    """
    if entry.pseudonym_of is not None:
        texts = " ".join(getattr(record, name) for name in _TEXTS)
        pseudonyms = {entry.pseudonym_of(word) for word in _REFERENCE.findall(texts)}
        if register.knows_any_child(sorted(pseudonyms)):
            msg = "A child's reference stands in the record. Write about the place alone."
            raise ParameterError(msg)
    if PlaceFact.LEAD in record.told:
        names = [place.name for place in entry.gazetteer.places]
        try:
            chosen_words(record.lead, public_names=names)
        except ParameterError as error:
            msg = f"Partners cannot be told of who leads as it is worded. {error}"
            raise PlaceRiskRowError(msg, column="lead") from None
