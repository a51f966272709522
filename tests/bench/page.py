"""The page of results: docs/benchmarks.md. Pure, but for what it says of the machine."""

import os
import platform
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from tests.bench.run import Result, Table

LIBRARIES = ("ckanapi", "requests", "frictionless", "pyyaml")
HEAD = """# Benchmarks

<!-- Written by `python -m tests.bench`. Do not edit: measure again. -->

Measured on one machine that runs the portal (CKAN {ckan}, PostgreSQL, Solr, Redis) and its clients at the same time:
{machine}. Seconds depend on it; what compares contenders are the ratios, each taken within one run against the
contender that its row names. 1.00 is as fast as that contender, more is faster.

The catalogue is generated: the same bytes for the same sizes.
"""


def written(results: Mapping[str, Result], ckan: str, before: str = "") -> str:
    """The page that tells all results; what is not among them stays as the page before told it.

    So does the version of CKAN, where none is told.
    """
    ckan = ckan or next(iter(_CKAN.findall(before)), "")
    told = dict(_PART.findall(before)) | {name: "".join(_section(result)) for name, result in results.items()}
    parts = "".join(f"\n<!-- part: {name} -->\n{text}" for name, text in told.items())
    return HEAD.format(machine=_machine(), ckan=ckan) + parts


_CKAN = re.compile(r"\(CKAN ([^,]*),")
_PART = re.compile(r"<!-- part: (\w+) -->\n(.*?)(?=\n<!-- part: |\Z)", re.DOTALL)


def shown(table: Table) -> str:
    """A table in Markdown, with what has to be said of it."""
    lines = [table.head, ["---"] * len(table.head), *table.rows]
    rows = "".join("| " + " | ".join(line) + " |\n" for line in lines)
    return f"## {table.title}\n\n{rows}\n" + "".join(f"{note}\n\n" for note in table.notes)


def _section(result: Result) -> Iterator[str]:
    for table in result.tables:
        yield f"\n{shown(table)}`{result.command}`, {result.time}.\n"


def _machine() -> str:
    cpu = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in cpu if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GB of memory; Python {platform.python_version()}, {libraries}"
    )
