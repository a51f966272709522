"""What frictionless makes of a package that is not ours yet, just as it is. Reads."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from publisher.tables.canonical import MAX_ERRORS
from publisher.tables.judge import frictionless

# What frictionless lets out of a descriptor that it does not expect.
_STUMBLES = (
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    OSError,
    AssertionError,
)
SAMPLE = 1_000_000  # bytes by which an encoding is told


def verdict(folder: Path, descriptor: Mapping[str, Any]) -> dict[str, int] | None:
    """What frictionless says of a package as it is: how many errors of each type; None where it stumbles over it.

    It follows links and fetches addresses, so the descriptor must name nothing but plain files of the folder.
    """
    judge = frictionless()
    with judge.system.use_context(trusted=False):
        try:
            package = judge.Package.from_descriptor(dict(descriptor), basepath=str(folder))
            report = package.validate(limit_errors=MAX_ERRORS)
        except judge.FrictionlessException as error:
            return dict(Counter(reason.type for reason in (error.reasons or [error.error])))
        except _STUMBLES:
            return None
    found = [*report.errors, *(error for task in report.tasks for error in task.errors)]
    return dict(Counter(error.type for error in found))


def encoding_of(file: Path) -> str:
    """The encoding that a file looks like."""
    judge = frictionless()
    with file.open("rb") as stream:
        try:
            return str(judge.Detector().detect_encoding(stream.read(SAMPLE)))
        except judge.FrictionlessException:
            return "utf-8"
