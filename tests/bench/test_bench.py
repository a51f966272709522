"""The bench runs, at sizes that measure nothing; its catalogue is the same each time; its page is there."""

import hashlib
from collections.abc import Mapping
from copy import copy
from functools import partial
from pathlib import Path

import pytest

from tests.bench import catalogue, page
from tests.bench.__main__ import REPOSITORY, main
from tests.bench.contest import Contest
from tests.bench.measures import Lap
from tests.bench.run import Result, Table, sound

TINY = {"packages": 8, "part": 4, "rounds": 1, "changed": 2, "large": 15, "checked": 1000, "repeats": 1}
SETTINGS = {"owner": "bench-test", "prefix": "bench-test-"}


def _bytes(root: Path) -> Mapping[str, str]:
    files = [path for path in root.rglob("*") if path.is_file()]
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_generated_catalogue_is_sound_and_the_same_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        catalogue.write(tmp_path / name, 12, 8, SETTINGS)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")
    assert len(sound(tmp_path / "one").packages) == 12


def test_a_package_differs_from_one_a_cycle_before_only_by_its_number(tmp_path: Path) -> None:
    catalogue.write(tmp_path, 12, 8, SETTINGS)
    folder = tmp_path / "catalogue" / "databases"
    first, second = ((folder / f"register-m-{number:05}.yaml").read_text("utf-8") for number in (1, 9))
    assert first != second
    assert catalogue.shifted(first, 8) == second


def test_a_ratio_above_one_says_that_the_publisher_was_faster() -> None:
    contest = Contest()
    for ours in (Lap(1.0, ["a"]), Lap(3.0, ["a"]), Lap(2.0, ["a"])):
        contest.round(("publisher", partial(copy, ours)), {"loop": lambda: Lap(3.0, ["a", "b"])}, 6)
    assert [*contest.rows()] == [
        ("publisher", "18", "3.0", "0.2", ""),
        ("loop", "18", "2.0", "0.3", "1.50 (1.00 to 3.00)"),
    ]


def test_the_page_of_results_is_there() -> None:
    assert (REPOSITORY / "docs" / "benchmarks.md").is_file()


@pytest.mark.ckan
def test_the_bench_runs_and_leaves_nothing_on_the_portal(tmp_path: Path, ckan_portal: Mapping[str, str]) -> None:
    page = tmp_path / "benchmarks.md"
    own = ["--folder", str(tmp_path / "bench"), "--page", str(page)]
    sizes = [told for name, size in TINY.items() for told in ("--size", f"{name}={size}")]
    try:
        for part in ("fill", "changed", "large"):
            assert main([*own, *sizes, "--only", part]) == 0
    finally:
        main([*own, "--purge"])
    text = page.read_text("utf-8")
    for told in ("publisher apply, 2 writers | 4 |", "changed: requests", "planning 15 packages"):
        assert told in text


def _result(title: str, value: str) -> Result:
    return Result("2026-11-25", "make bench", [Table(title, ["What"], [[value]], [])])


def test_a_part_that_is_not_measured_stays_on_the_page() -> None:
    both = page.written({"fill": _result("Fill", "one"), "check": _result("Check", "two")}, "2.12.0")
    later = page.written({"check": _result("Check", "three")}, "2.12.0", both)
    assert later == both.replace("two", "three")
    assert page.written({}, "2.12.0", later) == later


def test_a_part_without_a_portal_leaves_the_version_of_ckan_as_it_was_told() -> None:
    before = page.written({"fill": _result("Fill", "one")}, "2.12.0")
    assert "(CKAN 2.12.0," in page.written({"sites": _result("Sites", "two")}, "", before)
