"""The gate: hotspots in, one audience's release out; what is withheld stays inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.cluster import coarse_groups
from hotspots.describe import distinct_ids, zone_names
from hotspots.errors import ParameterError
from hotspots.model import WithheldHotspot
from hotspots.protect.behind import cells_behind
from hotspots.protect.cell import Cell, Rule
from hotspots.protect.counting import (
    counted_sightings,
    episode_counts,
    may_be_named,
    period_fits,
)
from hotspots.protect.figures import shown_episodes, withheld
from hotspots.protect.firmness import firmness_of
from hotspots.protect.floor import refuse_weaker
from hotspots.protect.notices import comparison_notices, notices_of
from hotspots.protect.showing import Named, show_hotspot, show_zones
from hotspots.protect.travel import Beside, with_directions
from hotspots.release import Release, ShownCount, Withheld

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hotspots.model import Hotspot, SealedCell
    from hotspots.protect.context import GateContext
    from hotspots.protect.policy import PeopleRules, Policy
    from hotspots.release import Audience, ReleasedHotspot


@dataclass(frozen=True, slots=True, kw_only=True)
class Gated:
    """The release for the audience; and for the inside alone, what was kept from it.

    `cells` is what stands behind the figures that are shown: the ledger compares it.
    """

    release: Release
    withheld: tuple[WithheldHotspot, ...]
    cells: tuple[SealedCell, ...]


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
    cells = cells_behind(
        passed,
        rules=policy.rules,
        context=context,
        total_is_shown=release.total_episodes.reason is None,
    )
    return Gated(release=release, withheld=tuple(kept_back), cells=cells)


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
    beside = _beside(policy.audience, rules, context, fits=fits)
    shown = with_directions(_shown(passed, rules, context), beside)
    return Release(
        audience=policy.audience,
        period=context.period,
        title=f"{policy.title}, {context.period.in_words}",
        classification=policy.classification,
        policy_version=f"{policy.audience.value}-{policy.version}",
        banner=context.banner,
        notices=(*notices_of(policy, rules, fits=fits), *_compared_with(beside)),
        total_episodes=_total(rules, context, fits=fits),
        hotspots=shown,
        zones=show_zones(shown),
        attribution=context.attribution,
        layers=context.layers,
        comparison=None if beside is None else beside.comparison(shown, nameable=context.nameable),
    )


def _shown(
    passed: Sequence[Hotspot], rules: PeopleRules, context: GateContext
) -> tuple[ReleasedHotspot, ...]:
    # Of the passed alone: a zone that a withheld hotspot shaped would tell of it.
    zones = zone_names(passed, coarse_groups([hotspot.place.point for hotspot in passed]))
    ordered = sorted(passed, key=lambda one: _by_zone_and_name(one, zones[one.hotspot_id]))
    # Numbered anew among those shown: an inside id with `-2` would tell of a hidden one.
    ids = distinct_ids([hotspot.place.place_id for hotspot in ordered])
    firm = firmness_of(ordered, rules=rules, context=context)
    return tuple(
        show_hotspot(
            hotspot,
            named=Named(
                hotspot_id=hotspot_id,
                zone=zones[hotspot.hotspot_id],
                firmness=firm.get(hotspot.hotspot_id, ""),
            ),
            rules=rules,
            context=context,
        )
        for hotspot_id, hotspot in zip(ids, ordered, strict=True)
    )


def _beside(
    audience: Audience, rules: PeopleRules, context: GateContext, *, fits: bool
) -> Beside | None:
    earlier = context.earlier_for(audience)
    if earlier is None or not (rules.shows.direction and fits and earlier.is_for_its_period):
        return None
    return Beside(earlier=earlier, period=context.period, base=rules.figures.base)


def _compared_with(beside: Beside | None) -> tuple[str, ...]:
    return () if beside is None else comparison_notices(beside.earlier.period)


def _by_zone_and_name(hotspot: Hotspot, zone: str) -> tuple[bool, str, str, str]:
    """By zone and name, never by size: an order by figures would tell what rounding hides."""
    return (not zone, zone, hotspot.name, hotspot.hotspot_id)


def _total(rules: PeopleRules, context: GateContext, *, fits: bool) -> ShownCount:
    if not rules.shows.total:
        return withheld(Withheld.NOT_FOR_AUDIENCE)
    if not fits:
        return withheld(Withheld.PERIOD)
    counted = (e for e in context.episodes if episode_counts(e, rules.timing, context))
    return shown_episodes(Cell.of(counted), rules)
