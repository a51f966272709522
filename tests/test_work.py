"""Workers: the same results for any number of them, and whatever a task does harms no other."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from publisher.problem import PublisherError, Unreachable
from publisher.publish import Terms, check
from publisher.tables import Engine, Way, measure
from publisher.work import Limits, Overrun, ahead, run
from tests import ports
from tests.conftest import DAY
from tests.errands import die_elsewhere, die_once, double, fail_elsewhere, misbehave
from tests.faults.catalogues import DATASET, DESCRIPTOR, add_table, plant

# Dask closes some of its sockets late.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")

LIMITS = Limits(seconds=4, bytes=1 << 30)


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a real Dask scheduler with two workers of one thread."""
    with _cluster(1) as local:
        yield local.scheduler_address


def _cluster(threads: int) -> LocalCluster:
    port, page = ports.free(2)
    return LocalCluster(
        n_workers=2,
        threads_per_worker=threads,
        host="127.0.0.1",
        scheduler_port=port,
        dashboard_address=f"127.0.0.1:{page}",
    )


@pytest.mark.parametrize("workers", ["0", "1", "2", "5"])
def test_results_come_in_the_order_of_the_tasks(workers: str) -> None:
    heard: list[int] = []
    assert run(double, list(range(30)), workers, done=heard.append) == list(range(0, 60, 2))
    assert sorted(heard) == list(range(30))


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_what_is_done_ahead_comes_in_the_order_of_the_tasks(workers: int) -> None:
    assert list(ahead(double, range(30), workers)) == list(range(0, 60, 2))


@pytest.mark.parametrize("errand", [die_elsewhere, fail_elsewhere])
def test_what_another_process_could_not_do_is_done_in_this_one(errand: Callable[[tuple[int, int]], int]) -> None:
    assert list(ahead(errand, [(os.getpid(), number) for number in range(9)], 2)) == list(range(9))


def test_what_fails_in_this_process_too_is_raised_in_its_turn() -> None:
    results = ahead(fail_elsewhere, [(os.getpid(), 1), (0, 2), (os.getpid(), 3)], 2)
    assert next(results) == 1
    with pytest.raises(ValueError, match="2"):
        next(results)


def test_no_more_is_done_ahead_than_is_soon_wanted() -> None:
    asked: list[int] = []
    results = ahead(double, (asked.append(number) or number for number in range(100)), 2)
    assert next(results) == 0
    assert len(asked) <= 6
    results.close()


def test_nothing_to_do_starts_no_worker() -> None:
    assert run(double, [], "tcp://127.0.0.1:1") == []


@pytest.mark.parametrize(
    ("task", "expected"),
    [("hang", Overrun.TIME), ("swell", Overrun.MEMORY), ("die", Overrun.DIED)],
    ids=["takes too long", "takes too much memory", "kills its process"],
)
def test_a_task_that_goes_too_far_is_named_and_the_others_are_done(task: str, expected: Overrun) -> None:
    assert run(misbehave, ["a", task, "b", "c", "d"], "2", LIMITS) == ["A", expected, "B", "C", "D"]


def test_several_tasks_that_go_too_far_are_each_named() -> None:
    tasks = ["die", "a", "swell", "b", "die"]
    assert run(misbehave, tasks, "2", LIMITS) == [Overrun.DIED, "A", Overrun.MEMORY, "B", Overrun.DIED]


def test_a_cluster_does_what_processes_do(cluster: str) -> None:
    assert run(double, list(range(30)), cluster) == list(range(0, 60, 2))


def test_a_task_whose_worker_is_killed_in_the_midst_is_done_by_another(cluster: str, tmp_path: Path) -> None:
    marks = [str(tmp_path / name) for name in "abc"]
    assert run(die_once, marks, cluster, Limits(seconds=60)) == ["a", "b", "c"]


def test_a_task_that_kills_every_worker_is_named(cluster: str) -> None:
    assert run(misbehave, ["a", "die", "b"], cluster, Limits(seconds=60)) == ["A", Overrun.DIED, "B"]


def test_a_cluster_whose_workers_do_several_things_at_once_is_refused() -> None:
    with _cluster(2) as local, pytest.raises(PublisherError) as caught:
        run(double, [1], local.scheduler_address)
    assert caught.value.code == "cluster-threads"


def test_a_cluster_that_is_not_there_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publisher.work._PATIENCE", 1)
    with pytest.raises(Unreachable) as caught:
        run(double, [1], f"tcp://127.0.0.1:{ports.free()[0]}")
    assert caught.value.code == "no-cluster"


@pytest.mark.parametrize("workers", ["1", "2", "3", "cluster"])
def test_a_check_finds_the_same_whoever_works(root: Path, workers: str, request: pytest.FixtureRequest) -> None:
    plant(root)
    address = request.getfixturevalue("cluster") if workers == "cluster" else workers
    alone = check(root, lambda name: None)
    assert len(alone.problems) > 40
    assert check(root, lambda name: None, Terms(way=Way(workers=address))) == alone


def test_workers_that_do_not_see_the_files_say_so(root: Path, tmp_path: Path) -> None:
    catalogue = check(root, lambda name: None).catalogue
    assert catalogue
    root.rename(tmp_path / "elsewhere")
    with pytest.raises(PublisherError) as caught:
        measure(catalogue, lambda name: None, Way(workers="1"))
    assert caught.value.code == "worker-without-files"


@pytest.mark.parametrize("engine", Engine)
def test_a_pattern_that_never_ends_is_a_problem_and_the_other_datasets_are_checked(root: Path, engine: Engine) -> None:
    endless = DATASET.replace("title: Code}", "title: Code, constraints: {pattern: '(a|a)*c'}}")
    add_table(root, f"code,size\n{'a' * 60}b,1\n", descriptor=endless)
    checked = check(root, lambda name: None, Terms(DAY, Way(engine, "2", LIMITS)))
    assert [(problem.place.file, problem.code) for problem in checked.problems] == [(DESCRIPTOR, "overrun-time")]
    assert checked.catalogue
    measured = [resource.measure for package in checked.catalogue.packages for resource in package.resources]
    assert sum(measure is not None for measure in measured) == len(measured) - 1
