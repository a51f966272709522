"""What every target can do. The loop in publish.py knows targets only by this protocol."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from publisher.model import Catalogue, Kind, Resource, Text
from publisher.plan import Change, Reason, State

Entry = Mapping[str, str | int]


@dataclass(frozen=True)
class Table:
    """A table that a change replaces, with the bytes that the target holds until then."""

    resource: Resource
    before: bytes


@dataclass(frozen=True)
class Known:
    """What a package is, or was: its title in the main language, and in others."""

    kind: Kind
    title: str
    others: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Removal:
    """What a take-down removed, by sort of thing; what remains and why; what the package was, as the target told it."""

    done: Mapping[str, int] = field(default_factory=dict)
    left: tuple[Reason, ...] = ()
    was: Known | None = None
    naming: tuple[str, ...] = ()
    """Where the package is still named."""


class Holder(Protocol):
    """A place that may hold a package; the story in takedown.py knows targets only by this."""

    name: str

    def take_down(self, package: str, entry: Entry) -> Removal:
        """Remove a package with all its files and tables at once, whatever state it is in."""


class Target(Holder, Protocol):
    """A place to publish to. Reading comes first: `desired` and `actual` write nothing."""

    owner: str
    limit_updates: bool
    """Whether updating many packages at once needs consent."""
    all_or_nothing: bool
    """Whether one failed change makes the whole apply void; else the others go on."""
    writers: int
    """How many changes of packages may be carried out at the same time."""

    @property
    def public_view(self) -> bool:
        """Whether only what the public sees could be read."""

    def desired(self, catalogue: Catalogue) -> State:
        """What should be there."""

    def actual(self) -> State:
        """What is there of ours."""

    def objections(self, changes: Sequence[Change]) -> Iterator[Reason]:
        """What only the target can say against a plan, such as names that somebody else holds."""

    def tables(self, change: Change) -> Iterator[Table]:
        """The tables that a change replaces."""

    def begin(self, changes: Sequence[Change]) -> None:
        """Prepare to carry out changes, in their order; refuse if the target is not as `actual` saw it."""

    def apply(self, change: Change) -> None:
        """Carry out one change; refuse if what it replaces is not what `actual` saw."""

    def commit(self, entry: Entry) -> None:
        """Make the changes final and note them in the journal that the target keeps."""

    def abort(self) -> None:
        """Give up what was begun; where all or nothing holds, nothing remains of it."""

    def place(self) -> str:
        """Where people look at it."""
