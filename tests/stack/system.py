"""The system packages that the stack needs, and where their programs are."""

import ctypes.util
import importlib.util
import os
import pwd
import shutil
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .places import Place
from .process import run
from .report import StackError, say

OLDEST_POSTGRES = 12
POLICY = Path("/usr/sbin/policy-rc.d")


def ensure_packages(place: Place) -> None:
    """Install the missing system packages as root; tell others which are missing."""
    missing = _missing()
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise StackError(
            "system packages are missing; install them and start again:\n"
            f"  sudo apt-get install --no-install-recommends {' '.join(missing)}"
        )
    say("system", f"installing {' '.join(missing)} with apt-get")
    log = place.log / "apt.log"
    apt = ("apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300")
    quiet = (("DEBIAN_FRONTEND", "noninteractive"),)
    with _no_service_starts():
        run((*apt, "update"), what="apt-get update", log=log, variables=quiet)
        command = (*apt, "install", "--no-install-recommends", *missing)
        run(command, what="apt-get install", log=log, variables=quiet)
    if still := _missing():
        raise StackError(f"still missing after apt-get install: {' '.join(still)} (log: {log})")


def find_postgres() -> Path | None:
    """Return the folder of the newest PostgreSQL server's programs."""
    found = []
    for program in Path("/usr/lib/postgresql").glob("*/bin/initdb"):
        number = program.parent.parent.name
        if number.isdecimal() and int(number) >= OLDEST_POSTGRES:
            found.append((int(number), program.parent))
    if found:
        return max(found)[1]
    program_path = shutil.which("initdb")
    return Path(program_path).parent if program_path else None


def postgres_programs() -> Path:
    """Return the folder of PostgreSQL's programs, which must be there."""
    folder = find_postgres()
    if folder is None:
        raise StackError(f"no PostgreSQL server of version {OLDEST_POSTGRES} or newer found")
    return folder


def postgres_user() -> str | None:
    """Return the system user that must run PostgreSQL; None means the present one."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise StackError("root cannot run PostgreSQL, and there is no user postgres") from None


def _missing() -> list[str]:
    present = {
        "postgresql": find_postgres() is not None,
        "redis-server": bool(shutil.which("redis-server")),
        "default-jdk-headless": bool(shutil.which("java") and shutil.which("javac")),
        "maven": bool(shutil.which("mvn")),
        "libmagic1": bool(ctypes.util.find_library("magic")),
        "libpq-dev": bool(shutil.which("pg_config")),
        "gcc": bool(shutil.which("gcc")),
        "python3-dev": Path(sysconfig.get_path("include"), "Python.h").is_file(),
        "python3-venv": importlib.util.find_spec("ensurepip") is not None,
    }
    return [package for package, there in present.items() if not there]


@contextmanager
def _no_service_starts() -> Iterator[None]:
    """Keep the packages from starting system services: the stack runs its own."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink(missing_ok=True)
