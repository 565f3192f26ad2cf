"""Publishing as the command line and the desk do it: the terms, the trail, and who is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hotspots.brief import BriefTerms
from hotspots.cli.control import read_control
from hotspots.cli.courier import guard_of, open_webhooks, tell_of_publication
from hotspots.cli.options import baseline_of, cluster_params
from hotspots.cli.period import period_of
from hotspots.cli.workshop import banner_in, note, now, open_access
from hotspots.errors import ReleaseRefusedError
from hotspots.pipeline import Terms
from hotspots.pipeline import publish as publish_run
from hotspots.settings import BriefSettings

if TYPE_CHECKING:
    from datetime import date

    from hotspots.pipeline import Intake, Published, Tools, Workspace


def terms_of(options: dict[str, Any], tools: Tools) -> Terms:
    """What a run is asked for, by the options of `hotspots publish`.

    Raises:
        ParameterError: a period or a parameter that means nothing.
    """
    first: date | None = options["first"]
    days = () if first is not None else (e.started_on for e in tools.register.episodes())
    return Terms(
        period=period_of(first, options["last"], days=days),
        cluster=cluster_params(options),
        now=now(),
        # Data that were called synthetic once are called so in whatever is made of them.
        banner=banner_in(tools.releases),
        baseline=baseline_of(options),
        background=read_control(options["control"]),
        brief=BriefTerms(contacts=BriefSettings().contacts),
    )


def publish_noted(
    workspace: Workspace,
    *,
    terms: Terms,
    tools: Tools,
    release_url: str | None,
    intake: Intake | None = None,
) -> Published:
    """Publish, write it (or its refusal) into the trail, and tell the webhooks.

    Raises:
        ReleaseRefusedError: the ledger refuses it, or it is not what was agreed; nothing is
            published.
    """
    action = "release" if terms.approval is None else "release.by-exception"
    guard = guard_of()
    with open_access(workspace) as access, open_webhooks(workspace, release_url) as webhooks:
        told = replace(tools, announce=webhooks.queue)
        try:
            published = publish_run(workspace, terms=terms, tools=told, intake=intake)
        except ReleaseRefusedError:
            note(access, action, str(terms.period), refused=True)
            raise
        note(access, action, *(gated.release.digest for gated in published.gated))
        tell_of_publication(webhooks, guard, access)
    return published
