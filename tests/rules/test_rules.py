"""Negative examples: each folder breaks the example in one place and says in expected.yaml what must be found.

A folder is called after a code, with `.case` behind it where a code has several. What git or an editor would not
keep as it is (links, marks, other encodings, big files) is made here.
"""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from publisher import source
from publisher.load.logo import MAX_BYTES
from publisher.tables import raw
from publisher.tables.figure_rows import MAX_ROWS
from tests.faults.catalogues import DATABASE, DESCRIPTOR, TABLE, Found, add_table, found, write
from tests.tables.forms.broken import BROKEN

HERE = Path(__file__).parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/expected.yaml"))
ENTRY = "catalogue/databases/invented.yaml"


def _entry(text: str | bytes) -> Callable[[Path], None]:
    return lambda root: write(root, {ENTRY: text})


def _table(table: str | bytes) -> Callable[[Path], None]:
    return lambda root: add_table(root, table)


def _link(root: Path) -> None:
    add_table(root, "")
    (root / TABLE).unlink()
    (root / TABLE).symlink_to(root / "datasets" / "lighthouses" / "lighthouses.csv")


def _linked_folder(root: Path) -> None:
    add_table(root, "code,size\na,1\n")
    (root / DESCRIPTOR).parent.rename(root / "elsewhere")
    (root / DESCRIPTOR).parent.symlink_to(root / "elsewhere")


def _figure(root: Path) -> None:
    rows = "".join(f"n{number},{number}\n" for number in range(MAX_ROWS + 1))
    figure = "    figures: [{name: sizes, type: bar, title: Sizes, fields: {x: code, y: size}}]\n"
    add_table(root, f"code,size\n{rows}", figure)


def _big_logo(root: Path) -> None:
    with (root / "catalogue" / "logo.svg").open("ab") as logo:
        logo.write(b" " * MAX_BYTES)


MADE: Mapping[str, tuple[Callable[[Path], None], Found]] = {
    "symlink": (_link, (DESCRIPTOR, 11, 11, "symlink")),
    "symlink of the folder": (_linked_folder, (DESCRIPTOR, 11, 11, "symlink")),
    "not-utf8": (_entry(DATABASE.encode() + "purpose: é".encode("latin-1")), (ENTRY, 8, 10, "not-utf8")),
    "not-utf8 in a table": (_table("code,size\na,1\né,2\n".encode("latin-1")), (TABLE, 3, 1, "not-utf8")),
    "other-encoding": (_entry(DATABASE.encode("utf-16")), (ENTRY, 1, 1, "other-encoding")),
    "other-encoding of a table": (
        _table(b"code,size\nH\xb5 N\xe9i,1\n\xa7\xe5ng Nai,2\n"),
        (TABLE, 2, 2, "other-encoding"),
    ),
    "not-nfc": (_entry(f"{DATABASE}purpose: The\u0301\n"), (ENTRY, 8, 10, "not-nfc")),
    "not-nfc in a table": (_table("code,size\na,1\nThe\u0301,2\n"), (TABLE, 3, 3, "not-nfc")),
    "hidden-character": (_entry(f"{DATABASE}purpose: a\u200bb\n"), (ENTRY, 8, 11, "hidden-character")),
    "hidden-character in a table": (_table("code,size\na\0,1\n"), (TABLE, 2, 2, "hidden-character")),
    "byte-order-mark": (_table("\ufeffcode,size\na,1\n"), (TABLE, 1, 1, "byte-order-mark")),
    "over-limit": (_entry(f"{DATABASE}# {'a' * source.MAX_BYTES}\n"), (ENTRY, 1, 1, "over-limit")),
    "over-limit in a table": (
        _table(f"code,size\n{'a' * raw.MAX_LINE},1\n"),
        (TABLE, 2, raw.MAX_LINE + 1, "over-limit"),
    ),
    "missing-descriptor": (
        lambda root: (root / "catalogue" / "catalogue.yaml").unlink(),
        ("catalogue/catalogue.yaml", 1, 1, "missing-descriptor"),
    ),
    "figure-many": (_figure, (DESCRIPTOR, 19, 15, "figure-many")),
    "logo-too-large": (_big_logo, ("catalogue/catalogue.yaml", 13, 7, "logo-too-large")),
    **BROKEN,
}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_broken_example_has_exactly_the_expected_problems(root: Path, folder: Path) -> None:
    shutil.copytree(folder, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.yaml"))
    document, faults = source.read(folder / "expected.yaml", "expected.yaml")
    assert document
    assert not faults
    expected = [(item["file"], item["line"], item["column"], item["code"]) for item in document.data["problems"]]
    assert folder.name.partition(".")[0] in {code for *_, code in expected}
    assert found(root) == expected


@pytest.mark.parametrize("case", MADE)
def test_what_no_editor_keeps_is_found_all_the_same(root: Path, case: str) -> None:
    make, expected = MADE[case]
    make(root)
    assert found(root) == [expected]


def test_every_folder_says_what_is_expected() -> None:
    folders = {path for path in HERE.iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert folders == set(FOLDERS)
