"""The option that makes the site a preview: for a pull request, never for the public."""

import dataclasses
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from publisher.cli.session import PUBLIC, Session

FOLDER = Path("build/preview")
MOST = 200  # characters of the banner

_Command = Callable[..., Any]


def with_preview(command: _Command) -> _Command:
    """Give a command that has a target the option of a preview; its session knows the text and the folder."""

    @click.option("--preview", metavar="TEXT")
    @functools.wraps(command)
    def run(session: Session, /, *args: Any, preview: str | None, target: str, **told: Any) -> Any:
        if preview is not None:
            session = _previewing(session, preview, target)
        return command(session, *args, target=target, **told)

    return run


def _previewing(session: Session, preview: str, target: str) -> Session:
    """The session of a preview; refuse what would make the public take one for the site."""
    text = " ".join(preview.split())
    if target != "site":
        raise click.UsageError(session.words("preview-of-site"))
    if not text.isprintable() or not 0 < len(text) <= MOST:
        raise click.UsageError(f"--preview: {session.words('preview-text', most=MOST)}")
    whole = click.get_current_context().find_root()
    if whole.get_parameter_source("site") is ParameterSource.DEFAULT:
        return dataclasses.replace(session, preview=text, site=FOLDER)
    if session.site.resolve() == PUBLIC.resolve():
        raise click.UsageError(session.words("preview-folder", folder=session.site))
    return dataclasses.replace(session, preview=text)
