"""What every target can do. The loop in publish.py knows targets only by this protocol."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from publisher.model import Catalogue, Resource
from publisher.plan import Change, Reason, State

Entry = Mapping[str, str | int]


@dataclass(frozen=True)
class Table:
    """A table that a change replaces, with the bytes that the target holds until then."""

    resource: Resource
    before: bytes


class Target(Protocol):
    """A place to publish to. Reading comes first: `desired` and `actual` write nothing."""

    name: str
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

    def begin(self) -> None:
        """Prepare to write; refuse if the target is not as `actual` saw it."""

    def apply(self, change: Change) -> None:
        """Carry out one change; refuse if what it replaces is not what `actual` saw."""

    def commit(self, entry: Entry) -> None:
        """Make the changes final and note them in the journal that the target keeps."""

    def abort(self) -> None:
        """Give up what was begun; where all or nothing holds, nothing remains of it."""

    def place(self) -> str:
        """Where people look at it."""
