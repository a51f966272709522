"""What a law demands of the entries that rest on it. Pure; the laws themselves are in schemas/rules/."""

from collections.abc import Iterator, Sequence

from publisher.model import Catalogue, Package, RuleSet
from publisher.problem import Problem

_ALWAYS = ("0000-01-01", "9999-12-31")


def demands(catalogue: Catalogue) -> Iterator[Problem]:
    """An entry gives what the law it rests on demands, or says in `unattested` that nobody attests it.

    A rule set applies through the entry's own `legal_basis` and its dates, not through today's.
    """
    for name in catalogue.data.get("rules", ()):
        if rule_set := catalogue.schemas.rule_sets.get(name):
            for package in catalogue.packages:
                yield from _missing(package, rule_set)


def _missing(package: Package, rule_set: RuleSet) -> Iterator[Problem]:
    index = _basis(package.data.get("legal_basis", ()), rule_set)
    if index is None:
        return
    told = {*package.document.data, *package.data.get("unattested", ())}
    for demand in rule_set.demands:
        if demand["kind"] == package.kind and demand["property"] not in told:
            args = {"property": demand["property"], "article": demand["article"], "document": rule_set.document}
            yield Problem(package.document.at("legal_basis", index, "document"), "law-demands", args)


def _basis(legal_basis: Sequence[dict[str, str]], rule_set: RuleSet) -> int | None:
    """The item of a legal basis through which a rule set applies: its document, in force on common days."""
    for index, basis in enumerate(legal_basis):
        start, end = basis.get("valid_from", _ALWAYS[0]), basis.get("valid_to", _ALWAYS[1])
        if basis.get("document") == rule_set.document and start <= rule_set.valid_to and end >= rule_set.valid_from:
            return index
    return None
