"""The only door to frictionless, which opens when it is needed."""

from functools import cache
from types import ModuleType


@cache
def frictionless() -> ModuleType:
    """Import frictionless when a table is put before it: it takes longer than the check of a small catalogue."""
    import frictionless

    return frictionless
