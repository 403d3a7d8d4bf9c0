"""The environment that templates are rendered in: where they are found, and what an unknown name does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, UndefinedError
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.utils import missing
from markupsafe import Markup

from paperfolio.memo import Store
from paperfolio.pages.theme import Theme
from paperfolio.pages.words import direction


class _Loader(BaseLoader):
    """Templates by name: the site's own, then the theme's; `theme/x` is always the theme's own x."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002 - Jinja's signature
        shown, data = self.theme.where(template)
        if data is None:
            raise TemplateNotFound(template)
        return data.decode(), shown, None


class _Compiled(BytecodeCache):
    """Compiled templates of earlier builds; Jinja checks that source and version are the same."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def load_bytecode(self, bucket: Bucket) -> None:
        if data := self.store.get(bucket.key):
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.store.put(bucket.key, bucket.bytecode_to_string())


class UnknownNameError(UndefinedError):
    """A name that a template asks for and nothing has; `known` are those that its owner has, if it has one."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(name)
        self.name, self.known = name, tuple(known)


class _Undefined(StrictUndefined):
    """What a template gets for an unknown name: any use of it raises an error with the name."""

    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: Any = None, exc: Any = UndefinedError
    ) -> None:
        def unknown(_: object) -> UnknownNameError:
            known = () if obj is missing else obj if isinstance(obj, Mapping) else dir(obj)
            return UnknownNameError(name, (each for each in known if each[:1] != "_"))

        super().__init__(hint, obj, name, unknown if hint is None and isinstance(name, str) else exc)  # type: ignore[arg-type]


@lru_cache(maxsize=4)
def environment(theme: Theme) -> Environment:
    """Return an environment that compiles each template of a theme once."""
    made = Environment(
        loader=_Loader(theme),
        autoescape=True,
        undefined=_Undefined,
        auto_reload=False,
        bytecode_cache=None if theme.compiled is None else _Compiled(theme.compiled),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.filters["in_language"] = _in_language
    # A theme is values that never change, so an include needs no more than a look into a dictionary.
    made.get_template = cache(made.get_template)  # type: ignore[method-assign]
    return made


def _in_language(tag: str) -> Markup:
    """Return the attributes of an element whose text is in a language; without one, its first letters decide."""
    if not tag:
        return Markup(' dir="auto"')
    return Markup(' lang="{}" dir="{}"').format(tag, direction(tag))
