"""The fast path never accepts what frictionless refuses; what it refuses costs time only."""

import datetime
import os
from collections.abc import Callable
from pathlib import Path

from tests.tables.fuzzing import cases

SEED = os.environ.get("FUZZ_SEED", datetime.date.today().isoformat())
CASES = int(os.environ.get("FUZZ", "5000"))


def test_what_is_proven_frictionless_accepts(tmp_path: Path, tell: Callable[[str], None]) -> None:
    readable = accepted = 0
    for case in cases(SEED, CASES, tmp_path):
        if not case.readable():
            continue
        readable += 1
        if proven := case.proven():
            accepted += 1
            rows, faulty = case.judged()
            assert not faulty & set(proven), case.told()
            assert {name: rows[name] for name in proven} == proven, case.told()
    tell(f"fuzz (FUZZ_SEED={SEED}): {CASES} cases, {readable} readable, {accepted} with a table proven, 0 unsound")
    assert accepted > CASES / 10
