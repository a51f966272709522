"""Tasks that workers are given in tests; a worker imports them from here."""

import os
import re
import signal
from pathlib import Path


def double(task: int) -> int:
    """Do something that ends."""
    return 2 * task


def misbehave(task: str) -> str:
    """Do what the task says, however bad it is for the process."""
    if task == "hang":
        re.match("(a+)+b", "a" * 40)  # the regular expression engine holds on to the process
    if task == "swell":
        return str(len(bytearray(1 << 32)))
    if task == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    return task.upper()


def die_once(task: str) -> str:
    """Take the worker along the first time, and end well the second."""
    mark = Path(task)
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return mark.name


def die_elsewhere(task: tuple[int, int]) -> int:
    """Die in every process but the one that is named."""
    home, number = task
    if os.getpid() != home:
        os._exit(1)
    return number


def fail_elsewhere(task: tuple[int, int]) -> int:
    """Fail in every process but the one that is named."""
    home, number = task
    if os.getpid() != home:
        raise ValueError(number)
    return number
