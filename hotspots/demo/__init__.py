"""A synthetic register of missing episodes, for demonstration and tests."""

from __future__ import annotations

from hotspots.demo.files import DEMO_SEED, DemoFiles, DemoRows, demo_rows, write_demo_register

__all__ = ["DEMO_SEED", "DemoFiles", "DemoRows", "demo_rows", "write_demo_register"]
