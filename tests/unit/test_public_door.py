"""The library's public names are exactly those that it says, and each of them is there."""

from __future__ import annotations

import subprocess
import sys

import pytest

import hotspots


def test_at_most_a_dozen_verbs_and_each_can_be_had() -> None:
    assert len(hotspots.__all__) <= 12
    assert "dbscan" in hotspots.__all__
    for name in hotspots.__all__:
        assert callable(getattr(hotspots, name))


def test_another_name_is_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match="no_such_verb"):
        _ = hotspots.no_such_verb


def test_the_service_s_process_loads_no_words_of_the_inside_nor_what_only_sign_in_needs() -> None:
    code = (
        "import sys, api.app, api.__main__\n"
        "inside = {'hotspots.model', 'hotspots.ledger', 'hotspots.register', 'hotspots.ingest',"
        " 'hotspots.protect', 'hotspots.pipeline', 'sklearn'}\n"
        "inside |= {'jwt', 'cryptography'}  # of an organisation, if there is one\n"
        "print(sorted(inside & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert done.stdout.strip() == "[]"
