"""Whom a reader of a page tells what is wrong with it, and where it can be mended. Pure."""

from urllib.parse import quote

from publisher.model import Catalogue, Data, Package, in_language
from publisher.targets.site.cards import Context


def feedback(catalogue: Catalogue, package: Package, url: str, language: str) -> Context:
    """Where to write to about an entry, whose page has the address `url`; nothing where it is not told."""
    title = in_language(package.title, language)
    email = _email(catalogue, package)
    return {
        "mail": f"mailto:{email}?subject={quote(title, '')}&body={quote(url, '')}" if email else "",
        "email": email,
        "issue": _filled(catalogue.data.get("issue_url", ""), title=title, url=url),
        "edit": _filled(catalogue.data.get("edit_url", ""), path=package.document.file),
    }


def _email(catalogue: Catalogue, package: Package) -> str:
    """The mailbox of who answers for an entry: its own contact, that of its database, that of the catalogue."""
    database = catalogue.package(package.data.get("database", ""))
    contributors = package.data.get("contributors", ())
    contacts: list[Data] = [
        *(each for each in contributors if "contact" in each.get("roles", ())),
        package.data.get("contact", {}),
        database.data.get("contact", {}) if database else {},
        catalogue.data.get("contact", {}),
    ]
    return next((str(contact["email"]) for contact in contacts if contact.get("email")), "")


def _filled(address: str, **said: str) -> str:
    """An address with values in their places, each written as a part of an address."""
    for name, value in said.items():
        address = address.replace(f"{{{name}}}", quote(value, "/" if name == "path" else ""))
    return address
