"""Take-down on a real CKAN when an answer is spoilt or the program is killed: the next one finishes it."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY
from tests.targets.faults import FAULTS, KILLS, Point, bad_line, is_write
from tests.targets.remains import NAME, Remains, gone, target_of
from tests.targets.worlds import ENTRY, CkanWorld, publish

pytestmark = [pytest.mark.ckan, pytest.mark.timeout(120)]


# Each sort of write, by its action and its number: hide, files, a table, the activity stream, the journal, the purge.
WRITES = (
    ("package_delete", 1),
    ("package_revise", 1),
    ("datastore_delete", 1),
    ("activity_delete", 2),
    ("package_revise", 2),
    ("dataset_purge", 1),
)
FILES, PURGE = WRITES[1], WRITES[-1]
SPOILT = [
    *(Point(*write, "lost") for write in WRITES),
    *(Point(*write, "unavailable") for write in (FILES, PURGE)),
    *(Point(*FILES, fault) for fault in FAULTS if fault not in ("lost", "unavailable")),
]


def test_the_sweep_goes_over_every_sort_of_write(ckan: CkanWorld, remains: Remains) -> None:
    with bad_line(ckan.portal["url"]) as (url, line):
        target_of(ckan, url).take_down(NAME, ENTRY)
    writes = [request for request in line.seen if is_write(request)]
    assert list(dict.fromkeys(writes)) == list(dict.fromkeys(action for action, _ in WRITES))
    assert {action: writes.count(action) >= number for action, number in WRITES} == dict.fromkeys(set(writes), True)


@pytest.mark.parametrize("point", SPOILT, ids=str)
def test_a_write_whose_answer_is_spoilt_is_found_out_and_done(ckan: CkanWorld, remains: Remains, point: Point) -> None:
    with bad_line(ckan.portal["url"], point) as (url, line):
        found = target_of(ckan, url).take_down(NAME, ENTRY)
    assert line.spoilt
    assert (found.left, found.done["files"], found.done["tables"], found.done["purged"]) == ((), 2, 2, 1)
    gone(remains)


def _command(world: CkanWorld, url: str) -> subprocess.Popen[str]:
    """The program as people run it, without a terminal."""
    told = ["withdraw", NAME, "--purge", "--reason", "Names of people"]
    command = [
        sys.executable,
        "-m",
        "publisher",
        "--root",
        str(world.root),
        "--site",
        str(world.root.parent / "public"),
    ]
    surroundings = {**os.environ, "CKAN_URL": url, "CKAN_API_TOKEN": world.token, "LC_ALL": "en_US.UTF-8"}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*command, *told],
        cwd=REPOSITORY,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=pipe,
        stderr=pipe,
        text=True,
    )


def _run(world: CkanWorld) -> tuple[int, str, str]:
    with _command(world, world.portal["url"]) as process:
        out, err = process.communicate(timeout=100)
    return process.returncode, out, err


def test_the_command_takes_down_what_only_the_portal_knows_while_the_catalogue_has_errors(
    ckan: CkanWorld, remains: Remains
) -> None:
    title = ckan.show(NAME)["title"]
    shutil.rmtree(ckan.root / "datasets" / NAME)
    (ckan.root / "catalogue/themes.yaml").write_text("a: [", "utf-8")
    code, out, err = _run(ckan)
    assert (code, err) == (0, "")
    gone(remains)
    assert "2 files and 2 tables destroyed" in out
    withdrawn = (ckan.root / "catalogue/withdrawn.yaml").read_text("utf-8")
    assert f"{NAME}:\n  kind: dataset\n  title: {title}\n" in withdrawn
    code, out, err = _run(ckan)
    assert (code, err) == (0, "")
    assert f"ckan: nothing of this catalogue is called '{NAME}'" in out


@pytest.mark.parametrize("write", [FILES, WRITES[3], PURGE], ids=lambda write: write[0])
@pytest.mark.parametrize("kill", KILLS)
def test_a_take_down_that_is_killed_is_finished_by_the_next(
    ckan: CkanWorld, remains: Remains, kill: str, write: tuple[str, int]
) -> None:
    with bad_line(ckan.portal["url"], Point(*write, kill)) as (url, line), _command(ckan, url) as process:
        line.kill = process.kill
        process.communicate(timeout=100)
    assert (line.spoilt, process.returncode) == (True, -9)
    assert f"\n{NAME}:\n" in (ckan.root / "catalogue/withdrawn.yaml").read_text("utf-8")
    assert _run(ckan)[0] == 0
    gone(remains)
    assert NAME in {line.get("taken_down") for line in ckan.journal()}


def test_after_a_take_down_the_rest_is_published_and_the_name_stays_withdrawn(
    ckan: CkanWorld, remains: Remains
) -> None:
    assert _run(ckan)[0] == 0
    shutil.rmtree(ckan.root / "datasets" / NAME)
    publish(ckan)
    assert ckan.shows("lighthouses")
    assert ckan.shows(NAME) is None
    gone(remains)
