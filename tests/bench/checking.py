"""Checks of tables and catalogues: the publisher beside frictionless, the same verdicts. Writes temporary files."""

import json
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from publisher.exports.datapackage import datapackage
from publisher.model import Kind
from publisher.publish import check
from tests.bench import catalogue
from tests.bench.judges import REPOSITORY, judged
from tests.bench.run import Run, Table
from tests.bench.spent import spent

NAME = "check"
TABLES = ("Rows", "Wrong", "Publisher, CPU s", "frictionless, CPU s", "frictionless ÷ publisher", "Publisher, MB")
WHOLE = ("Catalogue", "What", "Seconds", "CPU s", "Peak of memory, MB")
BIGGER = 10  # times the rows of the largest table that frictionless gets too
CODES = 63

_FIELDS: Sequence[tuple[str, str, dict[str, Any]]] = (
    ("id", "integer", {"required": True, "minimum": 1}),
    ("code", "string", {"required": True}),
    ("a", "integer", {"minimum": 0}),
    ("b", "integer", {"minimum": 0}),
    ("c", "integer", {}),
    ("share", "number", {"minimum": 0, "maximum": 100}),
    ("kind", "string", {"enum": ["nam", "nữ"]}),
    ("name", "string", {"pattern": "K[0-9]{7}"}),
    ("day", "date", {}),
    ("ok", "boolean", {}),
)


def measure(run: Run) -> list[Table]:
    """Check tables of growing size, then whole catalogues, cold and unchanged."""
    with tempfile.TemporaryDirectory() as folder:
        top = run.sizes.checked
        rows = [_pair(Path(folder), count, wrong) for count in (top // 100, top // 10, top) for wrong in (False, True)]
        rows.append(_alone(Path(folder), top * BIGGER))
        notes = (
            "Ten columns: three whole numbers with bounds and one without, a number, a pattern, a list of values, a "
            "day, a truth value, a primary key, a foreign key to 63 codes. Each contender in a process of its own, "
            "starting the interpreter and importing included, with bytecode kept as pip and Python keep it; the "
            "verdicts are compared.",
            "Wanted: 30 or more at 1,000,000 sound rows, less than 400 MB.",
        )
        return [Table("Checking a table", TABLES, rows, notes), _catalogues(run, Path(folder))]


def _pair(folder: Path, count: int, wrong: bool) -> Sequence[str]:
    package = _package(folder, count, wrong)
    ours, theirs = judged("publisher", [package]), judged("frictionless", [package])
    if (ours.sound, theirs.sound) != (not wrong, not wrong):
        raise RuntimeError(f"{count} rows: the verdicts are {ours} and {theirs}")
    told = "the last row" if wrong else "nothing"
    ratio = f"{theirs.seconds / ours.seconds:.1f}"
    return f"{count:,}", told, f"{ours.seconds:.2f}", f"{theirs.seconds:.2f}", ratio, str(ours.peak)


def _alone(folder: Path, count: int) -> Sequence[str]:
    ours = judged("publisher", [_package(folder, count, wrong=False)])
    return f"{count:,}", "nothing", f"{ours.seconds:.2f}", "not asked", "", str(ours.peak)


def _package(folder: Path, count: int, wrong: bool) -> Path:
    """Write a package of one table of so many rows, and one of codes."""
    shutil.rmtree(folder / "package", ignore_errors=True)
    package = folder / "package"
    package.mkdir()
    fields = [{"name": name, "type": kind, "constraints": told} for name, kind, told in _FIELDS]
    key = {"fields": ["code"], "reference": {"resource": "codes", "fields": ["code"]}}
    main = {"fields": fields, "primaryKey": ["id"], "foreignKeys": [key]}
    codes = {"fields": [{"name": "code", "type": "string"}], "primaryKey": ["code"]}
    resources = [_resource("main", main), _resource("codes", codes)]
    (package / "datapackage.json").write_text(json.dumps({"name": "package", "resources": resources}), "utf-8")
    (package / "codes.csv").write_text("code\n" + "".join(f"{code:02}\n" for code in range(1, CODES + 1)), "utf-8")
    with (package / "main.csv").open("w", encoding="utf-8") as stream:
        stream.writelines(_lines(count, wrong))
    return package


def _resource(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "type": "table", "path": f"{name}.csv", "encoding": "utf-8", "schema": schema}


def _lines(count: int, wrong: bool) -> Iterator[str]:
    chance = random.Random(count)
    yield ",".join(name for name, _, _ in _FIELDS) + "\n"
    for row in range(1, count + 1):
        kind = "khác" if wrong and row == count else chance.choice(("nam", "nữ"))
        yield (
            f"{row},{chance.randint(1, CODES):02},{chance.randint(0, 1000)},{chance.randint(0, 10**6)},"
            f"{chance.randint(0, 9)},{chance.random() * 100:.2f},{kind},K{chance.randint(0, 10**6):07},"
            f"20{chance.randint(10, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02},"
            f"{chance.choice(('true', 'false'))}\n"
        )


def _catalogues(run: Run, folder: Path) -> Table:
    generated = folder / "generated"
    catalogue.write(generated, run.sizes.packages, run.sizes.packages, {"owner": "bench", "prefix": "bench-"})
    rows = [
        *_twice("the tenant's", REPOSITORY, folder / "cache-tenant"),
        _judged("the tenant's", "frictionless, its datasets alone", _exported(folder)),
        *_twice(f"generated, {run.sizes.packages:,} packages", generated, folder / "cache-generated"),
    ]
    notes = (
        "`publisher check`, starting the interpreter and all workers included; frictionless gets the datapackage.json "
        "that is published of each dataset through its API, all in one process.",
        "Wanted: 1,000 descriptors in 3 s or less when nothing is remembered.",
    )
    return Table("Checking a catalogue", WHOLE, rows, notes)


def _twice(name: str, root: Path, cache: Path) -> Iterator[Sequence[str]]:
    for what in ("publisher, nothing remembered", "publisher, nothing changed"):
        command = (sys.executable, "-m", "publisher", "--root", str(root), "check")
        found = spent(command, REPOSITORY, XDG_CACHE_HOME=str(cache))
        yield name, what, f"{found.seconds:.2f}", f"{found.cpu:.2f}", str(found.peak)


def _judged(name: str, what: str, folders: Sequence[Path]) -> Sequence[str]:
    found = judged("frictionless", folders)
    return name, what, "", f"{found.seconds:.2f}", str(found.peak)


def _exported(folder: Path) -> list[Path]:
    """Write the tenant's datasets as they are published."""
    sound = check(REPOSITORY, lambda name: None).sound
    if sound is None:
        raise RuntimeError("the tenant's catalogue has faults")
    folders = []
    for dataset in sound.of(Kind.DATASET):
        place = folder / "exported" / dataset.name
        place.mkdir(parents=True)
        (place / "datapackage.json").write_text(json.dumps(datapackage(sound, dataset)), "utf-8")
        for resource in dataset.resources:
            shutil.copy(resource.file, place / resource.path)
        folders.append(place)
    return folders
