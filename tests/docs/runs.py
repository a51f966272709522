"""What the documentation shows of the program: it is run, and what it prints is written down.

The steps of a guide are carried out on a copy of a catalogue: the tenant's for Vietnamese, the example's for English.
"""

import contextlib
import io
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from unittest import mock

import click

from publisher.cli.commands import publisher
from publisher.cli.localise import localise
from publisher.report.words import Words

REPOSITORY = Path(__file__).parents[2]
DAY = "2026-02-20"  # on which nothing of the example is due
CATALOGUES = {"vi": REPOSITORY, "en": REPOSITORY / "tests" / "example"}
WITHDRAWN = "catalogue/withdrawn.yaml"
FENCE = re.compile(r"^```(yaml|csv) (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)

# The faults that a guide shows: the end of a file's name, what stands there, what is written instead.
FAULTS = {
    "property": (".yaml", "organization:", "organisation:"),
    "syntax": (".yaml", "title: ", "title: 2026: "),
    "value": (".yaml", "class: open", "class: opne"),
    "cell": (".csv", "2026-02-10", "10/02/2026"),
    "comma": (".csv", '"', ""),
    "mark": (".csv", "code,name", "\ufeffcode,name"),
    "attested": (".yaml", "evidence:", "purpose: To read.\nevidence:"),
}
# Without it each step shows what it is about, and not the small cells of a catalogue besides.
_THRESHOLD = re.compile(r"^small_cells: .*\n", re.MULTILINE)
# One digest stands for all: it depends on the bytes of every template.
_DIGEST = (re.compile(r"\b[0-9a-f]{12}\b"), "4e69503b147d")


def commands() -> list[str]:
    """The names of the commands."""
    return list(publisher.commands)


def help_of(command: str) -> str:
    """What `publisher COMMAND --help` prints in English."""
    return run(REPOSITORY, "en", *([command] if command else []), "--help")


def run(folder: Path, language: str, *arguments: str) -> str:
    """What a command prints when it is run in a folder, without a portal."""
    quiet = {key: value for key, value in os.environ.items() if not key.startswith("CKAN_")}
    heard = io.StringIO()
    localise(publisher, Words(language))
    with (
        mock.patch.dict(os.environ, {**quiet, "COLUMNS": "100", "PUBLISHER_AS_OF": DAY}, clear=True),
        contextlib.chdir(folder),
        contextlib.redirect_stdout(heard),
        contextlib.redirect_stderr(heard),
        contextlib.suppress(click.exceptions.Exit),
    ):
        publisher.main(["--lang", language, *arguments], prog_name="publisher", standalone_mode=False)
    return _DIGEST[0].sub(_DIGEST[1], heard.getvalue().replace(str(folder), "…"))


def files(page: str) -> dict[str, str]:
    """The files that a page tells its reader to write, by path."""
    return {path: content for _, path, content in FENCE.findall((REPOSITORY / page).read_text("utf-8"))}


def guide(language: str) -> str:
    """The path of a guide."""
    return f"docs/guide-{language}.md"


@contextlib.contextmanager
def copy(language: str) -> Iterator[Path]:
    """A copy of the catalogue that a guide works on, with the descriptors that the guide adds."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for part in ("catalogue", "datasets", "schemas"):
            shutil.copytree(CATALOGUES[language] / part, root / part)
        settings = root / "catalogue" / "catalogue.yaml"
        write(root, {"catalogue/catalogue.yaml": _THRESHOLD.sub("", settings.read_text("utf-8"))})
        write(root, {path: text for path, text in files(guide(language)).items() if path != WITHDRAWN})
        yield root


def write(root: Path, contents: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for path, content in contents.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, "utf-8")


@cache
def output(name: str) -> str:
    """What the program prints in a step of a guide or of the README: `step-language` or `error-fault-language`."""
    step, _, language = name.rpartition("-")
    if step.startswith("error-"):
        return _with_fault(language, step.removeprefix("error-"))
    return STEPS[step](language)


def _with_fault(language: str, fault: str) -> str:
    ending, old, new = FAULTS[fault]
    added = files(guide(language))
    path = next(path for path, text in added.items() if path.endswith(ending) and old in text)
    with copy(language) as root:
        write(root, {path: added[path].replace(old, new)})
        return run(root, language, "check")


def _in_copy(language: str, *arguments: str) -> str:
    with copy(language) as root:
        return run(root, language, *arguments)


def _changed(language: str) -> str:
    """The plan after one figure was changed."""
    added = files(guide(language))
    path = next(path for path in added if path.endswith(".csv"))
    with copy(language) as root:
        run(root, language, "publish")
        write(root, {path: added[path].replace(",85\n", ",90\n")})
        return run(root, language, "plan", "site")


def _vanished(language: str, *, declared: bool = False) -> str:
    """A publication after what the guide added was deleted again, and perhaps declared withdrawn."""
    added = files(guide(language))
    with copy(language) as root:
        run(root, language, "publish")
        for path in added:
            if path != WITHDRAWN:
                (root / path).unlink()
                with contextlib.suppress(OSError):
                    (root / path).parent.rmdir()
        if declared:
            write(root, {WITHDRAWN: added[WITHDRAWN]})
        return run(root, language, "publish")


def _fresh(language: str) -> str:
    """The first publication of the tenant's catalogue as it is."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for part in ("catalogue", "datasets"):
            shutil.copytree(REPOSITORY / part, root / part)
        return run(root, language, "publish")


STEPS: Mapping[str, Callable[[str], str]] = {
    "publish": _fresh,
    "check": lambda language: _in_copy(language, "check"),
    "explain": lambda language: _in_copy(language, "explain", "unattested-given"),
    "first": lambda language: _in_copy(language, "publish"),
    "plan": _changed,
    "vanished": _vanished,
    "withdrawn": partial(_vanished, declared=True),
}


def say(line: str) -> None:
    """Say a line on the terminal."""
    sys.stderr.write(f"{line}\n")
