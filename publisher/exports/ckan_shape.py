"""The catalogue as CKAN's Action API answers it (https://docs.ckan.org/en/2.12/api/), for clients of portals. Pure.

The answers are files: each under the name of its action, or of an action and what it shows. What a portal alone
knows (users, views, activity) is empty; what is known beyond CKAN's own fields is among the extras.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from publisher.model import Catalogue, Data, Organization, Package, Resource, Theme, in_language, text

FOLDER = "api/3/action/"
VERSION = "2.12"  # the CKAN whose answers these are shaped as
PAGE = 1_000  # packages of one answer of current_package_list_with_resources; CKAN gives no more either
_ALL = "current_package_list_with_resources"
_HOUSED = {"title", "description", "organization", "themes", "keywords", "resources", "version", "$schema", "custom"}

Answer = tuple[str, bytes, str | None]


def answers(catalogue: Catalogue) -> Iterator[Answer]:
    """Yield each answer: its path, what it says, and the package that it is of, if it is of one."""
    for action, result in _lists(catalogue).items():
        yield FOLDER + action, _answer(catalogue, action, _json(result)), None
    shown = [_json(_package(catalogue, package)) for package in catalogue.packages]
    for package, told in zip(catalogue.packages, shown, strict=True):
        yield f"{FOLDER}package_show/{package.name}.json", _answer(catalogue, "package_show", told), package.name
    for start in range(0, max(1, len(shown)), PAGE):
        page = f"[{','.join(shown[start : start + PAGE])}]"
        yield FOLDER + _ALL + (f"-{start}" if start else ""), _answer(catalogue, _ALL, page), None
    counts = _counts(catalogue)
    for action, entries in (("organization_show", catalogue.organizations), ("group_show", catalogue.themes)):
        for entry in entries:
            told = _json({**_group(catalogue, entry), "package_count": counts.get((action, entry.name), 0)})
            yield f"{FOLDER}{action}/{entry.name}.json", _answer(catalogue, action, told), None


def _answer(catalogue: Catalogue, action: str, result: str) -> bytes:
    """An answer around a result that is written already, since lists repeat what is shown by itself."""
    asked = _json(f"{catalogue.url}{FOLDER}help_show?name={action}")
    return f'{{"help":{asked},"success":true,"result":{result}}}\n'.encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _lists(catalogue: Catalogue) -> Mapping[str, Any]:
    """The answers that need no name."""
    main = catalogue.language
    return {
        "site_read": True,
        "status_show": {
            "ckan_version": VERSION,
            "site_url": catalogue.url.rstrip("/"),
            "site_title": in_language(catalogue.title, main),
            "site_description": in_language(catalogue.description, main),
            "locale_default": main,
            "error_emails_to": None,
            "extensions": [],
        },
        "package_list": sorted(package.name for package in catalogue.packages),
        "organization_list": sorted(organization.name for organization in catalogue.organizations),
        "group_list": sorted(theme.name for theme in catalogue.themes),
        "tag_list": sorted({keyword for package in catalogue.packages for keyword in package.keywords}),
        "license_list": [_licence(catalogue, name) for name in catalogue.schemas.vocabularies["licences"]],
    }


def _package(catalogue: Catalogue, package: Package) -> dict[str, Any]:
    """A package as `package_show` tells of it."""
    main, data = catalogue.language, package.data
    url = f"{catalogue.url}{package.kind}/{package.name}/"
    licence = _licence(catalogue, package.licence) if package.licence else {}
    contact = _contact(data)
    owner = next((one for one in catalogue.organizations if one.name == package.organization), None)
    themes = sorted((theme for theme in catalogue.themes if theme.name in package.themes), key=lambda one: one.name)
    return {
        "id": _id(url),
        "name": package.name,
        "title": in_language(package.title, main),
        "notes": in_language(package.description, main),
        "type": "dataset",
        "state": "active",
        "private": False,
        "url": url,
        "version": data.get("version"),
        "author": None,
        "author_email": None,
        "maintainer": contact.get("title"),
        "maintainer_email": contact.get("email"),
        "creator_user_id": None,
        "license_id": licence.get("id"),
        "license_title": licence.get("title"),
        "license_url": licence.get("url"),
        "isopen": licence.get("od_conformance") == "approved",
        "metadata_created": _moment(data.get("created") or data.get("issued") or data.get("modified")),
        "metadata_modified": _moment(data.get("modified") or data.get("issued")),
        "owner_org": _id(f"{catalogue.url}organization/{owner.name}/") if owner else None,
        "organization": _brief(catalogue, owner) if owner else None,
        "groups": [_brief(catalogue, theme) for theme in themes],
        "tags": [_tag(catalogue, keyword) for keyword in sorted(set(package.keywords))],
        "num_tags": len(set(package.keywords)),
        "resources": [_resource(catalogue, package, *numbered) for numbered in enumerate(package.resources)],
        "num_resources": len(package.resources),
        "extras": _extras({"kind": str(package.kind), **data, **data.get("custom", {})}),
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }


def _resource(catalogue: Catalogue, package: Package, position: int, resource: Resource) -> dict[str, Any]:
    """A file as CKAN tells of it; the table that it holds is not in a DataStore."""
    url = f"{catalogue.url}dataset/{package.name}/{resource.path}"
    measure, term = resource.measure, catalogue.schemas.term("formats", resource.format)
    modified = _moment(package.data.get("modified") or package.data.get("issued"))
    return {
        "id": _id(f"{catalogue.url}dataset/{package.name}/#{resource.name}"),
        "package_id": _id(f"{catalogue.url}{package.kind}/{package.name}/"),
        "position": position,
        "name": in_language(text(resource.data, "title", catalogue.languages), catalogue.language) or resource.name,
        "description": in_language(text(resource.data, "description", catalogue.languages), catalogue.language),
        "url": quote(url, safe=":/?#[]@!$&'()*+,;=%~"),
        "url_type": None,
        "resource_type": None,
        "format": term.get("ckan", resource.format),
        "mimetype": resource.data.get("mediatype") or term.get("mediatype"),
        "mimetype_inner": None,
        "hash": measure.sha256 if measure else "",
        "size": measure.bytes if measure else None,
        "state": "active",
        "datastore_active": False,
        "created": modified,
        "last_modified": modified,
        "metadata_modified": modified,
        "cache_url": None,
        "cache_last_updated": None,
    }


def _group(catalogue: Catalogue, entry: Organization | Theme) -> dict[str, Any]:
    """An organization or a theme, which CKAN calls a group, with all that is known of it."""
    parent = entry.data.get("parent")
    return {
        **_brief(catalogue, entry),
        "groups": [{"name": parent, "capacity": "public"}] if parent else [],
        "extras": _extras({**entry.data, **entry.data.get("custom", {})}),
        "tags": [],
        "users": [],
        "num_followers": 0,
    }


def _brief(catalogue: Catalogue, entry: Organization | Theme) -> dict[str, Any]:
    """An organization or a theme as its packages tell of it."""
    is_organization = isinstance(entry, Organization)
    kind = "organization" if is_organization else "theme"
    title = in_language(entry.title, catalogue.language)
    return {
        "id": _id(f"{catalogue.url}{kind}/{entry.name}/"),
        "name": entry.name,
        "title": title,
        "display_name": title,
        "description": in_language(entry.description, catalogue.language),
        "type": "organization" if is_organization else "group",
        "is_organization": is_organization,
        "state": "active",
        "approval_status": "approved",
        "created": None,
        "image_url": "",
        "image_display_url": "",
    }


def _counts(catalogue: Catalogue) -> Mapping[tuple[str, str], int]:
    """How many packages each organization and each theme has."""
    counts: dict[tuple[str, str], int] = {}
    for package in catalogue.packages:
        of = [("organization_show", package.organization), *(("group_show", theme) for theme in package.themes)]
        for key in of:
            counts[key] = counts.get(key, 0) + 1
    return counts


def _licence(catalogue: Catalogue, name: str) -> dict[str, Any]:
    """A licence under the id that CKAN's own list has for it."""
    term = catalogue.schemas.term("licences", name)
    labels = term.get("label", {})
    return {
        "id": term.get("ckan", name),
        "title": labels.get(catalogue.language) or labels.get("en") or name,
        "url": term.get("url", ""),
        "status": "active",
        "od_conformance": "approved" if term.get("open") else "not reviewed",
        "osd_conformance": "not reviewed",
        "domain_content": True,
        "domain_data": True,
        "domain_software": False,
        "family": "",
        "maintainer": "",
        "is_generic": False,
    }


def _tag(catalogue: Catalogue, keyword: str) -> dict[str, Any]:
    told = {"id": _id(f"{catalogue.url}tag/#{keyword}"), "name": keyword, "display_name": keyword}
    return {**told, "state": "active", "vocabulary_id": None}


def _extras(told: Data) -> list[dict[str, str]]:
    """What CKAN has no field for: text as it is, all else as JSON."""
    return [
        {"key": key, "value": value if isinstance(value, str) else _json(value)}
        for key, value in sorted(told.items())
        if key not in _HOUSED and value not in (None, "", [], {})
    ]


def _contact(data: Data) -> Data:
    """Whom to ask: a contributor who is the contact, else the contact of the entry."""
    contributors: Iterable[Data] = data.get("contributors", ())
    given: Data = data.get("contact", {})
    return next((one for one in contributors if "contact" in one.get("roles", ())), given)


def _moment(day: str | None) -> str | None:
    """The beginning of a day, a month or a year, as CKAN writes moments."""
    return f"{day}-01-01"[:10] + "T00:00:00" if day else None


def _id(url: str) -> str:
    """The same id for the same address, always."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, url))
