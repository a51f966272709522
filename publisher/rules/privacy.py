"""People in open data: columns that look like personal data, and counts so small that persons may be recognised. Pure.

What a column holds was found when its file was measured; no value is kept or told.
"""

from collections.abc import Iterator

from publisher.measures import SmallCounts, Suspicion
from publisher.model import Catalogue, Data, Kind, Package, Resource, label
from publisher.problem import Problem, Severity
from publisher.source import Pointer
from publisher.words import fold

LIKELY = frozenset({"name", "address"})
"""Kinds that are told by their looks alone, which streets, schools and offices share: a warning."""
_WAIVER = frozenset({"reason", "approver", "decision", "expires"})


def personal_data(catalogue: Catalogue) -> Iterator[Problem]:
    """Open data holds no personal data (NĐ 47/2020/NĐ-CP, Article 20; Luật 91/2025/QH15), unless a waiver allows it."""
    for dataset, resource in _measured(catalogue):
        for suspicion in resource.measure.personal if resource.measure else ():
            pointer, field = _field(resource, suspicion.column)
            severity = Severity.WARNING if suspicion.kind in LIKELY else Severity.ERROR
            args = _args(catalogue, suspicion)
            if not _waived(field):
                code = "personal-data-likely" if suspicion.kind in LIKELY else "personal-data"
                yield Problem(dataset.document.at(*pointer, "name"), code, args, severity)
            elif field["waiver"]["expires"] < str(catalogue.as_of):
                place = dataset.document.at(*pointer, "waiver", "expires")
                yield Problem(place, "waiver-expired", {**args, "expires": field["waiver"]["expires"]}, severity)


def small_cells(catalogue: Catalogue) -> Iterator[Problem]:
    """A handful of people in one place may be recognised when data is combined (NĐ 47/2020/NĐ-CP, Article 20)."""
    threshold = catalogue.data.get("small_cells", 0)
    for dataset, resource in _measured(catalogue):
        for counts in resource.measure.small_cells if resource.measure else ():
            pointer, field = _field(resource, counts.column)
            waived = _waived(field) and field["waiver"]["expires"] >= str(catalogue.as_of)
            if counts.below(threshold) and counts_people(catalogue, field) and not waived:
                place = dataset.document.at(*pointer, "name")
                yield Problem(place, "small-cells", _told(counts, threshold), Severity.WARNING)


def tells_people(catalogue: Catalogue, field: Data) -> bool:
    """Whether a column counts people, and no decision lets small counts be told; its end is a matter of warnings."""
    return counts_people(catalogue, field) and not _waived(field)


def _measured(catalogue: Catalogue) -> Iterator[tuple[Package, Resource]]:
    for dataset in catalogue.of(Kind.DATASET):
        yield from ((dataset, resource) for resource in dataset.resources if resource.measure)


def _field(resource: Resource, column: str) -> tuple[Pointer, Data]:
    """Where a column stands in the Table Schema, and what is said of it."""
    named = ((index, field) for index, field in enumerate(resource.fields) if field.get("name") == column)
    index, field = next(named, (0, {}))
    return (*resource.pointer, "schema", "fields", index), field


def _waived(field: Data) -> bool:
    """Whether a waiver says all that it must."""
    return set(field.get("waiver", ())) >= _WAIVER


def _args(catalogue: Catalogue, suspicion: Suspicion) -> dict[str, str]:
    """The column, the kind in the words of each language, and the share of cells in per cent."""
    term = catalogue.schemas.term("personal-kinds", suspicion.kind)
    kinds = {f"expects.{language}": label(term, language) for language in term.get("label", ())}
    return {"column": suspicion.column, "kind": suspicion.kind, "share": f"{suspicion.share * 100:.3g}", **kinds}


def _told(counts: SmallCounts, threshold: int) -> dict[str, str]:
    return {"column": counts.column, "count": str(counts.below(threshold)), "most": str(threshold - 1)}


def counts_people(catalogue: Catalogue, field: Data) -> bool:
    """Whether a column says that it counts people: outright, or by its unit."""
    if "counts" in field:
        return bool(field["counts"] == "people")
    terms = catalogue.schemas.vocabularies.get("person-units", {}).values()
    known = {fold(word) for term in terms for word in term["label"].values()}
    return any(fold(str(value)) in known for key, value in field.items() if key == "unit" or key.startswith("unit_"))
