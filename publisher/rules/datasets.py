"""What a dataset owes to those who reuse it. Pure."""

from collections.abc import Iterator

from publisher.model import Catalogue, Kind, Package
from publisher.problem import Problem


def _datasets(catalogue: Catalogue) -> Iterator[Package]:
    """The datasets whose descriptor says anything at all."""
    return (dataset for dataset in catalogue.of(Kind.DATASET) if isinstance(dataset.document.data, dict))


def without_licence(catalogue: Catalogue) -> Iterator[Problem]:
    """Without a licence nobody may lawfully reuse the data, and no export can name it."""
    for dataset in _datasets(catalogue):
        if "licenses" not in dataset.document.data:
            yield Problem(dataset.document.at(), "missing-licence")


def without_contact(catalogue: Catalogue) -> Iterator[Problem]:
    """Feedback sets priorities only if somebody receives it (NĐ 47/2020/NĐ-CP, Article 19)."""
    for dataset in _datasets(catalogue):
        contributors = dataset.data.get("contributors", ())
        if not any("contact" in contributor.get("roles", ()) for contributor in contributors):
            yield Problem(dataset.document.at("contributors"), "missing-contact")


def without_source(catalogue: Catalogue) -> Iterator[Problem]:
    """A figure without a source cannot be checked."""
    for dataset in _datasets(catalogue):
        if "sources" not in dataset.document.data:
            yield Problem(dataset.document.at(), "missing-source")


def of_closed_database(catalogue: Catalogue) -> Iterator[Problem]:
    """What lies in datasets/ is published to everybody, so its database must be of an open class."""
    for dataset in _datasets(catalogue):
        database = catalogue.package(dataset.data.get("database", ""))
        written = database.data.get("class") if database else None
        if written and not catalogue.schemas.term("classes", written).get("open"):
            args = {"database": dataset.data["database"], "class": written}
            yield Problem(dataset.document.at("database"), "not-open", args)


def version_twice(catalogue: Catalogue) -> Iterator[Problem]:
    """A version is told of once: what leads to it (a page, a feed) must lead to one place."""
    for dataset in _datasets(catalogue):
        seen: set[str] = set()
        for number, item in enumerate(dataset.data.get("changelog", ())):
            version = item.get("version", "")
            if version in seen:
                yield Problem(
                    dataset.document.at("changelog", number, "version"), "repeated-version", {"version": version}
                )
            seen.add(version)
