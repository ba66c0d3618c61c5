"""Whether what is kept is what it should be: each app tells in its `soundness.py` how to look at
its own rows, and every look asks the rows alone, as if no constraint had ever watched.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong; `code` is for programs, `detail` says in Chinese what and where."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Question:
    """A query that should find nothing; `detail` names its columns in order, {0} {1} …"""

    detail: str
    sql: str


@dataclass(frozen=True, slots=True)
class Check:
    """One look, by name; `advice` says what to do when it finds something."""

    name: str
    title: str
    findings: Callable[[], Iterator[Finding]]
    advice: str


CHECKS: Final[dict[str, Check]] = {}


def register(check: Check) -> None:
    """Make a look known; raises ValueError when two bear one name."""
    if CHECKS.setdefault(check.name, check) is not check:
        raise ValueError(f"two checks are called {check.name}")


def asked(questions: Mapping[str, Question]) -> Iterator[Finding]:
    """Everything the queries find, within the scope they are asked in."""
    with connection.cursor() as cursor:
        for code, question in questions.items():
            cursor.execute(question.sql)
            for row in cursor.fetchall():
                yield Finding(code, question.detail.format(*row))
