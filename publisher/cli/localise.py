"""Help in the reader's language: click's commands are given their words when the program starts."""

from collections.abc import Sequence
from typing import Any

import click

from publisher.report.words import Words


class Formatter(click.HelpFormatter):
    """Help with the headings of a language."""

    words = Words("en")

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        super().write_usage(prog, args, prefix or self.words("usage"))

    def write_heading(self, heading: str) -> None:
        """Write a heading of ours for click's."""
        known = {"Options": "options", "Commands": "commands"}
        super().write_heading(self.words(known[heading]) if heading in known else heading)


def localise(command: click.Command, words: Words) -> None:
    """Give a command, its options and its subcommands their help."""
    Formatter.words = words
    click.Context.formatter_class = Formatter
    command.help = words(f"help.{command.name}")
    for parameter in _options(command):
        known = {"_click_default_help": "help-option", "version": "version-option"}
        name = parameter.name or ""
        parameter.help = words(known.get(name, f"help.option.{name}"))
    if isinstance(command, click.Group):
        for subcommand in command.commands.values():
            localise(subcommand, words)


def _options(command: click.Command) -> Sequence[Any]:
    parameters = command.get_params(click.Context(command))
    return [parameter for parameter in parameters if isinstance(parameter, click.Option)]
