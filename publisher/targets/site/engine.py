"""Jinja as the pages need it: what can be known of a template is done once, when it is compiled. Reads; its only door.

A site has tens of thousands of pages, and each is a few hundred expressions. So words of the interface are put into
the template of a language, indentation is taken out of it, and a key of a dictionary is looked up as one.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

Safe = Markup
"""A text that is HTML already."""
# What is raised of templates that are wrong.
Misspelt, Missing, Undefined = jinja2.TemplateSyntaxError, jinja2.TemplateNotFound, jinja2.UndefinedError

_ASKING = (nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)
_INDENT = re.compile(r"(<pre\b.*?</pre>)|(?<=\n)[ \t]+", re.DOTALL)  # but of what is shown as it is written
_SPECIAL = re.compile("[&<>'\"]")
_WORDS = ("name", "lparen", "string", "rparen")  # the tokens of t("key")


class _Context(Context):
    """What a page knows; macros, which are most of what it calls, are called at once."""

    def call(self, obj: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls."""
        if type(obj) is Macro and "_loop_vars" not in kwargs and "_block_vars" not in kwargs:
            return obj(self.eval_ctx, *args, **kwargs)
        return super().call(obj, *args, **kwargs)


class _Code(CodeGenerator):
    """Templates as Python, where what is safe or has nothing to be escaped is written as it is."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if finalize.src is None and frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Environment(jinja2.Environment):
    """The templates of one language: those of the first folder that has them."""

    code_generator_class = _Code
    context_class = _Context

    def __init__(self, folders: Sequence[Path], words: Mapping[str, str]) -> None:
        self.words = words
        super().__init__(
            loader=jinja2.FileSystemLoader(folders),
            autoescape=True,
            bytecode_cache=_compiled(words),
            auto_reload=False,  # templates are read anew for each edition of the site
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            extensions=[_Ahead],
        )

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a dictionary first: contexts are dictionaries, and asking one for an attribute is slow."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def asked(self, template: str, source: str) -> Iterator[tuple[int, list[str]]]:
        """Compile a template; yield the lines on which it asks for others by name, one of which must be there."""
        self.get_template(template)
        found: Iterator[Any] = self.parse(source).find_all(_ASKING)
        for node in found:
            if not getattr(node, "ignore_missing", False):
                names = [getattr(each, "value", None) for each in getattr(node.template, "items", [node.template])]
                told = [name for name in names if isinstance(name, str)]
                if len(told) == len(names):  # else only a page can tell
                    yield node.lineno, told

    @staticmethod
    def shown(value: Any) -> Any:
        """A value between tags or in an attribute: what Jinja's own escape makes of it."""
        kind = type(value)
        if kind is Markup or (kind is str and not _SPECIAL.search(value)):
            return value
        return escape(value)


class _Ahead(Extension):
    """What is done before a template is compiled."""

    environment: Environment

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Take indentation out of pages: browsers do not look at it, and it would be a tenth of what they weigh."""
        if not (name or "").endswith(".html"):
            return source
        return _INDENT.sub(lambda found: found[1] or "", source)

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Put the words of the language where a template names them: `t("key")` without arguments."""
        held: list[Token] = []
        for token in stream:
            held.append(token)
            while held and not self._may_become(held):
                yield held.pop(0)
            if len(held) == len(_WORDS):
                yield Token(token.lineno, "string", self.environment.words[held[2].value].format())
                held.clear()
        yield from held

    def _may_become(self, held: Sequence[Token]) -> bool:
        """Whether tokens are the beginning of `t("key")`, with a key that stands for words without places in them."""
        alike = all(token.type == kind for token, kind in zip(held, _WORDS, strict=False))
        known = len(held) < 3 or _is_plain(self.environment.words.get(held[2].value, "{}"))
        return alike and held[0].value == "t" and known


def _is_plain(words: str) -> bool:
    return "{" not in words and "}" not in words


class _Compiled(jinja2.BytecodeCache):
    """Templates that this process has compiled already, by their sources: a live preview builds again and again."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template as it was compiled; Jinja itself sees that the source is the same."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template as it was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED: dict[str, _Compiled] = {}


def _compiled(words: Mapping[str, str]) -> _Compiled:
    """What was compiled with these words in it."""
    return _COMPILED.setdefault(hashlib.sha256(repr(sorted(words.items())).encode()).hexdigest(), _Compiled())
