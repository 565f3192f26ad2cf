"""SQL by which PostgreSQL keeps the service from the register and from the trail's past.

`python -m hotspots.database.roles` prints what is run once (`roles.sql`), with `grants` after it
what is run after each upgrade (`grants.sql`); both are for `psql`.
"""

from __future__ import annotations

import sys
from importlib.resources import files

SCRIPTS = ("roles", "grants")


def script(name: str) -> str:
    """One of `SCRIPTS`.

    Raises:
        KeyError: there is none of that name.
    """
    if name not in SCRIPTS:
        raise KeyError(name)
    return (files("hotspots.database") / f"{name}.sql").read_text(encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Write the script that is named, the first one if none is, to standard output."""
    name = arguments[0] if arguments else SCRIPTS[0]
    if name not in SCRIPTS:
        sys.stderr.write(f"Name one of: {', '.join(SCRIPTS)}\n")
        return 2
    sys.stdout.write(script(name))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
