"""States of a target and plans of their differences, made at random."""

from typing import Any

from hypothesis import strategies as st

from publisher.plan import Change, Item, Plan, State, canonical

KEYS = st.sampled_from([f"{kind}/{name}" for kind in ("dataset", "database") for name in "abcd"] + ["index.html"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=6,
)


def package_of(key: str) -> str | None:
    """As on every target, the package of an item follows from its key."""
    return key.partition("/")[2] or None


def state_of(values: dict[str, Any]) -> State:
    """A state of these values."""
    return {key: Item(value, package_of(key)) for key, value in values.items()}


STATES = st.dictionaries(KEYS, JSON).map(state_of)


def carried_out(changes: tuple[Change, ...], state: State) -> dict[str, Item]:
    """What is there after changes."""
    result = dict(state)
    for change in changes:
        assert result.get(change.key) == change.before
        if change.after is None:
            del result[change.key]
        else:
            result[change.key] = change.after
    return result


def as_json(state: State) -> bytes:
    """A state as text, to be compared: to Python 1 and True are equal."""
    return canonical({key: [item.value, item.package] for key, item in state.items()})


def plan_of(changes: tuple[Change, ...], target: str = "site", owner: str = "us", public: bool = False) -> Plan:
    """A plan of these changes."""
    return Plan(target, owner, changes, 0, frozenset(), frozenset(), public)
