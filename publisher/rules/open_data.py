"""The open-data list: what it promises must be there or on its way. Pure."""

from collections.abc import Iterator

from publisher.model import Catalogue, Descriptor
from publisher.problem import Problem


def without_dataset_or_plan(catalogue: Catalogue) -> Iterator[Problem]:
    """A list that promises data which is neither published nor planned misleads (NĐ 47/2020/NĐ-CP, Article 19)."""
    for descriptor, index, entry in _entries(catalogue):
        known = catalogue.package(entry["database"])
        if known and not entry.get("planned") and not any(catalogue.datasets_of(entry["database"])):
            args = {"database": entry["database"]}
            yield Problem(descriptor.document.at("entries", index, "database"), "open-data-empty", args)


def not_open(catalogue: Catalogue) -> Iterator[Problem]:
    """The open-data list names databases of an open class only."""
    for descriptor, index, entry in _entries(catalogue):
        database = catalogue.package(entry["database"])
        written = database.data.get("class") if database else None
        if written and not catalogue.schemas.term("classes", written).get("open"):
            args = {"database": entry["database"], "class": written}
            yield Problem(descriptor.document.at("entries", index, "database"), "not-open", args)


def _entries(catalogue: Catalogue) -> Iterator[tuple[Descriptor, int, dict[str, str]]]:
    for descriptor in catalogue.descriptors.values():
        if descriptor.kind == "open-data":
            for index, entry in enumerate(descriptor.data.get("entries", ())):
                if "database" in entry:
                    yield descriptor, index, entry
