"""What overlaps, for people to look at: tables with the same columns, titles with the same rare phrases. Pure.

A report and no rule: overlap is often meant. What a relation says already is told with it, so that nobody looks twice.
"""

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from publisher.model import Catalogue, Kind, Resource
from publisher.rules.titles import Reader, Tokens
from publisher.words import fold

JACCARD = 0.7
CONTAINMENT = 0.9
MIN_FIELDS = 4
"""So many shared columns that tell something; below it, tables agree by chance."""
TITLES = 0.2
"""From which weighted Jaccard of their phrases titles are told; a phrase weighs the more, the fewer titles have it."""
COMMON = 100
"""A column or phrase of more entries than this brings no two of them together; it still counts where others do."""

# Columns that most tables have, whatever they are about.
_PLAIN = frozenset(
    {"stt", "id", "code", "ma", "name", "ten", "title", "note", "notes", "ghi_chu", "year", "nam", "date"}
)

Weights = Mapping[Hashable, float]
Items = Mapping[str, Collection[Hashable]]


class Ground(StrEnum):
    """Why a pair is told."""

    COLUMNS = "columns"
    TITLES = "titles"
    RECORDED = "recorded"


@dataclass(frozen=True, order=True)
class Overlap:
    """Two entries, or tables of them (`dataset/resource`), and what they have in common."""

    one: str
    other: str
    ground: Ground
    jaccard: float = 0
    containment: float = 0
    shared: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    """Types of relation that are recorded between them."""


def overlaps(catalogue: Catalogue) -> list[Overlap]:
    """Every pair that overlaps; those about which nothing is recorded first, then by how much they share."""
    found = [*_tables(catalogue), *_titles(catalogue)]
    told = {frozenset({_entry(each.one), _entry(each.other)}) for each in found}
    recorded = _recorded(catalogue)
    found += [
        Overlap(min(pair), max(pair), Ground.RECORDED, relations=types)
        for pair, types in recorded.items()
        if pair not in told and len(pair) > 1
    ]
    return sorted(found, key=lambda each: (bool(each.relations), -max(each.jaccard, each.containment), each))


def _tables(catalogue: Catalogue) -> Iterator[Overlap]:
    tables = {
        f"{dataset.name}/{resource.name}": _columns(resource)
        for dataset in catalogue.of(Kind.DATASET)
        for resource in dataset.resources
    }
    weights, recorded = _weights(tables), _recorded(catalogue)
    for one, other in _meeting(tables):
        shared = {column for column in tables[one] if column in tables[other]}
        if len(shared) < MIN_FIELDS:
            continue
        jaccard, containment = _measures(tables[one], tables[other], weights)
        if jaccard >= JACCARD or containment >= CONTAINMENT:
            names = tuple(sorted(str(column).partition(":")[0] for column in shared))
            types = recorded.get(frozenset({_entry(one), _entry(other)}), ())
            yield Overlap(one, other, Ground.COLUMNS, jaccard, containment, names, types)


def _titles(catalogue: Catalogue) -> Iterator[Overlap]:
    reader, recorded = Reader(catalogue), _recorded(catalogue)
    for kind in Kind:
        read = {package.name: reader.read(package.title) for package in catalogue.of(kind)}
        words = {name: frozenset(_phrases(title.tokens)) for name, title in read.items()}
        weights = _weights(words)
        for one, other in _meeting(words):
            jaccard, containment = _measures(words[one], words[other], weights)
            if jaccard >= TITLES:
                shared = tuple(phrase for phrase in _phrases(read[one].tokens) if phrase in words[other])
                types = recorded.get(frozenset({one, other}), ())
                yield Overlap(one, other, Ground.TITLES, jaccard, containment, tuple(dict.fromkeys(shared)), types)


def _phrases(tokens: Tokens) -> list[str]:
    """Each two words in a row: a single syllable of Vietnamese says little."""
    return [" ".join(pair) for pair in itertools.pairwise(tokens)] or list(tokens)


def _columns(resource: Resource) -> frozenset[str]:
    """The columns of a table that tell something, as name and type."""
    named = ((fold(str(field.get("name", ""))), field.get("type", "")) for field in resource.fields)
    return frozenset(f"{name}:{kind}" for name, kind in named if name not in _PLAIN)


def _weights(items: Items) -> Weights:
    """Inverse document frequency: ln(1 + n / occurrences)."""
    counted = Counter(itertools.chain.from_iterable(items.values()))
    return {item: math.log(1 + len(items) / count) for item, count in counted.items()}


def _meeting(items: Items) -> list[tuple[str, str]]:
    """The pairs that share something which is not everywhere."""
    owners: dict[Hashable, list[str]] = defaultdict(list)
    for name in sorted(items):
        for item in items[name]:
            owners[item].append(name)
    few: Sequence[list[str]] = [names for names in owners.values() if len(names) <= COMMON]
    return sorted({pair for names in few for pair in itertools.combinations(names, 2)})


def _measures(one: Collection[Hashable], other: Collection[Hashable], weights: Weights) -> tuple[float, float]:
    """Weighted Jaccard, and how much of the smaller is in the larger."""
    shared = sum(weights[item] for item in one if item in other)
    mine, theirs = (sum(map(weights.__getitem__, items)) for items in (one, other))
    return round(shared / (mine + theirs - shared), 3), round(shared / min(mine, theirs), 3)


def _recorded(catalogue: Catalogue) -> Mapping[frozenset[str], tuple[str, ...]]:
    found: dict[frozenset[str], set[str]] = defaultdict(set)
    for package in catalogue.packages:
        for relation in package.data.get("relations", ()):
            if {"type", "target"} <= set(relation):
                found[frozenset({package.name, relation["target"]})].add(relation["type"])
    return {pair: tuple(sorted(types)) for pair, types in found.items()}


def _entry(name: str) -> str:
    """The package of a table."""
    return name.partition("/")[0]
