"""Is a resource the file that its descriptor means?"""

import hashlib
from pathlib import Path

import pytest

from publisher.model import Kind
from publisher.publish import Terms, check
from publisher.tables import Engine, Way
from publisher.tables.files import sha256
from tests.conftest import DAY
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
        pytest.param(f"hash: sha384:{SHA}", ["bad-pattern"], id="another kind of hash"),
        pytest.param(f"hash: sha1:{SHA}", ["bad-pattern"], id="too long for its kind"),
        pytest.param(f"bytes: 1\n    hash: sha256:{'0' * 64}", ["wrong-bytes", "wrong-hash"], id="both wrong"),
    ],
)
def test_size_and_hash_are_those_of_the_file(root: Path, said: str, codes: list[str]) -> None:
    add_table(root, CSV, descriptor=DATASET.replace("    encoding: utf-8\n", f"    encoding: utf-8\n    {said}\n"))
    assert [code for *_, code in found(root)] == codes


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512", ""], ids=lambda name: name or "no name: MD5")
def test_a_hash_may_be_of_any_kind_of_the_standard_and_sha256_is_measured(
    root: Path, algorithm: str, engine: Engine
) -> None:
    digits = hashlib.new(algorithm or "md5", CSV.encode()).hexdigest()
    named = f"{algorithm}:" if algorithm else ""
    for hash, places in ((f"{named}{digits}", []), (f"{named}{digits[:-1]}{'1' if digits[-1] == '0' else '0'}", [14])):
        more = f"    encoding: utf-8\n    hash: '{hash}'\n"
        add_table(root, CSV, descriptor=DATASET.replace("    encoding: utf-8\n", more))
        checked = check(root, lambda name: None, Terms(DAY, Way(engine=engine)))
        assert [(p.code, p.place.line - 1) for p in checked.problems] == [("wrong-hash", line) for line in places]
        assert [p.args["found"] for p in checked.problems] == [f"{named}{digits}" for _ in places]
        assert checked.catalogue
        measures = [r.measure for d in checked.catalogue.of(Kind.DATASET) if d.name == "invented" for r in d.resources]
        assert [m.sha256 for m in measures if m] == [SHA for _ in measures if not places]


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
