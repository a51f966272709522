"""The commands: plan, apply, publish; and what all commands share."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from publisher import __version__
from publisher.cli.previews import with_preview
from publisher.cli.session import PUBLIC, TARGETS, WRITERS, Session, chosen_language, progress
from publisher.cli.terms import with_terms
from publisher.model import Catalogue
from publisher.plan import Consent, Plan
from publisher.problem import Problem, Severity, Unreachable
from publisher.publish import Checked, Outcome, apply, counts, plan, reasons_against, row_changes, totals
from publisher.report import plans, problems
from publisher.report.words import LANGUAGES, Words
from publisher.targets import Target
from publisher.targets.site import Site

FOUND, REFUSED, PARTLY, UNREACHABLE, INTERRUPTED = 1, 3, 4, 5, 130
MAX_WRITERS = 8

_Command = Callable[..., Any]


@click.group("publisher")
@click.option("--lang", type=click.Choice(LANGUAGES))
@click.option("--root", type=click.Path(file_okay=False, path_type=Path), default=Path(), show_default=True)
@click.option("--site", type=click.Path(path_type=Path), default=PUBLIC, show_default=True)
@click.version_option(__version__)
@click.pass_context
def publisher(context: click.Context, lang: str | None, root: Path, site: Path) -> None:
    """Choose the language and the folders for every command."""
    language = lang or chosen_language((), root)
    context.obj = Session(root, Words(language), site)


class Digest(click.ParamType[str]):
    """The digest of a plan, or enough of its beginning."""

    name = "digest"

    def convert(self, value: str, param: click.Parameter | None, context: click.Context | None) -> str:
        """Take hex digits, at least as many as a plan shows."""
        if not re.fullmatch(r"[0-9a-f]{12,64}", value):
            self.fail(f"{value!r}: 12 to 64 hex digits", param, context)
        return value


def _with_consent(command: _Command) -> _Command:
    """Options of the commands that write."""
    for option in (
        click.option("--expect", metavar="DIGEST", multiple=True, type=Digest()),
        click.option("--force", is_flag=True),
        click.option("--overwrite", metavar="NAME", multiple=True),
        click.option("--writers", type=click.IntRange(1, MAX_WRITERS), default=WRITERS, show_default=True),
    ):
        command = option(command)
    return command


@publisher.command("plan")
@click.argument("target", type=click.Choice(TARGETS))
@click.option("--format", type=click.Choice(list(plans.FORMATS)), default="text", show_default=True)
@click.option("--only", metavar="NAME")
@click.option("--all", is_flag=True)
@click.option("--exit-code", is_flag=True)
@click.pass_obj
@with_preview
@with_terms
def plan_command(session: Session, target: str, format: str, only: str | None, all: bool, exit_code: bool) -> int:
    """Show what would change, and what would be refused."""
    catalogue = sound(session)
    place = _target(session, target, catalogue)
    planned = _planned(session, place, catalogue, only)
    limit = None if all else plans.SHOWN
    click.echo(plans.FORMATS[format](planned, row_changes(place, planned), session.words, limit), nl=False)
    refused = [] if planned.public_view else reasons_against(place, catalogue, planned, Consent())
    if refused:
        click.echo(plans.reasons(target, refused, session.words), nl=False, err=True)
    return FOUND if exit_code and planned.changes else 0


@publisher.command("apply")
@click.argument("target", type=click.Choice(TARGETS))
@click.option("--only", metavar="NAME")
@_with_consent
@click.pass_obj
@with_preview
@with_terms
def apply_command(session: Session, /, target: str, only: str | None, writers: int, **consent: Any) -> int:
    """Carry out the plan of one target."""
    catalogue = sound(session)
    place = _target(session, target, catalogue, writers)
    planned = _planned(session, place, catalogue, only)
    return carry_out(session, catalogue, [(place, planned)], _consent(**consent))


@publisher.command("publish")
@_with_consent
@click.pass_obj
@with_terms
def publish_command(session: Session, /, writers: int, **consent: Any) -> int:
    """Check, plan every target, and only if none is refused apply the site, then CKAN."""
    checked = session.check()
    stop_on_errors(session, checked)
    summarize(session, checked, checked.problems)
    catalogue = checked.catalogue
    if catalogue is None:
        raise click.UsageError(session.words("no-catalogue", root=session.root))
    places = [place for name in TARGETS if (place := session.target(name, catalogue, writers))]
    planned = [(place, plan(place, catalogue)) for place in places]
    code = carry_out(session, catalogue, planned, _consent(**consent))
    if len(places) < len(TARGETS) and code == 0:
        click.echo(session.words("ckan-skipped"))
    return code


def _consent(expect: tuple[str, ...], force: bool, overwrite: tuple[str, ...]) -> Consent:
    return Consent(expect, force, overwrite)


def sound(session: Session) -> Catalogue:
    """The catalogue, if nothing is wrong with it; else what is wrong is said, and the program ends."""
    checked = session.check()
    stop_on_errors(session, checked)
    if checked.catalogue is None:
        raise click.UsageError(session.words("no-catalogue", root=session.root))
    return checked.catalogue


def stop_on_errors(session: Session, checked: Checked) -> None:
    """Say what is wrong, and end the program, if it forbids writing."""
    if checked.problems and not checked.sound:
        click.echo(problems.as_text(checked.problems, session.words), nl=False, err=True)
        summarize(session, checked, checked.problems)
        click.echo(session.words("nothing-written"), err=True)
        raise click.exceptions.Exit(FOUND)


def summarize(session: Session, checked: Checked, found: Sequence[Problem]) -> None:
    """Say how much was checked, and how much is wrong; of a change, what it caused."""
    words = session.words
    if checked.catalogue:
        click.echo(words("checked", **totals(checked.catalogue)), err=True)
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    sums = words("found", errors=errors, warnings=len(found) - errors)
    none = words("sound-change" if checked.problems else "sound")
    click.echo((sums if found else none) + (" " + words("explain-hint") if checked.problems else ""), err=True)


def _target(session: Session, name: str, catalogue: Catalogue, writers: int = WRITERS) -> Target:
    target = session.target(name, catalogue, writers)
    if target is None:
        raise click.UsageError(session.words("no-ckan"))
    return target


def _planned(session: Session, target: Target, catalogue: Catalogue, only: str | None) -> Plan:
    planned = plan(target, catalogue)
    if only is None:
        return planned
    known = sorted({*planned.packages_before, *planned.packages_after})
    if only not in known:
        meant = session.words.meant(only, known)
        raise click.UsageError(session.words("no-package", name=only, nearest=meant))
    return planned.only(only)


def carry_out(session: Session, catalogue: Catalogue, planned: list[tuple[Target, Plan]], consent: Consent) -> int:
    """Carry out plans if none is refused; report each."""
    refused = [(t.name, found) for t, p in planned if (found := reasons_against(t, catalogue, p, consent))]
    for name, found in refused:
        click.echo(plans.reasons(name, found, session.words), nl=False, err=True)
    if refused:
        click.echo(session.words("nothing-written"), err=True)
        return REFUSED
    codes = [_apply_one(session, target, one) for target, one in planned]
    return max(codes, default=0)


def _apply_one(session: Session, target: Target, planned: Plan) -> int:
    words = session.words
    with progress(words("progress-apply", target=target.name), len(planned.changes)) as tell:
        if isinstance(target, Site):
            target.tell = tell.part
        outcome = apply(target, planned, session.entry(), tell)
    sums = counts(outcome.done)
    click.echo(words("applied", target=target.name, unchanged=planned.unchanged, **sums))
    click.echo("  " + words("look", place=target.place()))
    if target.name == "site":
        session.tell_gaps()
    _tell_failures(outcome, words)
    return _code(outcome)


def _tell_failures(outcome: Outcome, words: Words) -> None:
    if outcome.failed:
        click.echo(words("failed", count=len(outcome.failed)), err=True)
    for change, error in outcome.failed:
        what, fix = (words.problem(error.code, error.args_by_name, part) for part in ("what", "fix"))
        click.echo(f"  {change.key}: {what} [{error.code}]\n    {words('fix')}: {fix}", err=True)
    if outcome.left:
        click.echo(words("left", count=len(outcome.left)), err=True)
    for change in outcome.left:
        click.echo(f"  {change.key}", err=True)
    if outcome.unnoted:
        error = outcome.unnoted
        what = words.problem(error.code, error.args_by_name, "what")
        click.echo(f"{words('unnoted')} {what} [{error.code}]", err=True)


def _code(outcome: Outcome) -> int:
    """0 if all went well; else partly applied, or why nothing was."""
    if not (outcome.failed or outcome.left or outcome.unnoted):
        return 0
    if outcome.done:
        return PARTLY
    if outcome.left:
        return INTERRUPTED
    return UNREACHABLE if all(isinstance(error, Unreachable) for _, error in outcome.failed) else REFUSED
