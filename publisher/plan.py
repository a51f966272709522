"""What would change on a target: diff, digest, guard. Pure."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

MIN_PACKAGES = 10
MAX_SHARE = 0.3
_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class Verb(StrEnum):
    """What is done to a key."""

    CREATE = "create"
    UPDATE = "update"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Item:
    """What a target holds under a key: a plain JSON value, and the package it belongs to."""

    value: Any
    package: str | None = None


# What is, or should be, on a target. The order of keys is the order of writing.
State = Mapping[str, Item]


@dataclass(frozen=True)
class Change:
    """One key whose item comes, goes or differs."""

    key: str
    before: Item | None
    after: Item | None

    @property
    def verb(self) -> Verb:
        """What is to be done."""
        if self.before is None:
            return Verb.CREATE
        return Verb.WITHDRAW if self.after is None else Verb.UPDATE

    @property
    def package(self) -> str | None:
        """The package that the change concerns."""
        item = self.after or self.before
        return item.package if item else None


@dataclass(frozen=True)
class Plan:
    """All changes that would make a target equal to the catalogue; `view` tells whose eyes saw the target."""

    target: str
    owner: str
    changes: tuple[Change, ...]
    unchanged: int
    packages_before: frozenset[str]
    packages_after: frozenset[str]
    public_view: bool = False

    @cached_property
    def digest(self) -> str | None:
        """sha256 of the changes, without times; none where only the public view could be read."""
        if self.public_view:
            return None
        return hashlib.sha256(canonical([self.target, self.owner, self.as_data()])).hexdigest()

    def as_data(self) -> list[dict[str, Any]]:
        """The changes as plain JSON, sorted by key."""
        return [
            {
                "key": change.key,
                "verb": str(change.verb),
                "before": change.before and change.before.value,
                "after": change.after and change.after.value,
            }
            for change in sorted(self.changes, key=lambda change: change.key)
        ]

    def count(self, verb: Verb) -> int:
        """How many changes do this."""
        return sum(change.verb is verb for change in self.changes)

    def only(self, name: str) -> "Plan":
        """The part of the plan that concerns one package."""
        changes = tuple(change for change in self.changes if change.package == name)
        before = self.packages_before & (self.packages_after | {name})
        unchanged = self.unchanged + len(self.changes) - len(changes)
        return Plan(self.target, self.owner, changes, unchanged, before, self.packages_after, self.public_view)


class Reason(NamedTuple):
    """Why a plan is refused; put into words by the report."""

    code: str
    args: Mapping[str, str]


@dataclass(frozen=True)
class Edit:
    """One value that is neither as we wrote it nor as the catalogue wants it; `field` is its path in the payload.

    `resource` is the id of the resource that it belongs to: two resources may bear the same name.
    """

    key: str
    field: str
    there: Any
    wanted: Any
    resource: str = ""


@dataclass(frozen=True)
class Consent:
    """What the person who applies a plan has agreed to."""

    digests: tuple[str, ...] = ()
    force: bool = False
    overwrite: tuple[str, ...] = ()

    def covers(self, reason: Reason) -> bool:
        """Whether an edit that somebody made on the target may be written over."""
        return reason.code == "drifted" and reason.args["name"] in self.overwrite


def canonical(value: Any) -> bytes:
    """The one JSON text of a value: keys sorted, no spaces, UTF-8."""
    return _JSON.encode(value).encode()


def diff(actual: State, desired: State) -> tuple[Change, ...]:
    """Creates and updates in the order of `desired`, then withdrawals in reverse order of `actual`."""
    written = [Change(key, actual.get(key), item) for key, item in desired.items() if _differs(actual.get(key), item)]
    gone = [Change(key, item, None) for key, item in reversed(list(actual.items())) if key not in desired]
    return (*written, *gone)


def _differs(before: Item | None, after: Item) -> bool:
    return before is None or (before is not after and not same(before.value, after.value))


def same(one: Any, other: Any) -> bool:
    """Whether two values have the same JSON text: 1 is not true."""
    return canonical(one) == canonical(other)


def make_plan(target: str, owner: str, actual: State, desired: State, *, public_view: bool = False) -> Plan:
    """Plan how a target becomes what it should be."""
    changes = diff(actual, desired)
    written = sum(change.after is not None for change in changes)
    return Plan(
        target=target,
        owner=owner,
        changes=changes,
        unchanged=len(desired) - written,
        packages_before=_packages(actual),
        packages_after=_packages(desired),
        public_view=public_view,
    )


def _packages(state: State) -> frozenset[str]:
    return frozenset(item.package for item in state.values() if item.package)


def guard(plan: Plan, withdrawn: Collection[str], consent: Consent, *, limit_updates: bool) -> Iterator[Reason]:
    """Yield every reason not to carry out a plan.

    `withdrawn` are the names that the catalogue declares withdrawn. Over 30 % of the packages (once there are 10)
    may be withdrawn only by force, and updated only by force or by consent to exactly this plan.
    """
    if consent.digests and plan.changes and not (plan.digest or "").startswith(consent.digests):
        yield Reason("plan-differs", {"expected": ", ".join(consent.digests), "found": plan.digest or ""})
    gone = plan.packages_before - plan.packages_after
    for name in sorted(gone - set(withdrawn)):
        yield Reason("vanished", {"name": name})
    total = len(plan.packages_before)
    if gone and not consent.force and (not plan.packages_after or _too_many(len(gone), total)):
        yield Reason("mass-withdrawal", {"count": str(len(gone)), "total": str(total)})
    updated = {change.package for change in plan.changes if change.verb is Verb.UPDATE and change.package}
    if limit_updates and not (consent.force or consent.digests) and _too_many(len(updated), total):
        yield Reason("mass-update", {"count": str(len(updated)), "total": str(total)})


def _too_many(count: int, total: int) -> bool:
    return total >= MIN_PACKAGES and count > total * MAX_SHARE
