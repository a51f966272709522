"""A check opens no connection and reads nothing outside the catalogue, whatever a descriptor asks for."""

import socket
from pathlib import Path

import pytest

from publisher.publish import Terms, check
from publisher.tables import Engine, Way
from tests.conftest import DAY, REPOSITORY
from tests.faults.catalogues import DATASET, DESCRIPTOR, TABLE, add_table, plant, write

ADDRESS = "http://127.0.0.1:9/"
WISHES = {
    "a path": ("path: table.csv", f"path: {ADDRESS}table.csv"),
    "a Table Schema": ("    schema:\n", f"    schema: {ADDRESS}schema.json\n    other:\n"),
    "a dialect": ("    encoding: utf-8\n", f"    encoding: utf-8\n    dialect: {ADDRESS}dialect.json\n"),
    "a profile": ("title: Invented table", f"$schema: {ADDRESS}profile.json\ntitle: Invented table"),
    "an old profile": ("title: Invented table", f"profile: {ADDRESS}profile.json\ntitle: Invented table"),
}


@pytest.fixture(autouse=True)
def _no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a socket fails the test."""

    class Closed(socket.socket):
        def __new__(cls, *args: object, **kwargs: object) -> "Closed":
            pytest.fail(f"a socket was opened: {args}")

    monkeypatch.setattr(socket, "socket", Closed)


@pytest.mark.parametrize("engine", Engine)
def test_the_tenant_and_all_faults_are_checked_without_a_connection(root: Path, engine: Engine) -> None:
    terms = Terms(DAY, Way(engine))
    assert check(REPOSITORY, lambda name: None, terms).sound
    assert len(check(plant(root), lambda name: None, terms).problems) > 40


@pytest.mark.parametrize("wish", WISHES)
def test_what_a_descriptor_would_have_fetched_is_a_problem(root: Path, wish: str) -> None:
    add_table(root, "code,size\na,1\n", descriptor=DATASET.replace(*WISHES[wish]))
    assert check(root, lambda name: None, Terms(DAY)).sound is None


@pytest.mark.parametrize(
    "path", ["../../../outside.csv", "/etc/hostname", "~/x.csv", "a/../outside.csv", "outside.csv"]
)
def test_nothing_outside_a_dataset_is_read(root: Path, path: str) -> None:
    (root.parent / "outside.csv").write_text("code,size\nsecret,1\n")
    write(root, {DESCRIPTOR: DATASET.replace("path: table.csv", f"path: {path}"), TABLE: "code,size\na,1\n"})
    (root / "datasets" / "invented" / "outside.csv").symlink_to(root.parent / "outside.csv")
    problems = check(root, lambda name: None, Terms(DAY)).problems
    assert problems
    assert "secret" not in str(problems)
