"""So that `python -m hotspots.cli` works where scripts are not on the path."""

from __future__ import annotations

from hotspots.cli.main import main

if __name__ == "__main__":
    main()
