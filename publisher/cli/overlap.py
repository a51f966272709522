"""The command `overlap`: which tables and titles overlap, for people to decide on."""

import click

from publisher.cli.session import Session
from publisher.load import load
from publisher.report import overlaps as report
from publisher.rules.overlap import overlaps


@click.command("overlap")
@click.option("--format", type=click.Choice(list(report.FORMATS)), default="text", show_default=True)
@click.pass_obj
def overlap_command(session: Session, format: str) -> int:
    """Tell what overlaps; nothing is wrong with it, so the exit code is 0."""
    catalogue, _ = load(session.root)
    if catalogue is None:
        raise click.UsageError(session.words("no-catalogue", root=session.root))
    click.echo(report.FORMATS[format](overlaps(catalogue), session.words), nl=False)
    return 0
