"""Names for what comes from elsewhere: by our rules, unique, and the same in every run. Pure."""

from collections.abc import Iterable, Mapping

from publisher.rules.names import MAX_NAME, is_name
from publisher.words import slug


def renamed(names: Iterable[str], taken: Iterable[str] = ()) -> Mapping[str, str]:
    """Give each name one of ours: itself where it will do, else one like it; of two that fall together one is numbered.

    Names that will do as they are come first, so that no other name takes theirs.
    """
    wanted = sorted({*names}, key=lambda name: (not is_name(name), name))
    used = set(taken)
    found: dict[str, str] = {}
    for name in wanted:
        found[name] = free(name, used)
        used.add(found[name])
    return found


def free(name: str, used: Iterable[str], limit: int = MAX_NAME) -> str:
    """A name of ours that is like a name and not used yet."""
    base = name if is_name(name) else _shortened(slug(name), limit)
    if not is_name(base):
        base = _shortened(f"entry-{base}", limit)
    return next(candidate for candidate in _candidates(base, limit) if candidate not in used)


def _candidates(base: str, limit: int) -> Iterable[str]:
    yield base
    number = 2
    while True:
        end = f"-{number}"
        yield f"{_shortened(base, limit - len(end))}{end}"
        number += 1


def _shortened(name: str, limit: int) -> str:
    return name[:limit].strip("-")
