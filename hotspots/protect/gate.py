"""The gate: hotspots in, one audience's release out; what is withheld stays inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.describe import distinct_ids
from hotspots.errors import ParameterError
from hotspots.model import WithheldHotspot
from hotspots.protect.cell import Cell, Rule
from hotspots.protect.counting import (
    counted_sightings,
    episode_counts,
    may_be_named,
    period_fits,
)
from hotspots.protect.figures import shown_episodes, withheld
from hotspots.protect.floor import refuse_weaker
from hotspots.protect.notices import notices_of
from hotspots.protect.showing import show_hotspot, show_zones
from hotspots.release import Release, ShownCount, Withheld

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hotspots.model import Hotspot
    from hotspots.protect.context import GateContext
    from hotspots.protect.policy import PeopleRules, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Gated:
    """The release for the audience, and what was kept from it, for the inside alone."""

    release: Release
    withheld: tuple[WithheldHotspot, ...]


def protect(hotspots: Sequence[Hotspot], *, policy: Policy, context: GateContext) -> Gated:
    """What this audience may see of these hotspots.

    A hotspot is shown only if every rule of the audience, and of each audience that sees
    more, lets it through. Every figure counts distinct children and distinct episodes
    among the sightings that may be counted (`counting`). Where the period is not one that
    the audience is shown, the release has no figures and says so.

    Raises:
        ParameterError: a policy for data without people.
        ReleaseRefusedError: a policy weaker than the floor.
    """
    refuse_weaker(policy)
    if policy.rules is None:
        msg = "This policy is for data without people. Children's data cannot be shown under it."
        raise ParameterError(msg)
    fits = period_fits(policy.rules.timing, context)
    verdicts = [(hotspot, tuple(_failures(hotspot, policy, context))) for hotspot in hotspots]
    passed = [hotspot for hotspot, failed in verdicts if not failed]
    release = _release(passed, policy, policy.rules, context, fits=fits)
    kept_back = [
        WithheldHotspot(hotspot=hotspot, audience=policy.audience.value, failed=failed)
        for hotspot, failed in sorted(verdicts, key=lambda verdict: verdict[0].hotspot_id)
        if failed
    ]
    return Gated(release=release, withheld=tuple(kept_back))


def _failures(hotspot: Hotspot, policy: Policy, context: GateContext) -> Iterator[Rule]:
    rules = policy.rules
    if rules is None or not rules.shows.places:
        yield Rule.AUDIENCE
        return
    if not period_fits(rules.timing, context):
        yield Rule.PERIOD
        return
    if not may_be_named(hotspot.place):
        yield Rule.PLACE
    counted = counted_sightings(hotspot, rules.timing, context)
    yield from Cell.of(s.episode for s in counted).failures(rules.thresholds)
    if policy.wider is not None and any(_failures(hotspot, policy.wider, context)):
        yield Rule.WIDER


def _release(
    passed: Sequence[Hotspot],
    policy: Policy,
    rules: PeopleRules,
    context: GateContext,
    *,
    fits: bool,
) -> Release:
    ordered = sorted(passed, key=_by_zone_and_name)
    # Numbered anew among those shown: an inside id with `-2` would tell of a hidden one.
    ids = distinct_ids([hotspot.place.place_id for hotspot in ordered])
    shown = tuple(
        show_hotspot(hotspot, hotspot_id=hotspot_id, rules=rules, context=context)
        for hotspot_id, hotspot in zip(ids, ordered, strict=True)
    )
    return Release(
        audience=policy.audience,
        period=context.period,
        title=f"{policy.title}, {context.period.in_words}",
        classification=policy.classification,
        policy_version=f"{policy.audience.value}-{policy.version}",
        banner=context.banner,
        notices=notices_of(policy, rules, fits=fits),
        total_episodes=_total(rules, context, fits=fits),
        hotspots=shown,
        zones=show_zones(shown),
        attribution=context.attribution,
        layers=context.layers,
    )


def _by_zone_and_name(hotspot: Hotspot) -> tuple[bool, str, str, str]:
    """By zone and name, never by size: an order by figures would tell what rounding hides."""
    return (not hotspot.zone, hotspot.zone, hotspot.name, hotspot.hotspot_id)


def _total(rules: PeopleRules, context: GateContext, *, fits: bool) -> ShownCount:
    if not rules.shows.total:
        return withheld(Withheld.NOT_FOR_AUDIENCE)
    if not fits:
        return withheld(Withheld.PERIOD)
    counted = (e for e in context.episodes if episode_counts(e, rules.timing, context))
    return shown_episodes(Cell.of(counted), rules)
