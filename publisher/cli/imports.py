"""The command that takes in what others published: a portal, or a Data Package in a folder."""

from pathlib import Path

import click

from publisher.cli.session import Session, progress
from publisher.desk.datapackages import take
from publisher.desk.importing import MAX_BYTES, bring, counts
from publisher.report import problems
from publisher.targets.ckan.visiting import Wish

_OF = {"organization": "ckan", "query": "ckan", "owner": "ckan", "name": "datapackage"}


@click.command("import")
@click.argument("target", type=click.Choice(["ckan", "datapackage"]))
@click.argument("source")
@click.option("--organization", metavar="NAME", default="")
@click.option("--query", metavar="WORDS", default="")
@click.option("--owner", metavar="MARK", default="")
@click.option("--name", metavar="NAME", default="")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path))
@click.option("--max-bytes", type=click.IntRange(1), default=MAX_BYTES, show_default=True)
@click.pass_obj
def import_command(
    session: Session, /, target: str, source: str, into: Path | None, max_bytes: int, **wish: str
) -> int:
    """Turn what is on a portal or in a folder into the files of a catalogue."""
    strange = [f"--{name}" for name, value in wish.items() if value and _OF[name] != target]
    if strange:
        raise click.UsageError(session.words("import-option", options=", ".join(strange), target=target))
    name = wish.pop("name")
    folder = into or session.root
    if target == "datapackage":
        return _package(session, Path(source), folder, name, max_bytes)
    return _portal(session, source, folder, Wish(**wish), max_bytes)


def _portal(session: Session, url: str, folder: Path, wish: Wish, max_bytes: int) -> int:
    words = session.words
    connection, withheld = session.visitor(url)
    if withheld:
        click.echo(words("import-public"), err=True)
    with progress(words("progress-import"), None) as tell:
        imported = bring(connection, wish, folder, max_bytes, tell)
    click.echo(problems.as_text(imported.notes, words), nl=False)
    click.echo(words("imported", folder=folder, **counts(imported.files)))
    if imported.owner:
        click.echo(words("imported-ours", owner=imported.owner))
    if imported.notes:
        click.echo(words("imported-notes", count=len(imported.notes)))
    click.echo(words("imported-next"))
    return 0


def _package(session: Session, source: Path, folder: Path, name: str, max_bytes: int) -> int:
    words = session.words
    taken = take(source, folder, name, max_bytes)
    click.echo(problems.as_text(taken.notes, words), nl=False)
    click.echo(words("imported-package", name=taken.name, folder=folder, files=len(taken.files) - 1))
    errors = ", ".join(f"{type} ({count})" for type, count in sorted(taken.verdict.items()))
    verdict = "imported-invalid" if errors else "imported-valid" if taken.asked else "imported-unjudged"
    click.echo(words(verdict, errors=errors))
    if taken.notes:
        click.echo(words("imported-notes", count=len(taken.notes)))
    click.echo(words("imported-next"))
    return 0
