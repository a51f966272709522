"""The commands. Alone prints, reads the environment, exits; the only door to click and rich."""

import sys

import click

from publisher.cli.check import check_command
from publisher.cli.commands import REFUSED, UNREACHABLE, publisher
from publisher.cli.doctor import doctor_command
from publisher.cli.explain import explain_command
from publisher.cli.imports import import_command
from publisher.cli.localise import localise
from publisher.cli.overlap import overlap_command
from publisher.cli.portal import accept_command, adopt_command, drift_command
from publisher.cli.schema import schema_command
from publisher.cli.serve import serve_command
from publisher.cli.servers import server_command
from publisher.cli.session import chosen_language
from publisher.cli.sites import site_command
from publisher.cli.withdraw import withdraw_command
from publisher.problem import PublisherError, Unreachable, Unsound
from publisher.report import problems
from publisher.report.words import Words

_OTHERS = (
    check_command,
    explain_command,
    schema_command,
    drift_command,
    accept_command,
    adopt_command,
    import_command,
    doctor_command,
    overlap_command,
    serve_command,
    server_command,
    site_command,
    withdraw_command,
)
for command in _OTHERS:
    publisher.add_command(command)


def main() -> None:
    """Run a command; every expected failure ends in a sentence and an exit code."""
    words = Words(chosen_language(sys.argv[1:]))
    localise(publisher, words)
    try:
        sys.exit(publisher.main(standalone_mode=False) or 0)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except PublisherError as error:
        if isinstance(error, Unsound):
            click.echo(problems.as_text(error.problems, words), nl=False, err=True)
        what = words.problem(error.code, error.args_by_name, "what")
        fix = words.problem(error.code, error.args_by_name, "fix")
        click.echo(f"publisher: {what} [{error.code}]\n    {words('fix')}: {fix}", err=True)
        sys.exit(UNREACHABLE if isinstance(error, Unreachable) else REFUSED)
    except OSError as error:
        args = {"file": str(error.filename or ""), "reason": error.strerror or type(error).__name__}
        what, fix = (words.problem("system-refused", args, part) for part in ("what", "fix"))
        click.echo(f"publisher: {what} [system-refused]\n    {words('fix')}: {fix}", err=True)
        sys.exit(UNREACHABLE)
