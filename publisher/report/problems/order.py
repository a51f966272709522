"""Which problems come first where not all are shown, and what tells one from another. Pure."""

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence

from publisher.problem import Problem, Severity


def by_weight(problems: Sequence[Problem], changed: Collection[str] = ()) -> list[Problem]:
    """Those in changed files first, errors first; what is equal in that keeps its order, which is by place."""
    return sorted(problems, key=lambda p: (p.place.file not in changed, p.severity is not Severity.ERROR))


def fingerprints(problems: Sequence[Problem]) -> list[str]:
    """For each problem what stays the same while lines move: file, code, pointer, and the number among equal ones."""
    seen: Counter[tuple[str, str, str]] = Counter()
    prints = []
    for problem in problems:
        what = (problem.place.file, problem.code, problem.place.pointer)
        seen[what] += 1
        told = "\0".join([*what, str(seen[what])])
        prints.append(hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest())
    return prints
