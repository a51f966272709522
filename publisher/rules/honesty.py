"""What nobody attests is named, not filled. Pure."""

from collections.abc import Iterator

from publisher.model import Catalogue
from publisher.problem import Problem
from publisher.words import nearest


def unattested(catalogue: Catalogue) -> Iterator[Problem]:
    """`unattested` names properties that are left out; a property that is given is no longer unattested."""
    yield from _named(catalogue, "unattested", given=False)


def proposed(catalogue: Catalogue) -> Iterator[Problem]:
    """`proposed` names properties whose value is only a proposal, so the value must be there."""
    yield from _named(catalogue, "proposed", given=True)


def _named(catalogue: Catalogue, key: str, *, given: bool) -> Iterator[Problem]:
    for descriptor in catalogue.descriptors.values():
        known = catalogue.schemas.kinds[descriptor.kind].get("properties", {})
        for index, name in enumerate(descriptor.data.get(key, ())):
            if name not in known:
                found = nearest(name, known)
                args = {"property": name, **({"nearest": found} if found else {})}
                yield Problem(descriptor.document.at(key, index), "unknown-property", args)
            elif (name in descriptor.document.data) is not given:
                code = "proposed-absent" if given else "unattested-given"
                yield Problem(descriptor.document.at(key, index), code, {"property": name})
