"""Pages of running text: about, reuse, contact, accessibility. Pure; the text lies in `site_templates/prose/`."""

from collections.abc import Iterator

from publisher.targets.site import details
from publisher.targets.site.cards import Context
from publisher.targets.site.edition import FEED, PROSE, Edition, Page

# What a text may say, each in braces; the last two are addresses.
SAID = {"publisher", "contact", "email", "phone", "licence", "licence_url", "feed", "repository", "root", "home"}


def pages(edition: Edition) -> Iterator[Page]:
    """A page each."""
    for name in PROSE:
        yield edition.page(f"{name}/", "prose.html", {"name": name, "said": _said(edition)})


def _said(edition: Edition) -> Context:
    """What the texts may say of the catalogue; what it does not tell is empty, and the line that says it left out."""
    catalogue = edition.catalogue
    contact = catalogue.data.get("contact", {})
    licence = edition.cards.licence(catalogue.data.get("licence"))
    return {
        "publisher": edition.cards.title_of(catalogue.publisher),
        "contact": details.said(catalogue, contact, "title", edition.language),
        "email": contact.get("email", ""),
        "phone": contact.get("phone", ""),
        "licence": licence["title"],
        "licence_url": licence["url"],
        "feed": FEED if edition.feeds else "",
        "repository": catalogue.data.get("repository", ""),
    }
