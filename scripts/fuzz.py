"""Feed a reader with broken and hostile inputs, and keep each that it does not refuse in words.

    python scripts/fuzz.py csv --minutes 10 --seed 1
    python scripts/fuzz.py all --minutes 0.1

Inputs are changes of good ones (`fuzz_seeds`). An input that makes the reader say something
it has not said before is changed further. Anything raised but the reader's declared
errors is a defect, and so is an input that takes longer than five seconds; it is written to
`--keep`, under the reader's name and the SHA-256 of the input, and the exit code is 1.
The same seed and number of inputs try the same inputs.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import sys
import tempfile
import time
import traceback
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from fuzz_mutations import mutated
from fuzz_targets import targets

from hotspots.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fuzz_targets import Target

SLOW_S = 5.0
_MOST_KEPT = 2_000


@dataclass
class Outcome:
    """What came of it: inputs tried, refused in words, and the defects by where they happened."""

    inputs: int = 0
    refused: int = 0
    cpu_s: float = 0.0
    defects: dict[str, Path] = field(default_factory=dict)
    slow: int = 0


def fuzz(
    name: str, target: Target, *, seconds: float, inputs: int, seed: int, keep: Path
) -> Outcome:
    """Try inputs until so many or so much computing time; whichever comes first."""
    outcome = Outcome()
    rng = np.random.default_rng([seed, *name.encode()])
    pool = list(target.seeds)
    said: set[str] = set()
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        while outcome.inputs < inputs and outcome.cpu_s < seconds:
            # The good ones as they are come first.
            data = (
                target.seeds[outcome.inputs]
                if outcome.inputs < len(target.seeds)
                else mutated(pool[int(rng.integers(len(pool)))], pool, rng, packed=target.is_packed)
            )
            word = _tried(data, target, Path(folder), outcome, keep / name)
            if word not in said and len(pool) < _MOST_KEPT:
                said.add(word)
                pool.append(data)
            outcome.cpu_s = time.process_time() - began
    return outcome


def _tried(data: bytes, target: Target, folder: Path, outcome: Outcome, keep: Path) -> str:
    """What the reader said of the input, as far as it tells one way through it from another."""
    outcome.inputs += 1
    started = time.process_time()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            word = repr(target.run(data, folder))[:200]
    except target.declared as error:
        outcome.refused += 1
        word = error.problem if isinstance(error, InputError) else str(error)
    except (Exception, RecursionError) as error:  # noqa: BLE001 - to find whatever is raised is the purpose
        word = _where(error)
        if word not in outcome.defects:
            outcome.defects[word] = _kept(data, keep)
    if time.process_time() - started > SLOW_S:
        outcome.slow += 1
        outcome.defects.setdefault("slow", _kept(data, keep))
    return word


def _where(error: BaseException) -> str:
    """The error's type and the last place in our own code: the same fault, the same word."""
    ours = [one for one in traceback.extract_tb(error.__traceback__) if "fuzz" not in one.filename]
    named = [one for one in ours if "hotspots" in one.filename or "/api/" in one.filename]
    last = (named or ours or traceback.extract_tb(error.__traceback__))[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"


def _kept(data: bytes, keep: Path) -> Path:
    keep.mkdir(parents=True, exist_ok=True)
    path = keep / hashlib.sha256(data).hexdigest()[:16]
    path.write_bytes(data)
    return path


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("reader", choices=[*targets(), "all"])
    parser.add_argument("--minutes", type=float, default=1.0, help="of computing time, each")
    parser.add_argument("--inputs", type=int, default=sys.maxsize, help="at most so many, each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("out/fuzz"))
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 if every input was read or refused in words."""
    options = _options(arguments)
    known = targets()
    chosen = known if options.reader == "all" else {options.reader: known[options.reader]}
    bad = 0
    print("| reader | inputs | refused in words | CPU minutes | defects |")
    print("|---|---|---|---|---|")
    for name, target in chosen.items():
        found = fuzz(
            name,
            target,
            seconds=options.minutes * 60,
            inputs=options.inputs,
            seed=options.seed,
            keep=options.keep,
        )
        gc.collect()
        bad += len(found.defects)
        minutes = f"{found.cpu_s / 60:.1f}"
        row = (name, f"{found.inputs:,}", f"{found.refused:,}", minutes, len(found.defects))
        print(f"| {' | '.join(map(str, row))} |", flush=True)
        for where, path in found.defects.items():
            print(f"  {where}: {path}", file=sys.stderr, flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
