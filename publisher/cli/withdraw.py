"""The command `withdraw`: enter a name in withdrawn.yaml, and with --purge take its data down everywhere at once."""

import datetime
import sys
import unicodedata
from collections.abc import Iterator, Sequence

import click

from publisher.cli.commands import PARTLY, REFUSED, UNREACHABLE
from publisher.cli.session import TARGETS, Session
from publisher.model import Catalogue
from publisher.problem import PublisherError, Unreachable
from publisher.rules.names import is_name
from publisher.takedown import Order, Step, is_withdrawn, known_by, misfits, take_down, understood, withdraw
from publisher.targets import Entry, Holder, Removal

SHOWN = 30
# The words for what was done at a place, and for nothing.
_SAID = {"site": ("purged-site", "purged-site-nothing"), "ckan": ("purged-ckan", "purged-ckan-nothing")}
_SAID_OF_ENTRY = ("purged-entry", "purged-entry-nothing")


@click.command("withdraw")
@click.argument("name")
@click.option("--reason", metavar="TEXT", required=True)
@click.option("--reason-in", nargs=2, multiple=True, metavar="LANG TEXT")
@click.option("--purge", is_flag=True)
@click.option("--yes", is_flag=True)
@click.pass_obj
def withdraw_command(
    session: Session, name: str, reason: str, reason_in: Sequence[tuple[str, str]], purge: bool, yes: bool
) -> int:
    """Withdraw an entry; with --purge remove its data from the site and the portal, even while checks fail."""
    if not (session.root / "catalogue" / "catalogue.yaml").is_file():
        raise click.UsageError(session.words("no-catalogue", root=session.root))
    catalogue = understood(session.root)
    order = _order(session, catalogue, name, reason, reason_in)
    if not purge:
        return _declare(session, catalogue, order)
    if sys.stdin.isatty() and not yes:
        _ask(session, name)
    return _purge(session, catalogue, order)


def _order(
    session: Session, catalogue: Catalogue, name: str, reason: str, reason_in: Sequence[tuple[str, str]]
) -> Order:
    """Take what was typed; wrong usage is said before anything is done."""
    if not is_name(name):
        raise _no_such(session, catalogue, name)
    reasons = {catalogue.language: reason, **dict(reason_in)}
    for language in reasons:
        if language not in catalogue.languages:
            raise click.UsageError(
                session.words("no-language", language=language, known=", ".join(catalogue.languages[1:]))
            )
    tidy = {language: unicodedata.normalize("NFC", " ".join(text.split())) for language, text in reasons.items()}
    today = datetime.datetime.now().astimezone().date().isoformat()
    order = Order(name, tidy, today, session.entry())
    for problem in misfits(catalogue, order):
        raise click.UsageError(f"--reason: {session.words.what(problem)}")
    return order


def _no_such(session: Session, catalogue: Catalogue, name: str) -> click.UsageError:
    known = [*(package.name for package in catalogue.packages), *(entry.name for entry in catalogue.withdrawn)]
    return click.UsageError(session.words("no-package", name=name, nearest=session.words.meant(name, known)))


def _ask(session: Session, name: str) -> None:
    """Let the name be typed once more."""
    click.echo(session.words("purge-warning", name=name), err=True)
    if click.prompt(session.words("purge-confirm"), err=True, default="", show_default=False) != name:
        click.echo(session.words("nothing-written"), err=True)
        raise click.exceptions.Exit(REFUSED)


def _declare(session: Session, catalogue: Catalogue, order: Order) -> int:
    """Enter the name in withdrawn.yaml; the next publication withdraws it."""
    known = known_by(catalogue, order.name)
    if known is None:
        raise _no_such(session, catalogue, order.name)
    step = withdraw(catalogue, order, known)
    _tell(session, step, order.name)
    if step.error:
        return REFUSED
    _next_steps(session, catalogue, order.name)
    return 0


def _purge(session: Session, catalogue: Catalogue, order: Order) -> int:
    """Take the data down place by place, saying what was done as it is done."""
    steps = []
    for step in take_down(catalogue, list(_places(session, catalogue)), order):
        _tell(session, step, order.name)
        steps.append(step)
    did = any(step.did for step in steps)
    left = [step for step in steps if step.error or step.removal.left]
    if not did and not left and not known_by(catalogue, order.name):
        raise _no_such(session, catalogue, order.name)
    skipped = catalogue.portal is not None and len(_names(steps)) < len(TARGETS)
    if skipped:
        click.echo(session.words("purge-ckan-skipped", name=order.name), err=True)
    if did or catalogue.package(order.name):
        _next_steps(session, catalogue, order.name)
        click.echo(session.words("purge-remains"))
    if did or skipped:
        return PARTLY if left or skipped else 0
    return _why_nothing(left) if left else 0


def _names(steps: Sequence[Step]) -> list[str]:
    return [step.place for step in steps if step.place in TARGETS]


class _Broken:
    """A place that cannot even be asked; the others do not wait for it."""

    def __init__(self, name: str, error: PublisherError) -> None:
        self.name = name
        self.error = error

    def take_down(self, package: str, entry: Entry) -> Removal:
        """Say why nothing can be done here."""
        raise self.error


def _places(session: Session, catalogue: Catalogue) -> Iterator[Holder]:
    for name in TARGETS:
        try:
            target = session.target(name, catalogue)
        except PublisherError as error:
            yield _Broken(name, error)
        except click.UsageError as error:
            yield _Broken(name, PublisherError("not-set-up", reason=error.format_message()))
        else:
            if target:
                yield target


def _why_nothing(left: Sequence[Step]) -> int:
    return UNREACHABLE if all(isinstance(step.error, Unreachable) for step in left) else REFUSED


def _tell(session: Session, step: Step, name: str) -> None:
    """What was done at one place, what still names the package there, and what is left."""
    words = session.words
    if not step.error:
        did, nothing = _SAID.get(step.place, _SAID_OF_ENTRY)
        click.echo(words(did if step.did else nothing, place=step.place, name=name, **step.removal.done))
    if naming := step.removal.naming:
        click.echo(words("purge-naming", name=name))
        shown = naming if len(naming) <= SHOWN else (*naming[:SHOWN], "…")
        click.echo("".join(f"  {path}\n" for path in shown), nl=False)
    reasons = [(reason.code, reason.args) for reason in step.removal.left]
    reasons += [(step.error.code, step.error.args_by_name)] if step.error else []
    for code, args in reasons:
        click.echo(f"{step.place}: {words.problem(code, args, 'what')} [{code}]", err=True)
        click.echo(f"    {words('fix')}: {words.problem(code, args, 'fix')}", err=True)


def _next_steps(session: Session, catalogue: Catalogue, name: str) -> None:
    """What the steward has to do now: where the descriptor still stands, it blocks every publication."""
    paths = [
        path for path in (f"datasets/{name}", f"catalogue/databases/{name}.yaml") if (session.root / path).exists()
    ]
    if not paths:
        click.echo(session.words("withdraw-publish"))
        return
    click.echo(session.words("withdraw-next", path=" ".join(paths), name=name))
    for dataset in catalogue.datasets_of(name):
        if not is_withdrawn(catalogue, dataset.name):
            click.echo("  " + session.words("withdraw-dataset", dataset=dataset.name, name=name))
