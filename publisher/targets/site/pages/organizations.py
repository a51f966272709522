"""The list of organizations, and a page each. Pure."""

from collections.abc import Iterator

from publisher.model import Organization, in_language
from publisher.show import show
from publisher.targets.site import details
from publisher.targets.site.cards import Context
from publisher.targets.site.edition import Edition, Page
from publisher.targets.site.succession import Line
from publisher.words import order


def pages(edition: Edition) -> Iterator[Page]:
    """The list, then a page each."""
    yield edition.page("organization/", "organizations.html", {"entries": _organizations(edition)})
    line = Line(edition.catalogue.organizations)
    for organization in edition.catalogue.organizations:
        context = {**_organization(edition, organization), "history": _history(edition, line, organization)}
        yield edition.page(f"organization/{organization.name}/", "organization.html", context)


def _organizations(edition: Edition) -> list[Context]:
    """All organizations; units stand under the organization that they belong to."""
    entries = sorted(
        edition.catalogue.organizations,
        key=lambda organization: order(in_language(organization.title, edition.language), edition.language),
    )
    return [
        {
            **edition.cards.organization(top),
            "units": [edition.cards.organization(u) for u in entries if u.parent == top.name],
        }
        for top in entries
        if not top.parent
    ]


def _organization(edition: Edition, organization: Organization) -> Context:
    """The page of an organization."""
    skip = {"title", "description", "notes", "successor", "unattested", "proposed"}
    rows = show(edition.catalogue, "organization", organization.data, edition.language, skip)
    return {
        **edition.cards.organization(organization),
        "description": in_language(organization.description, edition.language),
        "notes": details.said(edition.catalogue, organization.data, "notes", edition.language),
        "properties": edition.cards.linked(rows),
        "entries": edition.cards.packages(p for p in edition.databases if p.organization == organization.name),
        "datasets": edition.cards.packages(p for p in edition.datasets if p.organization == organization.name),
        "units": [
            edition.cards.organization(unit)
            for unit in edition.catalogue.organizations
            if unit.parent == organization.name
        ],
        "unattested": details.unattested_names(
            edition.catalogue, "organization", organization.data.get("unattested", ()), edition.language
        ),
    }


def _history(edition: Edition, line: Line, organization: Organization) -> list[Context]:
    """What an organization was before and what it became, the earliest first; nothing if it was never another."""
    told = line.of(organization)
    cards = [{**edition.cards.organization(each), "here": each.name == organization.name} for each in told]
    return cards if len(cards) > 1 else []
