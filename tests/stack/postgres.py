"""The stack's own PostgreSQL cluster."""

import shutil
import signal
import subprocess
from pathlib import Path

from .daemons import Daemon, start, wait_ready
from .places import Place
from .process import run
from .report import StackError, say
from .system import postgres_programs, postgres_user

NAME = "postgres"
# The data may be thrown away, so speed wins over safety against a power cut.
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def up(place: Place) -> None:
    """Create the cluster if there is none, start it and wait for it."""
    data, sockets = place.data / NAME, place.run / NAME
    _check_reach(place)
    for folder in (data, sockets):
        if not folder.exists():
            folder.mkdir(mode=0o700)
            if user := postgres_user():
                shutil.chown(folder, user, user)
    programs = postgres_programs()
    if not (data / "PG_VERSION").exists():
        _create(place, programs, data)
    options = [part for setting in SETTINGS for part in ("-c", setting)]
    port = str(place.postgres_port)
    command = (str(programs / "postgres"), "-D", str(data), "-p", port, "-h", "127.0.0.1")
    daemon = Daemon(
        name=NAME,
        command=(*command, "-k", str(sockets), *options),
        port=place.postgres_port,
        user=postgres_user(),
        stop_signal=signal.SIGINT,
    )
    start(place, daemon)
    probe = (str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", port)
    wait_ready(place, NAME, lambda: subprocess.run(probe, check=False).returncode == 0, 60)


def sql(place: Place, statements: str, what: str) -> None:
    """Run statements as the superuser, who gets in through the socket without a password."""
    programs = postgres_programs()
    sockets = str(place.run / NAME)
    port = str(place.postgres_port)
    command = ("psql", "-qX", "-v", "ON_ERROR_STOP=1", "-h", sockets, "-p", port, "postgres")
    run(
        (str(programs / command[0]), *command[1:]),
        what=what,
        log=place.log / "psql.log",
        user=postgres_user(),
        stdin=statements,
    )


def ensure_role(place: Place, role: str, password: str) -> None:
    """Make a role that can log in, or set its password."""
    sql(
        place,
        f"select 'create role {role}' where not exists "
        f"(select from pg_roles where rolname = '{role}') \\gexec\n"
        f"alter role {role} login password '{password}';\n",
        f"making the database role {role}",
    )


def ensure_database(place: Place, database: str, owner: str) -> None:
    """Make a database unless it is there."""
    sql(
        place,
        f"select 'create database {database} owner {owner} encoding ''UTF8''' where not exists "
        f"(select from pg_database where datname = '{database}') \\gexec\n",
        f"making the database {database}",
    )


def _create(place: Place, programs: Path, data: Path) -> None:
    say(NAME, "creating the database cluster")
    options = ("-E", "UTF8", "--locale=C.UTF-8", "--auth-local=peer", "--auth-host=scram-sha-256")
    command = (str(programs / "initdb"), "-D", str(data), "-N", *options)
    run(command, what="initdb", log=place.log / "initdb.log", user=postgres_user())


def _check_reach(place: Place) -> None:
    """Fail early: a server that runs as another user must be able to enter the folder."""
    if postgres_user() is None:
        return
    for folder in (place.home, *place.home.parents):
        if not folder.stat().st_mode & 0o001:
            raise StackError(f"the system user {postgres_user()} cannot enter {folder}; set STACK_HOME elsewhere")
