"""Progress lines, failures that end in one sentence, and the last lines of a log."""

import sys
import time
from pathlib import Path

_BEGIN = time.monotonic()


class StackError(Exception):
    """An expected failure: its text is all that the user needs to read."""


def say(who: str, text: str) -> None:
    """Print one progress line on stderr."""
    sys.stderr.write(f"[{time.monotonic() - _BEGIN:4.0f} s] {who}: {text}\n")
    sys.stderr.flush()


def failure(sentence: str, log: Path, lines: int = 15) -> StackError:
    """Make the error of a failed step: what failed, the end of its log, where the log is."""
    try:
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]
    except OSError:
        tail = []
    shown = "".join(f"    {line}\n" for line in tail if line.strip())
    return StackError(f"{sentence}\n{shown}  log: {log}")
