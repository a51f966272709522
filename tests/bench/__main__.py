"""Measure all or one part: `python -m tests.bench [--only PART] [--size NAME=NUMBER …] [--keep] [--purge]`.

What was measured is kept in a folder; a run that was broken off goes on with the parts that are left. When all parts
are measured, what the run brought to the portal is purged; `--keep` leaves it there, `--purge` purges it now.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path

from tests.bench import changed, checking, fill, large, lighthouse, page, same, sites, tables
from tests.bench.run import Run, Sizes

REPOSITORY = Path(__file__).parents[2]
PARTS = {module.NAME: module.measure for module in (fill, same, changed, tables, large, checking, sites, lighthouse)}
WITHOUT_PORTAL = {checking.NAME, sites.NAME, lighthouse.NAME}
ON_FILLED = {same.NAME, changed.NAME, large.NAME}


def main(arguments: Sequence[str]) -> int:
    """Measure what is asked for; print it and write the page."""
    asked = _parser().parse_args(arguments)
    sizes = replace(Sizes(), **dict(asked.size))
    run = Run(asked.folder, sizes)
    if asked.size and run.sizes != sizes:
        _say(f"a run with other sizes is unfinished in {asked.folder}: finish it without --size, or --purge it\n")
        return 2
    if asked.purge:
        _purge(run)
        return 0
    for name in _names(run, asked.only):
        _measure(run, name, asked.page)
    if asked.keep or not PARTS.keys() <= set(run.parts):
        _say(f"bench-{run.id} stays on the portal until all parts are measured, or --purge\n")
    else:
        _purge(run)
    return 0


def _names(run: Run, only: str | None) -> list[str]:
    """The parts to measure; some need a portal that the first one has filled, or what was recorded of one."""
    names = [only] if only else [name for name in PARTS if name not in run.parts]
    needy = ON_FILLED.intersection(names) - ({large.NAME} if large.is_recorded(run) else set())
    return [fill.NAME, *names] if needy and fill.NAME not in {*run.parts, *names} else names


def _measure(run: Run, name: str, place: Path) -> None:
    _say(f"measuring {name} … ")
    started = time.perf_counter()
    found = PARTS[name](run)
    run.keep(name, _command(run), found)
    _say(f"{time.perf_counter() - started:.0f} s\n")
    sys.stdout.write("\n".join(page.shown(table) for table in found))
    results = {part: result for part in PARTS if (result := run.result(part))}
    before = place.read_text("utf-8") if place.is_file() else ""
    version = "" if name in WITHOUT_PORTAL else run.version
    place.write_text(page.written(results, version, before), "utf-8")


def _command(run: Run) -> str:
    """What measures a part of this run again."""
    other = [f"--size {key}={size}" for key, size in asdict(run.sizes).items() if size != getattr(Sizes(), key)]
    return " ".join(["make bench" if not other else "python -m tests.bench", *other])


def _purge(run: Run) -> None:
    _say("purging … ")
    started, letters = time.perf_counter(), (*fill.LETTERS, *tables.LETTERS)
    count = sum(run.corner(letter).purge() for letter in letters)
    run.forget()
    _say(f"{count} packages, {time.perf_counter() - started:.0f} s\n")


def _size(told: str) -> tuple[str, int]:
    name, _, number = told.partition("=")
    if name not in {field.name for field in fields(Sizes)} or not number.isdecimal() or int(number) < 1:
        raise argparse.ArgumentTypeError(
            f"{told!r}; known: {', '.join(f'{f.name}={f.default}' for f in fields(Sizes))}"
        )
    return name, int(number)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tests.bench", description=__doc__)
    parser.add_argument("--only", choices=[*PARTS], metavar="PART", help=", ".join(PARTS))
    known = ", ".join(f"{field.name}={field.default}" for field in fields(Sizes))
    parser.add_argument("--size", type=_size, action="append", default=[], metavar="NAME=NUMBER", help=known)
    parser.add_argument("--keep", action="store_true", help="leave on the portal what was brought there")
    parser.add_argument("--purge", action="store_true", help="purge what an unfinished run left on the portal")
    parser.add_argument("--folder", type=Path, default=REPOSITORY / ".cache" / "bench", help="what is remembered")
    parser.add_argument("--page", type=Path, default=REPOSITORY / "docs" / "benchmarks.md", help="the page to write")
    return parser


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
