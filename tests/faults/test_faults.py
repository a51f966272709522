"""Acceptance: one run names every planted fault at its own place, and nothing is written; no fault, no problem."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publisher.cli.commands import publisher
from publisher.model import Kind
from publisher.problem import Severity
from publisher.source import read
from tests.conftest import REPOSITORY
from tests.faults.catalogues import Found, checked, found, plant

HERE = Path(__file__).parent
ERRORS = 1


@pytest.fixture
def planted(root: Path) -> Path:
    """The example with planted faults."""
    return plant(root)


def _expected() -> list[Found]:
    document, problems = read(HERE / "expected.yaml", "expected.yaml")
    assert document
    assert not problems
    return [(item["file"], item["line"], item["column"], item["code"]) for item in document.data["problems"]]


def _publish(root: Path, site: Path, language: str) -> Result:
    return CliRunner().invoke(publisher, ["--lang", language, "--root", str(root), "--site", str(site), "publish"])


def test_one_run_names_every_planted_fault_at_its_place_and_nothing_else(planted: Path) -> None:
    assert found(planted) == _expected()


def test_at_least_twenty_kinds_of_fault_are_planted_in_many_files() -> None:
    expected = _expected()
    assert len({code for *_, code in expected}) >= 20
    assert len({file for file, *_ in expected}) >= 20


@pytest.mark.parametrize("language", ["vi", "en"])
def test_publishing_a_faulty_catalogue_says_every_fault_and_writes_nothing(
    planted: Path, tmp_path: Path, language: str
) -> None:
    before = sorted(planted.rglob("*"))
    result = _publish(planted, tmp_path / "site", language)
    assert result.exit_code == ERRORS
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    lines = result.output.splitlines()
    for file, line, column, code in _expected():
        assert any(said.startswith(f"{file}:{line}:{column}: ") and said.endswith(f" [{code}]") for said in lines)
    assert not (tmp_path / "site").exists()
    assert sorted(planted.rglob("*")) == before


def test_the_example_has_no_fault(root: Path) -> None:
    assert found(root) == []


def test_the_tenants_own_catalogue_has_small_cells_and_no_fault() -> None:
    result = checked(REPOSITORY)
    assert result.sound
    assert {problem.severity for problem in result.problems} == {Severity.WARNING}
    small = {problem.args["column"]: problem.args["count"] for problem in result.problems}
    assert small == {"population": "742", "foreign_or_unspecified_2019": "12"}
    assert {problem.code for problem in result.problems} == {"small-cells"}
    assert len(list(result.sound.of(Kind.DATABASE))) == 33
    assert len(list(result.sound.of(Kind.DATASET))) == 9
    assert len(result.sound.organizations) == 19
