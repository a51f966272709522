"""What should be on a portal: the catalogue in CKAN's terms. Pure.

Nothing empty is sent, so that what CKAN stores can be compared.
"""

import uuid
from collections.abc import Iterator
from typing import Any

from publisher.model import Catalogue, Data, Organization, Package, Portal, Resource, Theme, in_language, text
from publisher.plan import Change, Item, Reason
from publisher.plan import State as Items
from publisher.targets.ckan import datastore, dcat, form, views
from publisher.targets.ckan.form import filled
from publisher.targets.ckan.offer import Offer
from publisher.targets.ckan.state import MANAGED_BY, MANAGED_STATE, state_of, written

MAX_EXTRA = 32_766  # bytes; Lucene's longest term, over which CKAN answers 500

SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
# Properties that have a home of their own on a package, or that only the descriptor needs.
_HOUSED = {"title", "description", "organization", "themes", "keywords", "resources", "version", "$schema"}
_HOUSED |= {"temporal", "frequency", "custom"}
_GROUP_HOUSED = {"title", "description", "custom"}
# Properties of a resource that have a home of their own on a CKAN resource, or that only one side needs.
_RESOURCE_HOUSED = {"title", "description", "format", "mediatype", "upload"}


def desired(catalogue: Catalogue, portal: Portal, offer: Offer) -> Items:
    """Organizations, themes, packages, in the order of writing; an editor's token may write packages only."""
    items: dict[str, Item] = {}
    if offer.sysadmin:
        for organization in catalogue.organizations:
            items[f"organization/{organization.name}"] = Item(_group(catalogue, portal, organization))
        for theme in catalogue.themes:
            items[f"theme/{theme.name}"] = Item(_group(catalogue, portal, theme))
    for package in catalogue.packages:
        value = _package(catalogue, portal, offer, package)
        items[f"{package.kind}/{package.name}"] = Item(value, package.name)
    return items


def package_id(portal: Portal, name: str) -> str:
    """The id of a package of ours: the same on every portal and in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"publisher:{portal.owner}/{name}"))


def resource_id(portal: Portal, package: str, resource: Resource) -> str:
    """The id of a resource of ours; it stays when the resource says what it was called before."""
    name = resource.data.get("moved_from", resource.name)
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"publisher:{portal.owner}/{package}/{name}"))


def resources_by_id(portal: Portal, package: Package) -> dict[str, Resource]:
    """The resources of a package by their ids on the portal."""
    return {resource_id(portal, package.name, resource): resource for resource in package.resources}


def over_limits(change: Change, portal: Portal, offer: Offer) -> Iterator[Reason]:
    """Yield what the portal would refuse or silently drop."""
    value = change.after.value if change.after else {}
    extras = {**value.get("extras", {}), MANAGED_STATE: written(state_of(value))} if value else {}
    for key, extra in extras.items():
        if len(extra.encode()) > MAX_EXTRA:
            yield Reason("extra-too-long", {"key": change.key, "extra": key, "limit": str(MAX_EXTRA)})
    for resource in value.get("resources", ()):
        if portal.max_bytes and resource["upload"] and resource.get("size", 0) > portal.max_bytes:
            args = {"key": change.key, "file": resource["name"], "limit": str(portal.max_bytes)}
            yield Reason("file-too-large", args)
    if change.package and value:
        for name in sorted(_demanded(offer) - value.keys()):
            yield Reason("portal-demands", {"key": change.key, "field": name})
    licence = value.get("license_id")
    if licence and offer.licences and licence not in offer.licences:
        yield Reason("licence-unknown-to-portal", {"key": change.key, "licence": licence})


def _demanded(offer: Offer) -> set[str]:
    """The fields of the portal's own schema without which it takes no package."""
    return {name for name, field in offer.dataset_fields.items() if field.get("required")}


def journal_organization(portal: Portal, offer: Offer, catalogue: Catalogue | None) -> str:
    """The organization that keeps the journal: the publisher's, or the one we are confined to."""
    if not offer.sysadmin and portal.organization:
        return portal.organization
    return f"{portal.prefix}{catalogue.publisher if catalogue else ''}"


def _group(catalogue: Catalogue, portal: Portal, entry: Organization | Theme) -> dict[str, Any]:
    told = {**entry.data, **entry.data.get("custom", {})}
    rest = {key: form.text(value) for key, value in filled(told).items() if key not in _GROUP_HOUSED}
    return filled({
        "name": f"{portal.prefix}{entry.name}",
        "title": in_language(entry.title, catalogue.language),
        "description": in_language(entry.description, catalogue.language),
        "extras": {**rest, MANAGED_BY: portal.owner},
    })  # fmt: skip


def _package(catalogue: Catalogue, portal: Portal, offer: Offer, package: Package) -> dict[str, Any]:
    main = catalogue.language
    licence = catalogue.schemas.term("licences", package.licence or "")
    contact = dcat.contact_of(package)
    organization = f"{portal.prefix}{package.organization}" if offer.sysadmin else portal.organization
    typed, extras = form.split(offer.dataset_fields, package.kind, _told(catalogue, offer, package, contact))
    resources = [_resource(catalogue, portal, offer, package, resource) for resource in package.resources]
    return filled({
        **typed,
        "name": f"{portal.prefix}{package.name}",
        "type": portal.dataset_type,
        "title": in_language(package.title, main),
        "notes": in_language(package.description, main) or _notes(offer, package, main),
        "owner_org": organization,
        "private": False,
        "state": "active",
        "url": dcat.page(catalogue, package),
        "version": package.data.get("version"),
        "license_id": licence.get("ckan", package.licence),
        "maintainer": contact.get("title"),
        "maintainer_email": contact.get("email"),
        "tags": sorted(set(package.keywords)),
        "groups": sorted(f"{portal.prefix}{theme}" for theme in package.themes) if offer.sysadmin else [],
        "extras": {**extras, MANAGED_BY: portal.owner},
        "resources": resources,
    })  # fmt: skip


def _told(catalogue: Catalogue, offer: Offer, package: Package, contact: Data) -> dict[str, Any]:
    """All that is said of a package beyond CKAN's own fields: in DCAT's terms first, then what is left."""
    data = package.data
    words = {"title": text(data, "title", catalogue.languages), "notes": text(data, "description", catalogue.languages)}
    elsewhere = _told_elsewhere(catalogue)
    rest = {key: value for key, value in data.items() if key not in elsewhere}
    return filled({
        **{form.name_of(package.kind, key): value for key, value in {**rest, **data.get("custom", {})}.items()},
        **form.translated(offer.dataset_fields, words, catalogue.language),
        **dcat.terms(catalogue, package, contact),
        "kind": str(package.kind),
        "theme_names": sorted(package.themes),
    })  # fmt: skip


def _told_elsewhere(catalogue: Catalogue) -> set[str]:
    return _HOUSED | {f"{key}_{language}" for key in ("title", "description") for language in catalogue.languages}


def _notes(offer: Offer, package: Package, language: str) -> str | None:
    """What stands for a description on a portal that demands one; nobody's words but the title's."""
    return in_language(package.title, language) if offer.dataset_fields.get("notes", {}).get("required") else None


def _resource(
    catalogue: Catalogue, portal: Portal, offer: Offer, package: Package, resource: Resource
) -> dict[str, Any]:
    term = catalogue.schemas.term("formats", resource.format)
    measure = resource.measure
    linked = resource.data.get("upload", "link" if portal.links_only else "file") == "link"
    words = {
        "name": text(resource.data, "title", catalogue.languages),
        "description": text(resource.data, "description", catalogue.languages),
    }
    return filled({
        "id": resource_id(portal, package.name, resource),
        "name": in_language(words["name"], catalogue.language),
        "description": in_language(words["description"], catalogue.language),
        **form.translated(offer.resource_fields, words, catalogue.language),
        "format": term.get("ckan", resource.format),
        "mimetype": resource.data.get("mediatype"),
        "hash": measure.sha256 if measure else None,
        "hash_algorithm": SHA256 if measure else None,
        "size": measure.bytes if measure else None,
        "data_resource": _data_resource(catalogue, resource),
        "upload": not linked,
        "url": f"{catalogue.url}dataset/{package.name}/{resource.path}" if linked else None,
        **_table(catalogue, portal, offer, resource),
    })  # fmt: skip


def _data_resource(catalogue: Catalogue, resource: Resource) -> dict[str, Any]:
    """What else the Data Package says of a resource, its Table Schema above all, so that nothing is lost on the way."""
    words = {f"{key}_{language}" for key in ("title", "description") for language in catalogue.languages}
    return {key: value for key, value in resource.data.items() if key not in _RESOURCE_HOUSED | words}


def _table(catalogue: Catalogue, portal: Portal, offer: Offer, resource: Resource) -> dict[str, Any]:
    """The marks of the table that the portal's DataStore should hold, and the views on it."""
    table = datastore.table_of(resource, catalogue.languages) if resource.measure else None
    if not (table and resource.measure and portal.datastore and offer.takes_tables):
        return {}
    wanted = views.wanted_views(resource, offer.plugins, catalogue.language)
    return {
        "table": datastore.marks(table, resource.measure.sha256),
        "views": [view.label for view in wanted],
    }
