"""The import of a Data Package as people see it."""

from pathlib import Path

import pytest

from tests.cli.conftest import Publisher
from tests.desk.wild import BAD, WILD, write


@pytest.mark.parametrize(
    ("language", "valid", "invalid"),
    [
        (
            "en",
            "Frictionless finds the original data valid.",
            "Frictionless finds faults in the original data: type-error (1).",
        ),
        ("vi", "Frictionless thấy dữ liệu gốc hợp lệ.", "Frictionless thấy lỗi trong dữ liệu gốc: type-error (1)."),
    ],
)
def test_the_verdict_is_told(
    root: Path, tmp_path: Path, run: Publisher, language: str, valid: str, invalid: str
) -> None:
    sound = write(tmp_path / "sound", WILD["a plain package of version 2"])
    faulty = write(tmp_path / "faulty", BAD["a cell of another type"][0])
    told = run("--lang", language, "--root", root, "import", "datapackage", sound)
    assert (told.code, valid in told.out) == (0, True)
    told = run("--lang", language, "--root", root, "import", "datapackage", faulty, "--name", "other-cities")
    assert (told.code, invalid in told.out) == (0, True)
    assert (root / "datasets/other-cities/datapackage.yaml").is_file()


def test_another_folder_is_chosen(root: Path, tmp_path: Path, run: Publisher) -> None:
    sound = write(tmp_path / "sound", WILD["a plain package of version 2"])
    assert run("--lang", "en", "--root", root, "import", "datapackage", sound, "--into", tmp_path / "new").code == 0
    assert (tmp_path / "new/datasets/cities/cities.csv").is_file()
    assert not (root / "datasets/cities").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(
            ["datapackage", "{folder}", "--query", "x"], 2, "--query cannot be given", id="an option of a portal"
        ),
        pytest.param(
            ["ckan", "https://example.org", "--name", "x"], 2, "--name cannot be given", id="a name of a portal"
        ),
        pytest.param(["datapackage", "{folder}"], 3, "[no-datapackage]", id="no package"),
        pytest.param(["datapackage", "{folder}/absent"], 3, "[no-datapackage]", id="no folder"),
    ],
)
def test_what_cannot_be_is_refused(
    root: Path, tmp_path: Path, run: Publisher, arguments: list[str], code: int, said: str
) -> None:
    (tmp_path / "empty").mkdir()
    given = [argument.format(folder=tmp_path / "empty") for argument in arguments]
    told = run("--lang", "en", "--root", root, "import", *given)
    assert (told.code, said in told.err) == (code, True)
