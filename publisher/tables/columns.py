"""Which column of a file is which field, as `fieldsMatch` of the Table Schema says. Pure.

By default the fields stand in the order of the columns; any other way of matching goes by name.
"""

from collections.abc import Iterable, Iterator, Sequence

from publisher.model import Resource


def by_name(resource: Resource) -> bool:
    """Whether fields find their columns by name."""
    return bool(resource.schema.get("fieldsMatch", "exact") != "exact")


def positions(resource: Resource, header: Sequence[str]) -> list[int | None]:
    """Where the column of each field stands in a record, from 0; None for a field that the file does not have."""
    if not by_name(resource):
        return list(range(len(resource.fields)))
    known = {label: index for index, label in reversed([*enumerate(header)])}
    return [known.get(field.get("name", "")) for field in resource.fields]


def in_order(resource: Resource, records: Iterable[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Records in the order of the fields, without the header; a field that the file does not have is empty."""
    rest = iter(records)
    header = next(rest, ())
    if not by_name(resource):
        yield from map(tuple, rest)
        return
    order = positions(resource, header)
    for record in rest:
        yield tuple(record[at] if at is not None and at < len(record) else "" for at in order)
