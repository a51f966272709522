"""Law 5 for two who publish at once: their requests interleaved in every order lose no edit and make nothing twice.

Both plan from the same state. Then a gate before the portal lets the first four requests of each through in the order
of a schedule, one at a time; what they ask beyond that goes freely.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import combinations

import pytest

from publisher.model import Catalogue, Package
from publisher.problem import PublisherError
from publisher.publish import Outcome, apply
from publisher.targets.ckan.connection import Patience
from tests.conftest import need
from tests import needs
from tests.targets.corners import JOURNAL, SMALL, Corner, State, Variant
from tests.targets.faults import bad_line
from tests.targets.worlds import ENTRY

pytestmark = [pytest.mark.ckan, pytest.mark.timeout(600)]

EACH = 4
SCHEDULES = [
    "".join("A" if place in mine else "B" for place in range(2 * EACH))
    for mine in combinations(range(2 * EACH), EACH)
]
LANES = 4
PATIENT = Patience(answer=120, pauses=(0.05, 0.1, 0.2, 0.4))  # whose turn it is not must wait


class Gate:
    """Lets the requests of two through in the order of a schedule."""

    def __init__(self, schedule: str) -> None:
        self._left = list(schedule)
        self._taken = False
        self._change = threading.Condition()

    @contextmanager
    def turn(self, who: str) -> Iterator[None]:
        """Wait for a turn; when the schedule is over, whoever comes goes."""
        with self._change:
            assert self._change.wait_for(lambda: self._open(who), 60)
            scheduled = self._taken = bool(self._left)
        yield
        with self._change:
            if scheduled:
                self._left.pop(0)
                self._taken = False
            self._change.notify_all()

    def _open(self, who: str) -> bool:
        return not self._left or (self._left[0] == who and not self._taken)

    def leave(self, who: str) -> None:
        """Give up the turns of one who has nothing more to ask."""
        with self._change:
            self._left = [other for other in self._left if other != who]
            self._change.notify_all()
