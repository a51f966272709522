"""A live preview: the site in a folder of its own, built anew whenever a file of the catalogue changes. Reads, and
writes into that folder alone; the only door to watchfiles.
"""

import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from watchfiles import DefaultFilter, watch

from publisher.model import Catalogue
from publisher.problem import Problem, Refused, Severity, Unsound
from publisher.publish import Terms, apply, check, plan
from publisher.targets.site import Site

WATCHED = ("catalogue", "datasets", "schemas", "site_templates")
STEP = 50  # milliseconds between looks, while files keep changing
_OWNER = "preview"


@dataclass(frozen=True)
class Built:
    """What came of a build: which one it is, and the errors for which the pages stayed as they were."""

    number: int
    errors: tuple[Problem, ...] = ()
    seconds: float = 0


class Preview:
    """The site of a catalogue while it is being edited."""

    def __init__(self, root: Path, folder: Path, terms: Terms) -> None:
        self._root = root
        self._folder = folder
        self._terms = terms
        self._built = Built(0)
        self._news = threading.Condition()

    @property
    def site(self) -> Path:
        """The folder of the pages; it need not exist before a build went well."""
        return self._folder / "site"

    def build(self) -> Built:
        """Check the catalogue; write the pages anew if there is no error; tell whoever waits."""
        begun = time.monotonic()
        checked = check(self._root, _silent, self._terms)
        errors = tuple(problem for problem in checked.problems if problem.severity is Severity.ERROR)
        if checked.sound:
            errors = self._write(checked.sound)
        with self._news:
            self._built = Built(self._built.number + 1, errors, time.monotonic() - begun)
            self._news.notify_all()
            return self._built

    def _write(self, catalogue: Catalogue) -> tuple[Problem, ...]:
        """Write the pages, or tell what is wrong with them.

        Where a data file changed since it was checked, they are left to the build that follows. A copy for a disk, made
        anew at every change, would keep the pages waiting.
        """
        wanted = {**catalogue.data.get("site", {}), "offline": False}
        catalogue = replace(catalogue, data={**catalogue.data, "site": wanted})
        site = Site(self.site, _OWNER)
        try:
            apply(site, plan(site, catalogue), {}, _silent)
        except Unsound as error:
            return error.problems
        except Refused as error:
            if error.code != "file-changed":
                raise
        return ()

    def after(self, number: int, seconds: float) -> Built:
        """The last build, as soon as it is a later one than `number`, or when the seconds are over."""
        with self._news:
            self._news.wait_for(lambda: self._built.number > number, seconds)
            return self._built

    def builds(self, stop: threading.Event) -> Iterator[Built]:
        """Build whenever a file changes, until the event is set."""
        folders = [self._root / name for name in WATCHED if (self._root / name).is_dir()]
        for _ in watch(*folders, watch_filter=DefaultFilter(), step=STEP, stop_event=stop, raise_interrupt=False):
            yield self.build()

    def close(self) -> None:
        """Remove the folder with all its releases."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _silent(_: str) -> None:
    """Tell nobody."""
