"""The command that writes what an editor needs to know of descriptors."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from publisher.cli.session import Session
from publisher.load import PATTERNS, load
from publisher.report.editor import EXTENSIONS, FOLDER, SCHEMAS, files, settings, written


@click.command("schema")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def schema_command(session: Session, into: Path | None) -> int:
    """Write schemas and settings for an editor that opens a folder."""
    words, opened = session.words, into or session.root
    catalogue, _ = load(session.root)
    if catalogue is None:
        raise click.UsageError(words("no-catalogue", root=session.root))
    folder = opened / SCHEMAS
    folder.mkdir(parents=True, exist_ok=True)
    made = files(PATTERNS, catalogue.schemas, words)
    for name, schema in made.items():
        (folder / name).write_text(written(schema), encoding="utf-8")
    click.echo(words("schemas-written", count=len(made), folder=folder))
    _offer(session, opened / FOLDER / "settings.json", settings(PATTERNS, _below(session.root, opened)))
    _offer(session, opened / FOLDER / "extensions.json", EXTENSIONS)
    return 0


def _offer(session: Session, path: Path, content: Mapping[str, Any]) -> None:
    """Write a file that people may have written for themselves only where there is none; else say what to add."""
    if not path.exists():
        path.write_text(written(content), encoding="utf-8")
    elif path.read_text("utf-8", errors="replace") != written(content):
        click.echo(session.words("settings-kept", file=path), err=True)
        click.echo(written(content), nl=False, err=True)


def _below(root: Path, opened: Path) -> str:
    """The path of the catalogue from the folder that the editor opens, with a slash behind it."""
    if not root.resolve().is_relative_to(opened.resolve()):
        return ""
    path = root.resolve().relative_to(opened.resolve()).as_posix()
    return "" if path == "." else f"{path}/"
