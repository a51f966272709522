"""What a command needs from around it: language, folder, targets, who and when, progress."""

import datetime
import getpass
import itertools
import os
import stat
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from publisher.model import Catalogue
from publisher.proof.folder import too_large
from publisher.publish import Checked, Terms, check
from publisher.report import problems
from publisher.report.words import LANGUAGES, Words
from publisher.source import read
from publisher.targets import Entry, Target
from publisher.targets.ckan import Ckan, Connection, Way
from publisher.targets.site import Site
from publisher.targets.site.libraries import brought

TARGETS = ("site", "ckan")
PUBLIC = Path("public")  # the folder of the site if no other is named
WRITERS = 2  # more gain nothing on a portal of usual size


@dataclass(frozen=True)
class Session:
    """One run of the program."""

    root: Path
    words: Words
    site: Path
    terms: Terms = field(default_factory=Terms)
    preview: str = ""

    def check(self) -> Checked:
        """Check the catalogue, with progress on a terminal."""
        with progress(self.words("progress-check"), None) as tell:
            return check(self.root, tell, self.terms)

    def target(self, name: str, catalogue: Catalogue, writers: int = WRITERS) -> Target | None:
        """A target by its name; None for CKAN where it is not configured."""
        if name == "site":
            owner = catalogue.portal.owner if catalogue.portal else catalogue.url
            strict, workers = os.environ.get("STRICT") == "1", self.terms.way.workers
            processes = int(workers) if workers.isdecimal() else 0
            return Site(self.site, owner, self.terms.cache, strict=strict, preview=self.preview, workers=processes)
        return self.ckan(catalogue, writers=writers)

    def ckan(self, catalogue: Catalogue, writers: int = WRITERS, adopted: frozenset[str] = frozenset()) -> Ckan | None:
        """The portal that CKAN_URL names; None where it is not configured."""
        url = os.environ.get("CKAN_URL")
        return Ckan(catalogue.portal, self.connection(url), writers, adopted) if catalogue.portal and url else None

    def tell_gaps(self) -> None:
        """Say what the site goes without, and of what it has too much."""
        if not brought():
            click.echo(self.words("no-library"), err=True)
        if found := too_large(self.site):
            click.echo(problems.FORMATS["text"](found, self.words, ()), nl=False, err=True)

    def connection(self, url: str) -> Connection:
        """A connection to a portal, with the token, the CA bundle and the proxy that the environment names."""
        return Connection(url, self._token(), way=self._way())

    def visitor(self, url: str) -> tuple[Connection, bool]:
        """A connection to any portal, and whether a token was withheld: it is for the portal that CKAN_URL names."""
        token = self._token()
        own = os.environ.get("CKAN_URL", "").rstrip("/") == url.rstrip("/")
        return Connection(url, token if own else None, way=self._way()), bool(token) and not own

    def _way(self) -> Way:
        way = Way(os.environ.get("CKAN_CA_BUNDLE") or None, os.environ.get("CKAN_PROXY") or None)
        if way.ca_bundle and not Path(way.ca_bundle).exists():
            raise click.UsageError(self.words("no-ca-bundle", file=way.ca_bundle))
        return way

    def entry(self) -> Entry:
        """The head of a journal line: when, at which commit, who."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        who = next((os.environ[key] for key in ("GITHUB_ACTOR", "GITLAB_USER_LOGIN") if key in os.environ), None)
        return {"time": now, "commit": self._commit(), "who": who or _user()}

    def _token(self) -> str | None:
        """The token from the environment, or from a file that only its owner can read."""
        file = os.environ.get("CKAN_API_TOKEN_FILE")
        if not file:
            return os.environ.get("CKAN_API_TOKEN") or None
        path = Path(file)
        if not path.is_file() or stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise click.UsageError(self.words("token-file", file=file))
        try:
            return path.read_text("utf-8").strip()
        except ValueError:
            raise click.UsageError(self.words("token-file", file=file)) from None

    def _commit(self) -> str:
        asked = ["git", "-C", str(self.root), "rev-parse", "HEAD"]
        try:
            done = subprocess.run(asked, capture_output=True, text=True, check=False)
        except OSError:
            return ""
        return done.stdout.strip() if done.returncode == 0 else ""


def chosen_language(arguments: Sequence[str], root: Path | None = None) -> str:
    """The language of messages: --lang, else the locale, else the catalogue's main language, else English."""
    asked = _given(arguments, "--lang")
    locale = next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), "")
    folders = _given(arguments, "--root")
    candidates = [*asked, locale[:2].lower(), _main_language(Path(folders[0]) if folders else root or Path())]
    return next((language for language in candidates if language in LANGUAGES), "en")


def _given(arguments: Sequence[str], option: str) -> list[str]:
    """The values of an option before click has read it: `--option VALUE` or `--option=VALUE`."""
    apart = [after for before, after in itertools.pairwise(arguments) if before == option]
    return apart + [told.removeprefix(f"{option}=") for told in arguments if told.startswith(f"{option}=")]


def _user() -> str:
    """Who runs the program; in a container a user may have no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _main_language(root: Path) -> str:
    path = root / "catalogue" / "catalogue.yaml"
    document, _ = read(path, path.name) if path.is_file() else (None, [])
    languages = document.data.get("languages") if document and isinstance(document.data, dict) else None
    return str(languages[0]) if isinstance(languages, list) and languages else ""


class RateColumn(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        """Show the speed of a task, once it is known."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f}/s" if speed else "", style="progress.data.speed")


@dataclass(frozen=True)
class Telling:
    """Progress on a terminal: what is next, or how far that is."""

    title: str
    bar: Progress
    task: TaskID

    def __call__(self, name: str) -> None:
        """Tell what is next."""
        self.bar.update(self.task, advance=1, description=f"{self.title} {name}"[:60])

    def part(self, name: str) -> None:
        """Tell which part of it is next."""
        self.bar.update(self.task, description=f"{self.title} {name}"[:60])


@contextmanager
def progress(title: str, total: int | None) -> Iterator[Telling]:
    """Show progress on stderr if it is a terminal; say nothing elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), RateColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=total)
        yield Telling(title, bar, task)
