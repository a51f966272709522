"""Is a resource the file that its descriptor means?"""

import hashlib
from pathlib import Path

import pytest

from publisher.tables.files import sha256
from tests.faults.catalogues import DATASET, DESCRIPTOR, add_table, found

CSV = "code,size\na,1\n"
SHA = hashlib.sha256(CSV.encode()).hexdigest()


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        pytest.param(f"bytes: {len(CSV)}", [], id="the right size"),
        pytest.param(f"bytes: {len(CSV) + 1}", ["wrong-bytes"], id="one byte too many"),
        pytest.param("bytes: 0", ["wrong-bytes"], id="no byte at all"),
        pytest.param(f"hash: sha256:{SHA}", [], id="the right hash"),
        pytest.param(f"hash: sha256:{SHA[:-1]}x", ["bad-pattern"], id="no hash"),
        pytest.param(f"hash: md5:{SHA[:32]}", ["bad-pattern"], id="another kind of hash"),
        pytest.param(f"bytes: 1\n    hash: sha256:{'0' * 64}", ["wrong-bytes", "wrong-hash"], id="both wrong"),
    ],
)
def test_size_and_hash_are_those_of_the_file(root: Path, said: str, codes: list[str]) -> None:
    add_table(root, CSV, descriptor=DATASET.replace("    encoding: utf-8\n", f"    encoding: utf-8\n    {said}\n"))
    assert [code for *_, code in found(root)] == codes


@pytest.mark.parametrize(
    "path", ["/etc/hostname", "../table.csv", "a/b.csv", "~/x.csv", "http://a.example/x.csv", "$X.csv", ".csv"]
)
def test_a_path_that_leads_out_of_the_folder_is_not_followed(root: Path, path: str) -> None:
    add_table(root, CSV, descriptor=DATASET.replace("path: table.csv", f"path: {path}"))
    assert found(root) == [(DESCRIPTOR, 11, 11, "bad-pattern")]


def test_a_digest_is_not_taken_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(CSV)
    (tmp_path / "link").symlink_to(tmp_path / "file")
    assert sha256(tmp_path / "file") == SHA
    with pytest.raises(OSError, match="link"):
        sha256(tmp_path / "link")
