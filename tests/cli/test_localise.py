"""Help in the reader's language, for every command and option."""

from collections.abc import Callable

import click
import pytest
from click.testing import CliRunner

from publisher.cli.commands import publisher
from publisher.cli.localise import localise
from publisher.report.words import LANGUAGES, Words
from tests.cli.conftest import Publisher

COMMANDS = ["", *publisher.commands]


def _command(name: str) -> click.Command:
    return publisher.commands[name] if name else publisher


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS, ids=[name or "publisher" for name in COMMANDS])
def test_help_reads(name: str, language: str, golden: Callable[[str, str], None]) -> None:
    localise(publisher, Words(language))
    result = CliRunner().invoke(publisher, [*([name] if name else []), "--help"], env={"COLUMNS": "80"})
    assert result.exit_code == 0
    golden(f"cli/help{'.' if name else ''}{name}.{language}.txt", result.output)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS, ids=[name or "publisher" for name in COMMANDS])
def test_every_option_has_words(name: str, language: str) -> None:
    localise(publisher, Words(language))
    command = _command(name)
    assert command.help
    assert command.get_short_help_str()
    options = [item for item in command.get_params(click.Context(command)) if isinstance(item, click.Option)]
    assert options
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize(("language", "expected"), [("vi", "Cách dùng: "), ("en", "Usage: ")])
def test_help_is_in_the_language_that_is_asked_for(language: str, expected: str, run: Publisher) -> None:
    told = run("--lang", language, "plan", "--help")
    assert told.code == 0
    assert told.out.startswith(expected)


@pytest.mark.parametrize(("language", "expected"), [("vi", "Cách dùng: "), ("en", "Usage: ")])
def test_wrong_usage_is_said_in_the_language_that_is_asked_for(language: str, expected: str, run: Publisher) -> None:
    assert run("--lang", language, "plan").err.startswith(expected)


def test_the_exit_codes_are_in_the_help(run: Publisher) -> None:
    told = " ".join(run("--help").out.split())
    assert all(f" {code} " in told for code in range(6))


def test_a_heading_that_is_not_ours_stays_as_it_is() -> None:
    localise(publisher, Words("vi"))
    formatter = click.Context.formatter_class()
    formatter.write_heading("Other")
    formatter.write_heading("Options")
    assert formatter.getvalue() == "Other:\nTùy chọn:\n"
