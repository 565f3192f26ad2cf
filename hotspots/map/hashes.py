"""The digests by which a Content-Security-Policy lets a page's own scripts run.

With them in `script-src`, nothing that was smuggled into the page runs, whatever it is.
"""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser

_EXECUTABLE = frozenset({"", "text/javascript", "application/javascript", "module"})


def source_hash(text: str) -> str:
    """The `sha256-…` of an inline block's text, as CSP level 2 defines it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def script_hashes(html: str) -> tuple[str, ...]:
    """The `sha256-…` of every inline script of the page that a browser would run, in order.

    Blocks of data (`type="application/json"`) are not scripts and have none.
    """
    return tuple(source_hash(text) for text in _blocks(html).scripts)


def style_hashes(html: str) -> tuple[str, ...]:
    """The `sha256-…` of every inline style block of the page, in order."""
    return tuple(source_hash(text) for text in _blocks(html).styles)


def _blocks(html: str) -> _Blocks:
    parser = _Blocks()
    parser.feed(html)
    parser.close()
    return parser


class _Blocks(HTMLParser):
    """Collects the text of inline scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._open: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: (value or "").strip().lower() for name, value in attrs}
        is_script = tag == "script" and "src" not in values
        if is_script and values.get("type", "") in _EXECUTABLE:
            self._open = self.scripts
        elif tag == "style":
            self._open = self.styles
        else:
            return
        self._open.append("")

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._open = None
