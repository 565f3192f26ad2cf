"""What is read of the steps without alembic is what alembic reads."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from hotspots.database.revisions import head_revisions, known_revisions

PACKAGES = [
    f"hotspots.{folder.name}"
    for folder in files("hotspots").iterdir()
    if folder.joinpath("migrations").is_dir()
]


@pytest.mark.parametrize("package", PACKAGES)
def test_the_steps_are_those_that_alembic_knows(package: str) -> None:
    config = Config()
    config.set_main_option("path_separator", "newline")
    config.set_main_option("script_location", str(files("hotspots.database.environment")))
    config.set_main_option("version_locations", str(files(f"{package}.migrations")))
    scripts = ScriptDirectory.from_config(config)
    assert known_revisions(package) == {one.revision for one in scripts.walk_revisions()}
    assert head_revisions(package) == set(scripts.get_heads())
    assert len(head_revisions(package)) == 1


def test_there_are_packages_to_look_at() -> None:
    assert {"hotspots.access", "hotspots.store", "hotspots.register"} <= set(PACKAGES)


def test_a_service_does_not_wait_for_alembic_to_be_imported() -> None:
    program = "import sys, api.__main__; print('alembic' in sys.modules)"
    done = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "False"
