"""Which of the two walls a request came to: taking away a wall it never met changes nothing."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import Any, Final

import psycopg
import pytest

from wuhan_smes.access import Reach
from wuhan_smes.scope import current_scope
from wuhan_smes.scoping import ReferenceQuerySet, ScopedQuerySet

NAME: Final = re.compile(r"[a-z][a-z0-9_]+")
# What a statement may name: tables behind policies, and views and functions that may lead there.
GUARDED: Final = """
    SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
       AND (c.relkind IN ('v', 'm') OR c.oid IN (
            SELECT polrelid FROM pg_policy
             WHERE polname = 'read' AND pg_get_expr(polqual, polrelid) NOT IN ('true', 'false')))
     UNION SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""
STATEMENTS: Final = (
    (psycopg.Cursor, "execute"),
    (psycopg.Cursor, "executemany"),
    (psycopg.Cursor, "copy"),
    (psycopg.Cursor, "stream"),
    (psycopg.ServerCursor, "execute"),
)


@dataclass
class Meeting:
    """What one request came to: hooks of the first wall, names behind the second."""

    hooks: set[type[Any]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


def scoped_querysets(base: type[Any] = ScopedQuerySet) -> list[type[Any]]:
    """Every queryset that narrows, the base included."""
    found = [base]
    for queryset in base.__subclasses__():
        if not issubclass(queryset, ReferenceQuerySet):
            found += scoped_querysets(queryset)
    return found


def guarded(admin: psycopg.Connection) -> frozenset[str]:
    return frozenset(name for (name,) in admin.execute(GUARDED).fetchall())


@contextmanager
def noted(behind: frozenset[str]) -> Iterator[Callable[[], Meeting]]:
    """While it lasts, calling what it gives starts the notes of the next request.

    Statements sent before anybody's scope is open find out who asks, under the login's own
    rights, and meet neither wall.
    """
    notes = [Meeting()]

    @cache
    def named(text: str) -> frozenset[str]:
        return behind & frozenset(NAME.findall(text))

    def statement(original: Any) -> Any:
        @wraps(original)
        def sent(self: Any, query: Any, *args: Any, **named_args: Any) -> Any:
            if current_scope() is not None:
                notes[0].names |= named(query if isinstance(query, str) else repr(query))
            return original(self, query, *args, **named_args)

        return sent

    def hook(original: Any) -> Any:
        @wraps(original)
        def within(self: Any, reach: Reach) -> Any:
            if not reach.everywhere:
                notes[0].hooks.add(type(self))
            return original(self, reach)

        return within

    def begin() -> Meeting:
        notes[0] = Meeting()
        return notes[0]

    with pytest.MonkeyPatch.context() as patch:
        for owner, method in STATEMENTS:
            patch.setattr(owner, method, statement(getattr(owner, method)))
        for queryset in scoped_querysets():
            if "within" in vars(queryset):
                patch.setattr(queryset, "within", hook(queryset.within))
        yield begin


@contextmanager
def without_scope(*querysets: type[Any]) -> Iterator[None]:
    """The first wall taken away from `querysets`: `within` lets everything through."""

    def everything(self: Any, reach: Reach) -> Any:
        return self

    with pytest.MonkeyPatch.context() as patch:
        for queryset in querysets:
            patch.setattr(queryset, "within", everything)
        yield
