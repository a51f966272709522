"""The options that say on what terms a catalogue is checked: the day."""

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

import click

from publisher.cli.session import Session
from publisher.publish import Terms

_Command = Callable[..., Any]


def with_terms(command: _Command) -> _Command:
    """Give a command the options of a check; its session knows what they say."""

    @functools.wraps(command)
    def run(session: Session, /, *args: Any, as_of: Any, **others: Any) -> Any:
        told = {"as_of": as_of.date()} if as_of else {}
        return command(dataclasses.replace(session, terms=Terms(**told)), *args, **others)

    day = click.DateTime(["%Y-%m-%d"])
    return click.option("--as-of", type=day, metavar="YYYY-MM-DD", envvar="PUBLISHER_AS_OF")(run)
