"""Who checks tables, each in a process of its own: it tells its CPU seconds, its memory and its verdict. Reads."""

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.surroundings import surroundings

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Judged:
    """CPU seconds from start to end, the peak of memory in MB, how many packages were found sound and how many not."""

    seconds: float
    peak: int
    sound: int
    faulty: int


def judged(who: str, folders: Sequence[Path]) -> Judged:
    """Let somebody check the packages of some folders, each with a datapackage.json."""
    before = _spent()
    arguments = [sys.executable, "-m", "tests.bench.judges", who, *map(str, folders)]
    done = subprocess.run(arguments, cwd=REPOSITORY, env=surroundings(), capture_output=True, text=True, check=True)
    verdicts, peak = json.loads(done.stdout)
    return Judged(_spent() - before, peak, sum(verdicts), len(verdicts) - sum(verdicts))


def _spent() -> float:
    told = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told.ru_utime + told.ru_stime


def _publisher(folder: Path) -> bool:
    from publisher.model import Kind, Package, Resource
    from publisher.source import Document
    from publisher.tables import measure_dataset

    told = json.loads((folder / "datapackage.json").read_text("utf-8"))
    resources = tuple(
        Resource(each["name"], {}, each["path"], "csv", each, folder / each["path"], ("resources", index))
        for index, each in enumerate(told["resources"])
    )
    document = Document("datapackage.json", told)
    package = Package(Kind.DATASET, told["name"], {}, {}, "", (), (), None, resources, told, document)
    return not measure_dataset(package)[1]


def _frictionless(folder: Path) -> bool:
    import frictionless

    return bool(frictionless.Package(str(folder / "datapackage.json")).validate().valid)


def main(who: str, *folders: str) -> None:
    """Check packages, and tell."""
    judge = {"publisher": _publisher, "frictionless": _frictionless}[who]
    verdicts = [judge(Path(folder)) for folder in folders]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps([verdicts, peak]))


if __name__ == "__main__":
    main(*sys.argv[1:])
