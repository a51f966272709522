"""What should be on a portal: the catalogue in CKAN's terms. Pure.

Extras bear the names that ckanext-dcat gives them, so that a portal which has it serves the same DCAT; what it has
no name for goes under its own. Nothing empty is sent, so that what CKAN stores can be compared.
"""

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from publisher.model import Catalogue, Data, Kind, Organization, Package, Portal, Resource, Theme, in_language, text
from publisher.plan import Change, Item, Reason, State

MANAGED_BY = "managed_by"
MANAGED_STATE = "managed_state"
MAX_EXTRA = 32_766  # bytes; Lucene's longest term, over which CKAN answers 500

_EU_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
_EU_LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
_LANGUAGES = {"vi": "VIE", "en": "ENG", "fr": "FRA", "es": "SPA", "de": "DEU", "lo": "LAO", "km": "KHM"}
# CKAN's own fields of a package: no extra may bear such a name.
_RESERVED = {"id", "name", "title", "notes", "url", "version", "state", "type", "private", "author", "author_email"}
_RESERVED |= {"maintainer", "maintainer_email", "license_id", "owner_org", "tags", "groups", "resources", "extras"}
# Properties that have a home of their own on a package, or that only the descriptor needs.
_HOUSED = {"title", "description", "organization", "themes", "keywords", "resources", "licenses", "version", "$schema"}
_HOUSED |= {"temporal", "frequency"}


@dataclass(frozen=True)
class Offer:
    """What a portal offers us: its version, our rights, its licences."""

    version: str
    sysadmin: bool
    licences: frozenset[str]


def desired(catalogue: Catalogue, portal: Portal, offer: Offer) -> State:
    """Organizations, themes, packages, in the order of writing; an editor's token may write packages only."""
    state: dict[str, Item] = {}
    if offer.sysadmin:
        for organization in catalogue.organizations:
            state[f"organization/{organization.name}"] = Item(_organization(catalogue, portal, organization))
        for theme in catalogue.themes:
            state[f"theme/{theme.name}"] = Item(_theme(catalogue, portal, theme))
    for package in catalogue.packages:
        value = _package(catalogue, portal, offer, package)
        state[f"{package.kind}/{package.name}"] = Item(value, package.name)
    return state


def package_id(portal: Portal, name: str) -> str:
    """The id of a package of ours: the same on every portal and in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"publisher:{portal.owner}/{name}"))


def resource_id(portal: Portal, package: str, name: str) -> str:
    """The id of a resource of ours."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"publisher:{portal.owner}/{package}/{name}"))


def over_limits(change: Change, portal: Portal, offer: Offer) -> Iterator[Reason]:
    """Yield what the portal would refuse or silently drop."""
    value = change.after.value if change.after and change.package else {}
    for key, extra in value.get("extras", {}).items():
        if len(extra.encode()) > MAX_EXTRA:
            yield Reason("extra-too-long", {"key": change.key, "extra": key, "limit": str(MAX_EXTRA)})
    for resource in value.get("resources", ()):
        if portal.max_bytes and resource["upload"] and resource.get("size", 0) > portal.max_bytes:
            args = {"key": change.key, "file": resource["name"], "limit": str(portal.max_bytes)}
            yield Reason("file-too-large", args)
    licence = value.get("license_id")
    if licence and offer.licences and licence not in offer.licences:
        yield Reason("licence-unknown-to-portal", {"key": change.key, "licence": licence})


def journal_organization(portal: Portal, offer: Offer, catalogue: Catalogue | None) -> str:
    """The organization that keeps the journal: the publisher's, or the one we are confined to."""
    if not offer.sysadmin and portal.organization:
        return portal.organization
    return f"{portal.prefix}{catalogue.publisher if catalogue else ''}"


def _organization(catalogue: Catalogue, portal: Portal, organization: Organization) -> dict[str, Any]:
    return _group(catalogue, portal, organization, _extras(organization.data, {"title", "description"}))


def _theme(catalogue: Catalogue, portal: Portal, theme: Theme) -> dict[str, Any]:
    return _group(catalogue, portal, theme, _extras(theme.data, {"title", "description"}))


def _group(
    catalogue: Catalogue, portal: Portal, entry: Organization | Theme, extras: Mapping[str, str]
) -> dict[str, Any]:
    return filled({
        "name": f"{portal.prefix}{entry.name}",
        "title": in_language(entry.title, catalogue.language),
        "description": in_language(entry.description, catalogue.language),
        "extras": {**extras, MANAGED_BY: portal.owner},
    })  # fmt: skip


def _package(catalogue: Catalogue, portal: Portal, offer: Offer, package: Package) -> dict[str, Any]:
    main = catalogue.language
    licence = catalogue.schemas.term("licences", package.licence or "")
    contact = _contact(package)
    organization = f"{portal.prefix}{package.organization}" if offer.sysadmin else portal.organization
    return filled({
        "name": f"{portal.prefix}{package.name}",
        "title": in_language(package.title, main),
        "notes": in_language(package.description, main),
        "owner_org": organization,
        "private": False,
        "state": "active",
        "url": f"{catalogue.url}{package.kind}/{package.name}/",
        "version": package.data.get("version"),
        "license_id": licence.get("ckan", package.licence),
        "maintainer": contact.get("title"),
        "maintainer_email": contact.get("email"),
        "tags": sorted(set(package.keywords)),
        "groups": sorted(f"{portal.prefix}{theme}" for theme in package.themes) if offer.sysadmin else [],
        "extras": {**_package_extras(catalogue, package, contact), MANAGED_BY: portal.owner},
        "resources": [_resource(catalogue, portal, package, resource) for resource in package.resources],
    })  # fmt: skip


def _package_extras(catalogue: Catalogue, package: Package, contact: Data) -> dict[str, str]:
    """Extras under ckanext-dcat's names first, then what is left of the descriptor."""
    data = package.data
    spatial, temporal = data.get("spatial", {}), data.get("temporal", {})
    themes = {theme.data.get("broad_match") for theme in catalogue.themes if theme.name in package.themes} - {None}
    publisher = next((org for org in catalogue.organizations if org.name == package.organization), None)
    languages = [_EU_LANGUAGE + _LANGUAGES[code] for code in catalogue.languages if code in _LANGUAGES]
    open_class = "open" if package.kind is Kind.DATASET else data.get("class", "")
    named = {
        "uri": f"{catalogue.url}{package.kind}/{package.name}/",
        "identifier": package.name,
        "kind": str(package.kind),
        "theme": json.dumps(sorted(themes)) if themes else None,
        "language": json.dumps(languages) if languages else None,
        "frequency": _frequency(catalogue, data.get("frequency")),
        "access_rights": catalogue.schemas.term("classes", open_class).get("access_right"),
        "publisher_name": in_language(publisher.title, catalogue.language) if publisher else None,
        "publisher_uri": f"{catalogue.url}organization/{publisher.name}/" if publisher else None,
        "contact_name": contact.get("title"),
        "contact_email": contact.get("email"),
        "temporal_start": temporal.get("start"),
        "temporal_end": temporal.get("end"),
        "spatial_uri": spatial.get("uri"),
        "spatial_text": spatial.get("title"),
        "theme_names": json.dumps(sorted(package.themes)) if package.themes else None,
    }
    translated = _translated(catalogue, data, {"title": "title", "description": "notes"})
    rest = _extras(data, _HOUSED | {f"description_{language}" for language in catalogue.languages})
    rest = {f"{package.kind}_{key}" if key in _RESERVED else key: value for key, value in rest.items()}
    return {**rest, **translated, **{key: value for key, value in named.items() if value}}


def _extras(data: Data, told: set[str]) -> dict[str, str]:
    """Each property that is not told elsewhere, as text; what is not text is its JSON."""
    rest = {key: value for key, value in data.items() if key not in told and value not in ("", None)}
    return {key: value if isinstance(value, str) else _json(value) for key, value in rest.items()}


def _translated(catalogue: Catalogue, data: Data, names: Mapping[str, str]) -> dict[str, str]:
    """The other languages of some properties, under CKAN's names for them: `notes_en`."""
    return {
        f"{ckan}_{language}": said
        for key, ckan in names.items()
        for language, said in text(data, key, catalogue.languages).items()
        if language != catalogue.language
    }


def _frequency(catalogue: Catalogue, value: str | None) -> str | None:
    """The EU code of a frequency, by itself or by its interval."""
    codes = catalogue.schemas.vocabularies["frequencies"]
    code = next((code for code, term in codes.items() if value in (code, term.get("iso"))), None)
    return _EU_FREQUENCY + code if code else value


def _contact(package: Package) -> Data:
    contributors = package.data.get("contributors", ())
    given: Data = package.data.get("contact", {})
    return next((c for c in contributors if "contact" in c.get("roles", ())), given)


def _resource(catalogue: Catalogue, portal: Portal, package: Package, resource: Resource) -> dict[str, Any]:
    term = catalogue.schemas.term("formats", resource.format)
    measure = resource.measure
    return filled({
        "id": resource_id(portal, package.name, resource.name),
        "name": in_language(resource.title, catalogue.language),
        "description": resource.data.get("description"),
        **_translated(catalogue, resource.data, {"title": "name", "description": "description"}),
        "format": term.get("ckan", resource.format),
        "mimetype": resource.data.get("mediatype"),
        "hash": measure.sha256 if measure else None,
        "size": measure.bytes if measure else None,
        "upload": not portal.links_only,
        "url": f"{catalogue.url}dataset/{package.name}/{resource.path}" if portal.links_only else None,
    })  # fmt: skip


def filled(record: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is empty: CKAN gives it back as null, as "" or not at all."""
    return {key: value for key, value in record.items() if value not in (None, "", [], {})}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
