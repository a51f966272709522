"""Contenders that do the same work in turns: their rates, and how the first compares with each other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.bench.measures import Lap

COMPARED = "Publisher ÷ this, median of rounds (least to most)"
HEAD = ("Contender", "Packages, all rounds", "Packages/s", "Requests a package", COMPARED)


@dataclass
class Contest:
    """The laps of each contender, one a round; in each round all do the same number of packages."""

    sizes: list[int] = field(default_factory=list)
    laps: dict[str, list[Lap]] = field(default_factory=dict)

    def round(self, first: tuple[str, Callable[[], Lap]], others: Mapping[str, Callable[[], Lap]], size: int) -> None:
        """Let the first begin and the others follow, in an order that turns with the rounds."""
        self.laps.setdefault(first[0], []).append(first[1]())
        turn = len(self.sizes) % len(others)
        names = [*others][turn:] + [*others][:turn]
        for name in names:
            self.laps.setdefault(name, []).append(others[name]())
        self.sizes.append(size)

    def rows(self, asked: int | None = None) -> Iterator[Sequence[str]]:
        """A row for each contender, the first one first; requests are told per package, or per each of `asked`."""
        count = sum(self.sizes)
        ours = next(iter(self.laps.values()))
        for name, laps in self.laps.items():
            rate = count / sum(lap.seconds for lap in laps)
            requests = sum(len(lap.actions) for lap in laps) / (asked or count)
            ratios = [theirs.seconds / our.seconds for our, theirs in zip(ours, laps, strict=True)]
            compared = f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})" if laps is not ours else ""
            yield name, str(count), f"{rate:.1f}", f"{requests:.1f}", compared
