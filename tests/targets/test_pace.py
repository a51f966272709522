"""A busy portal slows the writers down, and one that answers lets them go again."""

import pytest

from publisher.targets.ckan.pace import Pace, Patience

PATIENCE = Patience(longest=60)


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited."""
    waits: list[float] = []
    monkeypatch.setattr("publisher.targets.ckan.pace.time.sleep", waits.append)
    return waits


def _after(slept: list[float], *heard: tuple[int, str]) -> float:
    """The wait before the next write, after these answers."""
    pace = Pace(PATIENCE)
    for status, asked in heard:
        pace.heard(status, asked)
    pace.before_write()
    return sum(slept)


@pytest.mark.parametrize(
    ("heard", "wait"),
    [
        ((), 0),
        (((200, ""),), 0),
        (((500, ""),), 0),
        (((503, ""),), 0.5),
        (((429, ""),), 0.5),
        (((429, "7"),), 7),
        (((503, ""), (503, "")), 1),
        (((503, ""), (200, "")), 0.25),
        (((503, ""), *[(200, "")] * 9), 0),
        (((429, "60"),), 60),
        (((429, "61"),), 60),
        (tuple([(503, "")] * 20), 60),
    ],
    ids=str,
)
def test_the_wait_before_a_write_is(slept: list[float], heard: tuple[tuple[int, str], ...], wait: float) -> None:
    assert _after(slept, *heard) == pytest.approx(wait)


@pytest.mark.parametrize(("size", "seconds"), [(0, 300), (50_000, 301), (1_000_000_000, 20_300)])
def test_a_large_file_is_given_more_time_to_be_answered(size: int, seconds: float) -> None:
    assert Patience().of(size) == (10, seconds)
