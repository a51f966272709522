"""The command that says everything that is wrong."""

import dataclasses
import os
from collections.abc import Sequence
from pathlib import Path

import click

from publisher.cli.changed import Git
from publisher.cli.commands import FOUND, summarize
from publisher.cli.session import Session
from publisher.cli.terms import with_terms
from publisher.problem import Problem, Severity
from publisher.publish import Checked
from publisher.report import problems
from publisher.report.problems.order import by_weight
from publisher.report.problems.table import MAX_SUMMARY
from publisher.touched import closure

AUTO = "auto"


@click.command("check")
@click.option("--format", type=click.Choice([AUTO, *problems.FORMATS]), default="text", show_default=True)
@click.option(
    "--fail-on", type=click.Choice([str(severity) for severity in Severity]), default="error", show_default=True
)
@click.option("--changed", is_flag=True)
@click.option("--since", metavar="REV")
@click.pass_obj
@with_terms
def check_command(session: Session, format: str, fail_on: str, changed: bool, since: str | None) -> int:
    """Say everything that is wrong."""
    form = _form(format)
    git = Git(session.root, session.words)
    revision = since or (git.before() if changed else "")
    files = git.changed_since(revision) if revision else None
    checked = session.check()
    found, old = (checked.problems, ()) if files is None else _parted(checked, files)
    _tell(session, form, git.prefix() if form in problems.FROM_TOP else "", found, old)
    if files is not None:
        click.echo(session.words("compared", revision=revision, count=len(files)), err=True)
    if form == "text":
        summarize(session, checked, found)
    weighed = [p for p in found if fail_on == Severity.WARNING or p.severity is Severity.ERROR]
    return FOUND if weighed else 0


def _form(asked: str) -> str:
    """The form that is asked for; where it is left to us, that of the build server on which we run."""
    if asked != AUTO:
        return asked
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return "github"
    return "gitlab" if os.environ.get("GITLAB_CI") else "text"


def _parted(checked: Checked, files: frozenset[str]) -> tuple[Sequence[Problem], Sequence[Problem]]:
    """The problems that the change of files may have caused, the gravest in changed files first; and the others."""
    if checked.catalogue is None:
        return checked.problems, ()
    touched = closure(checked.catalogue, files)
    caused = [problem for problem in checked.problems if touched.concerns(problem)]
    return by_weight(caused, files), [problem for problem in checked.problems if not touched.concerns(problem)]


def _tell(session: Session, form: str, prefix: str, found: Sequence[Problem], old: Sequence[Problem]) -> None:
    found, old = _below(prefix, found), _below(prefix, old)
    told = problems.FORMATS[form](found, session.words, old)
    click.echo(told.encode("utf-8", "replace").decode("utf-8"), nl=False)  # a file name may be no text at all
    summary = os.environ.get("GITHUB_STEP_SUMMARY") if form == "github" else None
    if summary:
        path = Path(summary)
        room = MAX_SUMMARY - (path.stat().st_size if path.is_file() else 0)
        with path.open("a", encoding="utf-8", errors="replace") as file:
            file.write(problems.step_summary(found, session.words, old, room))


def _below(prefix: str, found: Sequence[Problem]) -> Sequence[Problem]:
    """The same problems with their files named from the top of the repository."""
    if not prefix:
        return found
    return [dataclasses.replace(p, place=dataclasses.replace(p.place, file=f"{prefix}{p.place.file}")) for p in found]
