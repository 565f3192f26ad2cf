"""Server-rendered pages: Jinja with escaping always on, no script, our own style sheet."""

from __future__ import annotations

from datetime import UTC, date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from api.headers import NO_STORE, PAGE_POLICY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_LONDON = ZoneInfo("Europe/London")


class Pages:
    """Renders the templates of this package."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=PackageLoader("api"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["moment"] = moment_in_words
        self._templates.filters["month"] = month_in_words

    def render(
        self,
        name: str,
        context: Mapping[str, Any],
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> HTMLResponse:
        """A page; `headers` are added to those that every page has."""
        content = self._templates.get_template(name).render(context)
        own = {"Content-Security-Policy": PAGE_POLICY, "Cache-Control": NO_STORE}
        return HTMLResponse(content, status_code=status, headers=own | dict(headers or {}))


def moment_in_words(at: datetime) -> str:
    """A moment for people, in local time: `3 February 2026, 14:05`."""
    local = at.replace(tzinfo=at.tzinfo or UTC).astimezone(_LONDON)
    return f"{local.day} {local:%B %Y, %H:%M}"


def month_in_words(month: str | None) -> str:
    """`2021-06` as `Jun 2021`; a dash where there is none."""
    if month is None:
        return "-"
    return f"{date.fromisoformat(f'{month}-01'):%b %Y}"
