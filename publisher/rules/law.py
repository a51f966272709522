"""What a law demands of the entries that rest on it. Pure; the laws themselves are in schemas/rules/."""

from collections.abc import Iterator, Sequence
from typing import Any

from publisher.model import Catalogue, Data, Kind, Package, RuleSet
from publisher.problem import Problem, Severity
from publisher.rules.days import first_day, later
from publisher.rules.freshness import due_day, last_update
from publisher.source import Document, Pointer

_ALWAYS = ("0000-01-01", "9999-12-31")
_OPEN_DATA = "open-data"

# A descriptor's document and data, and the package that it describes, if it describes one.
_Entry = tuple[Document, Data, Package | None]


def demands(catalogue: Catalogue) -> Iterator[Problem]:
    """An entry gives what the law it rests on demands, or says in `unattested` that nobody attests it.

    A rule set applies to a database through its own `legal_basis` and the days there, not through today. Datasets and
    the open-data list are published every day anew: of them is demanded what they rest on today.
    """
    for rule_set in _chosen(catalogue):
        for demand in rule_set.demands:
            if "seen_by" not in demand:
                for entry in _entries(catalogue, demand["kind"]):
                    yield from _missing(catalogue, entry, rule_set, demand)


def late(catalogue: Catalogue) -> Iterator[Problem]:
    """What a law wants done within a time is not late; today it must still be in force."""
    for rule_set in _chosen(catalogue):
        for limit in rule_set.limits:
            for entry in _entries(catalogue, limit["kind"]):
                if _rests_today(catalogue, _bases(catalogue, entry), rule_set, limit):
                    yield from _late(catalogue, entry, rule_set, limit)


def _chosen(catalogue: Catalogue) -> Iterator[RuleSet]:
    """The rule sets that a catalogue chooses."""
    for name in catalogue.data.get("rules", ()):
        if rule_set := catalogue.schemas.rule_sets.get(name):
            yield rule_set


def _entries(catalogue: Catalogue, kind: str) -> Iterator[_Entry]:
    """What a part of a rule set is asked of: the open-data list, or every package of a kind."""
    if kind == _OPEN_DATA:
        lists = (found for found in catalogue.descriptors.values() if found.kind == kind)
        yield from ((found.document, found.data, None) for found in lists)
    else:
        yield from ((package.document, package.data, package) for package in catalogue.of(Kind(kind)))


def _missing(catalogue: Catalogue, entry: _Entry, rule_set: RuleSet, demand: Data) -> Iterator[Problem]:
    document, data, _ = entry
    asked_at = _asked_at(catalogue, entry, rule_set, demand)
    if asked_at is None or not isinstance(document.data, dict):
        return
    args = {"property": demand["property"], "article": demand["article"], "document": rule_set.document}
    if demand["property"].partition(".")[0] not in {*document.data, *data.get("unattested", ())}:
        yield Problem(document.at(*asked_at), "law-demands", args)
    elif "mark" in demand:
        terms = catalogue.schemas.vocabularies.get(demand["vocabulary"], {})
        allowed = [value for value, term in terms.items() if term.get(demand["mark"])]
        for pointer, value in _values(data, demand["property"].split("."), ()):
            if value not in allowed:
                told = {**args, "value": str(value), "allowed": ", ".join(allowed)}
                yield Problem(document.at(*pointer), "law-value", told)


def _asked_at(catalogue: Catalogue, entry: _Entry, rule_set: RuleSet, demand: Data) -> Pointer | None:
    """Where a demand would be said to be missed; None where it does not apply."""
    _, data, package = entry
    if package is None or package.kind is Kind.DATASET:
        return () if _rests_today(catalogue, _bases(catalogue, entry), rule_set, demand) else None
    if demand.get("open") and not catalogue.schemas.term("classes", data.get("class", "")).get("open"):
        return None
    index = _basis(_bases(catalogue, entry), rule_set, demand)
    return None if index is None else ("legal_basis", index, "document")


def _bases(catalogue: Catalogue, entry: _Entry) -> Sequence[Data]:
    """What an entry rests on: a dataset on its database, and on the open-data list if that opens the database."""
    _, data, package = entry
    own: Sequence[Data] = data.get("legal_basis", ())
    if package is None or package.kind is Kind.DATABASE:
        return own
    name = data.get("database", "")
    database, listed = catalogue.package(name), catalogue.open_data
    opened = any(item.get("database") == name for item in listed.get("entries", ()))
    above = database.data.get("legal_basis", ()) if database else ()
    return [*above, *(listed.get("legal_basis", ()) if opened else ())]


def _rests_today(catalogue: Catalogue, bases: Sequence[Data], rule_set: RuleSet, part: Data) -> bool:
    today = str(catalogue.as_of)
    return _basis(bases, rule_set, {**part, **_common(rule_set, part, (today, today))}) is not None


def _common(rule_set: RuleSet, part: Data, days: tuple[str, str]) -> dict[str, str]:
    """The days that a part of a rule set and a span have in common."""
    start, end = part.get("valid_from", rule_set.valid_from), part.get("valid_to", rule_set.valid_to)
    return {"valid_from": max(start, days[0]), "valid_to": min(end, days[1])}


def _basis(legal_basis: Sequence[Data], rule_set: RuleSet, part: Data) -> int | None:
    """The item of a legal basis through which a part of a rule set applies: its document, in force on common days."""
    for index, basis in enumerate(legal_basis):
        if basis.get("document") == rule_set.document:
            days = (basis.get("valid_from", _ALWAYS[0]), basis.get("valid_to", _ALWAYS[1]))
            common = _common(rule_set, part, days)
            if common["valid_from"] <= common["valid_to"]:
                return index
    return None


def _values(data: Any, path: Sequence[str], above: Pointer) -> Iterator[tuple[Pointer, Any]]:
    """Each value at a path, through lists, with its pointer."""
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from _values(item, path, (*above, index))
    elif not path:
        yield above, data
    elif isinstance(data, dict) and path[0] in data:
        yield from _values(data[path[0]], path[1:], (*above, path[0]))


def _late(catalogue: Catalogue, entry: _Entry, rule_set: RuleSet, limit: Data) -> Iterator[Problem]:
    document, data, package = entry
    begins = last = first_day(str(data.get(limit["property"], "")))
    if package and limit.get("after_cycle"):
        last, begins = last_update(package), due_day(catalogue, package)
    due = later(begins, limit["within"]) if begins else None
    if due and catalogue.as_of > due:
        args = {"property": limit["property"], "last": str(last), "due": str(due)}
        args |= {"article": limit["article"], "document": rule_set.document}
        yield Problem(document.at(limit["property"]), "law-late", args, Severity.WARNING)
