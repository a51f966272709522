"""The commands about what others did on a portal: drift, accept, adopt."""

import dataclasses
import difflib
import sys
from collections.abc import Iterator, Sequence

import click

from publisher.cli.commands import FOUND, carry_out, sound, stop_on_errors
from publisher.cli.session import Session
from publisher.cli.terms import with_terms
from publisher.desk.accepting import Texts, accepted, left
from publisher.desk.staging import copy, replace, staging, write
from publisher.model import Catalogue
from publisher.plan import Consent, Edit, Plan
from publisher.problem import Unreachable
from publisher.publish import plan, row_changes
from publisher.report import edits as reports
from publisher.report import plans
from publisher.targets.ckan import Ckan, Record
from publisher.targets.ckan.state import MANAGED_BY, extras_of

_target = click.argument("target", type=click.Choice(["ckan"]))


@click.command("drift")
@_target
@click.option("--format", type=click.Choice(list(reports.FORMATS)), default="text", show_default=True)
@click.option("--exit-code", is_flag=True)
@click.pass_obj
@with_terms
def drift_command(session: Session, target: str, format: str, exit_code: bool) -> int:
    """List what others changed on the portal since the last publication."""
    catalogue = sound(session)
    edits = list(_portal(session, catalogue).drift(catalogue))
    click.echo(reports.FORMATS[format](edits, session.words), nl=False)
    if format == "text":
        entries = len({edit.key for edit in edits})
        click.echo(session.words("drift" if edits else "no-drift", count=len(edits), entries=entries))
    return FOUND if exit_code and edits else 0


@click.command("accept")
@_target
@click.argument("name")
@click.option("--dry-run", is_flag=True)
@click.pass_obj
@with_terms
def accept_command(session: Session, target: str, name: str, dry_run: bool) -> int:
    """Take what others changed on the portal into the descriptor of an entry."""
    words, catalogue = session.words, sound(session)
    place = _portal(session, catalogue)
    _stop_on_unknown(session, catalogue, name)
    edits = [edit for edit in place.drift(catalogue) if name in (edit.key, edit.key.partition("/")[2])]
    if not edits:
        click.echo(words("nothing-to-accept", name=name))
        return 0
    texts = accepted(session.root, catalogue, place.reader(catalogue), place.desired(catalogue), edits)
    remaining = _taken(session, place, texts, edits, dry_run=dry_run) if texts else edits
    if remaining:
        click.echo(words("not-accepted", name=name.rpartition("/")[2]))
        click.echo(reports.as_text(remaining, words), nl=False)
    return FOUND if remaining else 0


@click.command("adopt")
@_target
@click.argument("name")
@click.option("--yes", is_flag=True)
@click.pass_obj
@with_terms
def adopt_command(session: Session, target: str, name: str, yes: bool) -> int:
    """Take over a package that somebody else made, after showing what would change."""
    words, catalogue = session.words, sound(session)
    place = _portal(session, catalogue, adopted=name)
    if catalogue.package(name) is None:
        raise click.UsageError(_no_package(session, [package.name for package in catalogue.packages], name))
    if place.public_view:
        raise Unreachable("no-token")
    record = _of_somebody(session, place, name)
    planned = plan(place, catalogue).only(name)
    click.echo(plans.as_text(planned, row_changes(place, planned), words, None), nl=False)
    for line in _kept(session, record, planned):
        click.echo(line)
    if not yes and not sys.stdin.isatty():
        raise click.UsageError(words("adopt-needs-yes"))
    if not yes and not click.confirm(words("adopt-question", name=name)):
        click.echo(words("nothing-written"), err=True)
        return 0
    return carry_out(session, catalogue, [(place, planned)], Consent())


def _portal(session: Session, catalogue: Catalogue, adopted: str = "") -> Ckan:
    place = session.ckan(catalogue, adopted=frozenset({adopted} if adopted else ()))
    if place is None:
        raise click.UsageError(session.words("no-ckan"))
    return place


def _stop_on_unknown(session: Session, catalogue: Catalogue, name: str) -> None:
    """End the program if the catalogue has nothing of a name, or of a kind and name."""
    known = [package.name for package in catalogue.packages]
    known += [entry.name for entry in catalogue.organizations] + [theme.name for theme in catalogue.themes]
    if name.rpartition("/")[2] not in known:
        raise click.UsageError(_no_package(session, known, name))


def _no_package(session: Session, known: list[str], name: str) -> str:
    return session.words("no-package", name=name, nearest=session.words.meant(name, known))


def _taken(session: Session, place: Ckan, texts: Texts, edits: Sequence[Edit], *, dry_run: bool) -> list[Edit]:
    """Write the files if the catalogue stays sound with them; give the edits that are left."""
    with staging(session.root) as stage:
        copy(session.root, stage)
        write(stage, {file: after for file, (_, after) in texts.items()})
        checked = dataclasses.replace(session, root=stage).check()
        _show(session, texts)
        stop_on_errors(session, checked)
        if not dry_run:
            replace(stage, session.root, {file: before for file, (before, _) in texts.items()})
    click.echo(session.words("accept-dry" if dry_run else "accepted", files=", ".join(texts)))
    return left(place.desired(checked.catalogue), edits) if checked.catalogue else list(edits)


def _show(session: Session, texts: Texts) -> None:
    for file, (before, after) in texts.items():
        lines = difflib.unified_diff(before.splitlines(), after.splitlines(), file, file, n=0, lineterm="")
        click.echo("".join(f"{line}\n" for line in lines), nl=False)


def _of_somebody(session: Session, place: Ckan, name: str) -> Record:
    """The package of a name, if it belongs to somebody who publishes by hand."""
    record = place.holder(name)
    owner = extras_of(record).get(MANAGED_BY, "") if record else ""
    if record is None:
        raise click.UsageError(session.words("adopt-nobody", name=name))
    if owner:
        code = "adopt-ours" if owner == place.owner else "adopt-of-others"
        raise click.UsageError(session.words(code, name=name, owner=owner))
    return record


def _kept(session: Session, record: Record, planned: Plan) -> Iterator[str]:
    """Yield what of theirs stays on the package, and which of their extras are written over."""
    wanted = planned.changes[0].after.value if planned.changes and planned.changes[0].after else {}
    theirs, ours = extras_of(record), wanted.get("extras", {})
    files = [resource.get("name") or resource["id"] for resource in record["resources"]]
    kept = [*sorted(theirs.keys() - ours.keys()), *files]
    if kept:
        yield session.words("adopt-keeps", names=", ".join(kept))
    for key in sorted(theirs.keys() & ours.keys()):
        if theirs[key] != ours[key]:
            yield session.words("adopt-replaces", name=key, theirs=theirs[key])
