"""The surroundings of a contender's process. Reads the environment."""

import os


def surroundings(**more: str) -> dict[str, str]:
    """The environment as users have it, and more; in a language that does not vary.

    Python keeps the bytecode of our modules there, as pip keeps that of everybody's packages.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "LC_ALL": "C.UTF-8", **more}
