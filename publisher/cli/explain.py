"""The command that says why a rule exists."""

import click

from publisher.cli.session import Session
from publisher.report.explained import as_markdown, as_text


@click.command("explain")
@click.argument("code", required=False)
@click.option("--all", is_flag=True)
@click.pass_obj
def explain_command(session: Session, code: str | None, all: bool) -> int:
    """Say why a rule exists."""
    words = session.words
    if all:
        click.echo(as_markdown([words]).lstrip("\n"), nl=False)
        return 0
    if code is None:
        raise click.UsageError(words("no-code-given"))
    if not words.knows(code):
        raise click.UsageError(words("no-code", code=code, nearest=words.meant(code, words.codes())))
    click.echo(as_text(code, words), nl=False)
    return 0
