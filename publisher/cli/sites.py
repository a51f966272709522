"""The command that says what is wrong with a site that was made."""

from pathlib import Path

import click

from publisher.cli.commands import FOUND
from publisher.cli.session import Session, progress
from publisher.problem import Severity
from publisher.proof.folder import prove
from publisher.report import problems


@click.command("check-site")
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--format", type=click.Choice(list(problems.FORMATS)), default="text", show_default=True)
@click.option(
    "--fail-on", type=click.Choice([str(severity) for severity in Severity]), default="error", show_default=True
)
@click.pass_obj
def site_command(session: Session, folder: Path | None, format: str, fail_on: str) -> int:
    """Say everything that is wrong with the pages of a site."""
    words = session.words
    with progress(words("progress-check"), None) as tell:
        found = prove(folder or session.site, tell)
    click.echo(problems.FORMATS[format](found, words, ()), nl=False)
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    if format == "text":
        sums = words("found", errors=errors, warnings=len(found) - errors)
        click.echo(sums if found else words("sound"), err=True)
    return FOUND if errors or (found and fail_on == Severity.WARNING) else 0
