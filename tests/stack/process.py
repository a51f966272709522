"""Run programs: to their end, or in the background."""

import os
import signal
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import IO

from .report import StackError, failure

# Set when one step failed, so that the steps running beside it end soon.
cancelled = threading.Event()

Variables = tuple[tuple[str, str], ...]


def run(
    command: tuple[str, ...],
    *,
    what: str,
    log: Path,
    user: str | None = None,
    stdin: str = "",
    variables: Variables = (),
) -> str:
    """Run a program to its end and return its output; what it says on stderr goes to the log."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as output:
        given.write(stdin.encode())
        given.seek(0)
        with log.open("ab") as errors:
            process = spawn(
                command,
                user=user,
                variables=variables,
                given=given,
                output=output,
                errors=errors,
            )
            code = _wait(process, what)
            output.seek(0)
            text = output.read()
            if code != 0:
                errors.write(text)
    if code != 0:
        raise failure(f"{what} failed (exit code {code})", log)
    return text.decode("utf-8", "replace")


def spawn(
    command: tuple[str, ...],
    *,
    user: str | None,
    variables: Variables,
    output: IO[bytes],
    errors: IO[bytes],
    given: IO[bytes] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, as the given system user."""
    try:
        return subprocess.Popen(
            command,
            stdin=given or subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            cwd="/",
            env={**_environment(), **dict(variables)},
            start_new_session=True,
            user=user,
            group=user,
            extra_groups=[] if user else None,
        )
    except OSError as error:
        raise StackError(f"cannot run {command[0]}: {error.strerror}") from None


def _wait(process: subprocess.Popen[bytes], what: str) -> int:
    while True:
        try:
            return process.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            if cancelled.is_set():
                os.killpg(process.pid, signal.SIGTERM)
                process.wait()
                raise StackError(f"{what}: given up") from None


def _environment() -> dict[str, str]:
    # CKAN, libpq and Python would obey these variables instead of the stack's own settings.
    foreign = ("CKAN_", "PG", "PYTHON", "VIRTUAL_ENV", "LC_", "LANG")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
    return {**kept, "LC_ALL": "C.UTF-8", "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
