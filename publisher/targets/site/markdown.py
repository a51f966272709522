"""Markdown of descriptors and of the texts about a site, made safe. Pure; the door to its libraries."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

from publisher.targets.site.engine import Environment, Safe

_TAGS = {"p", "br", "em", "strong", "code", "pre", "ul", "ol", "li", "a", "blockquote", "table", "thead", "tbody"} | {
    "tr",
    "th",
    "td",
    "hr",
}
_HEADINGS = {"h2", "h3"}  # only the texts of a site have headings of their own
_MEANING = re.compile(r"[^\w ,.;:()/%-]|_|\A[\W\d]| \Z|\A\Z")
"""What a text must not hold to be one paragraph of words: all else may mean something in Markdown or HTML."""
_READER = MarkdownIt("commonmark", {"html": False}).enable("table")


def code(text: str) -> Safe:
    """A text between tags, where quotes mean nothing: code has many, and each would take five bytes."""
    return Safe(str(Environment.shown(text)).replace("&#34;", '"').replace("&#39;", "'"))


def prose(text: str) -> Safe:
    """The HTML of a text in a descriptor. Most are plain words, which need neither a parser nor a judge."""
    return _cleaned(text) if _MEANING.search(text) else Safe(f"<p>{text}</p>\n")


def document(text: str) -> Safe:
    """The HTML of a text about the site, which may have headings."""
    return _clean(text, _TAGS | _HEADINGS)


def _clean(text: str, tags: set[str]) -> Safe:
    html = _READER.render(text)
    return Safe(nh3.clean(html, tags=tags, url_schemes={"http", "https", "mailto"}, link_rel="noopener noreferrer"))


@lru_cache(1024)  # a page says the same in its head and in its text
def _cleaned(text: str) -> Safe:
    return _clean(text, _TAGS)
