"""How fast a portal is asked: pauses between tries, and a pace that slows down when the portal says it is busy."""

import random
import threading
import time
from dataclasses import dataclass

BUSY = frozenset({429, 503})
STEP = 0.5  # seconds; the first slowing down of a busy portal
EASED = 0.5  # how much of the delay is left after an answer that came without complaint


@dataclass(frozen=True)
class Patience:
    """How long to wait for an answer, and between tries; in seconds."""

    connect: float = 10
    answer: float = 300
    pauses: tuple[float, ...] = (0.5, 1, 2, 4)
    longest: float = 60  # of what a portal may ask for by Retry-After
    package: float = 1800  # for all that one package needs
    slowest: int = 50_000  # bytes a second: what a slow line carries, so that a large file is given its time

    def of(self, size: int) -> tuple[float, float]:
        """How long to wait for a connection, and for the answer to so many bytes."""
        return self.connect, self.answer + size / self.slowest


class Pace:
    """The delay before each write, shared by all writers: doubled when the portal is busy, halved when it is not."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._delay = 0.0
        self._asked = threading.local()

    def heard(self, status: int, retry_after: str) -> None:
        """Take note of an answer: its status, and how long it asks us to wait (in seconds)."""
        asked = float(retry_after) if retry_after.isdecimal() else 0.0
        self._asked.seconds = asked
        with self._lock:
            if status in BUSY:
                self._delay = min(max(self._delay * 2, STEP, asked), self._patience.longest)
            else:
                self._delay = self._delay * EASED if self._delay > STEP / 10 else 0.0

    def before_write(self) -> None:
        """Wait as long as the pace demands."""
        if self._delay:
            time.sleep(self._delay)

    def pause(self, tried: int) -> None:
        """Wait before the next try: longer each time, as long as the portal asked, and never all at once."""
        pauses = self._patience.pauses
        own = pauses[min(tried, len(pauses) - 1)] * random.uniform(0.75, 1.25)
        asked: float = getattr(self._asked, "seconds", 0.0)
        time.sleep(min(max(own, asked), self._patience.longest))
