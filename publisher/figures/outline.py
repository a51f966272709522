"""Where a shape of a map is: the middle of the largest part of its outline. Pure.

Of curves only their ends count: a circle has to stand within a province, not at its exact centre.
"""

import re
from collections.abc import Iterator

Place = tuple[float, float]

_STEP = re.compile(r"([A-Za-z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_COUNTS = {"m": 2, "l": 2, "t": 2, "s": 4, "q": 4, "c": 6, "a": 7, "h": 1, "v": 1}


def middle(path: str) -> Place:
    """The centroid of the largest ring of a path; the origin of nothing."""
    rings = [ring for ring in _rings(path) if ring]
    return _centroid(max(rings, key=lambda ring: abs(_area(ring)))) if rings else (0.0, 0.0)


def _rings(path: str) -> Iterator[list[Place]]:
    ring: list[Place] = []
    here = start = (0.0, 0.0)
    command, numbers = "", list[float]()
    for letter, number in _STEP.findall(path):
        if letter:
            command, numbers = letter, []
            if letter in "zZ":
                yield ring
                ring, here = [], start
            continue
        numbers.append(float(number))
        if len(numbers) == _COUNTS.get(command.lower(), 2):
            here = _moved(here, command, numbers)
            if command in "mM":
                yield ring
                ring, start = [], here
                command = "l" if command == "m" else "L"
            ring.append(here)
            numbers = []
    yield ring


def _moved(here: Place, command: str, numbers: list[float]) -> Place:
    """Where a step ends."""
    kind, (x, y) = command.lower(), here if command.islower() else (0.0, 0.0)
    if kind == "h":
        return x + numbers[0], here[1]
    if kind == "v":
        return here[0], y + numbers[0]
    return x + numbers[-2], y + numbers[-1]


def _pairs(ring: list[Place]) -> Iterator[tuple[Place, Place]]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def _area(ring: list[Place]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _pairs(ring)) / 2


def _centroid(ring: list[Place]) -> Place:
    area = _area(ring)
    if abs(area) < 1e-9:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    parts = [(x1 + x2, y1 + y2, x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in _pairs(ring)]
    return sum(x * cross for x, _, cross in parts) / (6 * area), sum(y * cross for _, y, cross in parts) / (6 * area)
