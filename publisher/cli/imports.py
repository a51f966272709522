"""The command that starts a catalogue from a portal."""

from pathlib import Path

import click

from publisher.cli.session import Session, progress
from publisher.desk.importing import MAX_BYTES, bring, counts
from publisher.report import problems
from publisher.targets.ckan.visiting import Wish


@click.command("import")
@click.argument("target", type=click.Choice(["ckan"]))
@click.argument("url")
@click.option("--organization", metavar="NAME", default="")
@click.option("--query", metavar="WORDS", default="")
@click.option("--owner", metavar="MARK", default="")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path))
@click.option("--max-bytes", type=click.IntRange(1), default=MAX_BYTES, show_default=True)
@click.pass_obj
def import_command(session: Session, /, target: str, url: str, into: Path | None, max_bytes: int, **wish: str) -> int:
    """Turn what is on a portal into the files of a catalogue."""
    words, folder = session.words, into or session.root
    connection, withheld = session.visitor(url)
    if withheld:
        click.echo(words("import-public"), err=True)
    with progress(words("progress-import"), None) as tell:
        imported = bring(connection, Wish(**wish), folder, max_bytes, tell)
    click.echo(problems.as_text(imported.notes, words), nl=False)
    click.echo(words("imported", folder=folder, **counts(imported.files)))
    if imported.owner:
        click.echo(words("imported-ours", owner=imported.owner))
    if imported.notes:
        click.echo(words("imported-notes", count=len(imported.notes)))
    click.echo(words("imported-next"))
    return 0
