"""The examples that `publisher explain` shows: wrong ones are those of the folders here, right ones have no problem."""

from pathlib import Path

import pytest

from publisher.report.words import Words
from publisher.source import read
from tests.conftest import REPOSITORY
from tests.faults.catalogues import checked
from tests.rules import examples

FOLDERS = examples.folders()
MENDED = {code: folder for code, folder in FOLDERS.items() if "right" in examples.expected(folder)}


# Codes with a folder that cannot be mended by one edit; each with its reason.
NO_RIGHT: set[str] = set()


def test_every_code_with_a_folder_says_how_it_is_mended() -> None:
    assert set(FOLDERS) - set(MENDED) == NO_RIGHT, "write `right:` into expected.yaml, see tests/rules/examples.py"


@pytest.mark.parametrize("code", MENDED)
def test_a_right_example_has_no_problem(code: str, root: Path) -> None:
    examples.broken(FOLDERS[code], root)
    assert code in {problem.code for problem in checked(root).problems}
    examples.mend(root, FOLDERS[code])
    assert [(str(problem.place), problem.code, problem.args) for problem in checked(root).problems] == []


def test_the_examples_of_the_program_are_those_of_the_tests() -> None:
    found = (REPOSITORY / "publisher/text/examples.yaml").read_text("utf-8")
    assert found == examples.text(), "publisher/text/examples.yaml is stale: python -m tests.docs.reference"


def test_examples_are_of_codes_that_there_are() -> None:
    assert set(FOLDERS) <= set(Words("en").codes())


def test_what_a_rule_rests_on_is_said_once_and_of_codes_that_there_are() -> None:
    document, faults = read(REPOSITORY / "publisher/text/sources.yaml", "sources.yaml")
    assert document
    assert not faults
    named = [code for entry in document.data.values() for code in entry["codes"]]
    assert len(named) == len(set(named))
    assert set(named) <= set(Words("en").codes())
