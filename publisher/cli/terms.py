"""The options that say on what terms a catalogue is checked: the day, the judge, the workers and their limits."""

import dataclasses
import datetime
import functools
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from publisher.cache import Cache
from publisher.cli.session import Session
from publisher.publish import Terms
from publisher.tables import Engine, Way
from publisher.work import CLUSTER, Limits

MAX_WORKERS = 64
_MEGABYTE = 1 << 20

_Command = Callable[..., Any]


class Workers(click.ParamType[str]):
    """How many processes, or which cluster."""

    name = "workers"

    def convert(self, value: str, param: click.Parameter | None, context: click.Context | None) -> str:
        """Take a number of processes, or the address of a Dask scheduler."""
        if not re.fullmatch(rf"{CLUSTER}\S+:[0-9]+", value) and not (value.isdecimal() and int(value) <= MAX_WORKERS):
            self.fail(f"{value!r}: 0-{MAX_WORKERS}, tcp://HOST:PORT", param, context)
        return value


def with_terms(command: _Command) -> _Command:
    """Give a command the options of a check; its session knows what they say."""

    @functools.wraps(command)
    def run(session: Session, /, *args: Any, **told: Any) -> Any:
        terms = _terms(*(told.pop(name) for name in ("as_of", "engine", "workers", "seconds", "megabytes", "cache")))
        return command(dataclasses.replace(session, terms=terms), *args, **told)

    for option in (
        click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", envvar="PUBLISHER_AS_OF"),
        click.option("--engine", type=click.Choice(list(map(str, Engine))), default="fast", show_default=True),
        click.option("--workers", type=Workers(), default=str(os.cpu_count() or 1), metavar="N|tcp://HOST:PORT"),
        click.option("--seconds", type=click.IntRange(1), default=Limits.seconds, show_default=True),
        click.option("--megabytes", type=click.IntRange(256), default=Limits.bytes // _MEGABYTE, show_default=True),
        click.option("--cache/--no-cache", default=True),
    ):
        run = option(run)
    return run


def _terms(
    as_of: datetime.datetime | None, engine: str, workers: str, seconds: int, megabytes: int, cache: bool
) -> Terms:
    way = Way(Engine(engine), workers, Limits(seconds, megabytes * _MEGABYTE))
    kept = Cache(_cache_file() if cache else None)
    return Terms(as_of.date(), way, kept) if as_of else Terms(way=way, cache=kept)


def _cache_file() -> Path:
    """Where results are kept: with the user, as the XDG Base Directory Specification says."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(home) / "publisher" / "check.sqlite"
