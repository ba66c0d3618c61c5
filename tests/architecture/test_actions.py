"""Every action has its five tests: it works, is refused, out of reach, without right, at once.

An action is a public function of `<app>/actions/` that takes `access` and `at`. A test says which
of the five it is: `@pytest.mark.covers("accounts.users.create", "works")`.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.source import files, shown, tree

KINDS: Final = frozenset({"works", "refused", "reach", "capability", "race"})

# Which of the five cannot exist for an action, and why.
EXEMPT: Final[dict[str, dict[str, str]]] = {
    "operations.reference.load": dict.fromkeys(
        ("works", "refused", "reach", "capability", "race"),
        "run by whoever installs the product, from files, for the whole city:"
        " tests/reference/test_loading.py",
    ),
}


def name_of(path: Path, function: str) -> str:
    """`wuhan_smes/accounts/actions/users.py`, create → accounts.users.create"""
    parts = path.with_suffix("").parts
    at = parts.index("actions")
    return ".".join((parts[at - 1], *parts[at + 1 :], function))


def actions() -> dict[str, str]:
    """Every action, with where it stands."""
    found = {}
    for path in files():
        if "actions" in path.parts:
            for node in tree(path).body:
                if (
                    isinstance(node, ast.FunctionDef)
                    and not node.name.startswith("_")
                    and {argument.arg for argument in node.args.kwonlyargs} >= {"access", "at"}
                ):
                    found[name_of(path, node.name)] = f"{shown(path)}:{node.lineno}"
    return found


def covered() -> dict[str, set[str]]:
    """Which kinds the marks of the tests claim, by action; read from the tests themselves."""
    claims: dict[str, set[str]] = defaultdict(set)
    for path in files(tests=True):
        if path.stem.startswith("test_") and "browser" not in path.parts:
            module = import_module(shown(path).removesuffix(".py").replace("/", "."))
            for name, value in vars(module).items():
                if name.startswith("test_"):
                    for action, *kinds in claimed(getattr(value, "pytestmark", [])):
                        claims[action] |= set(kinds)
    return claims


def claimed(marks: Iterable[pytest.Mark | pytest.MarkDecorator]) -> Iterator[tuple[str, ...]]:
    """What the marks of one test say, those of single parameters too."""
    for mark in marks:
        if mark.name == "covers":
            yield mark.args
        elif mark.name == "parametrize":
            for parameter in mark.args[1]:
                yield from claimed(getattr(parameter, "marks", ()))


def test_every_action_has_its_five_tests() -> None:
    claims = covered()
    missing = {
        f"{name} ({where})": sorted(KINDS - claims[name] - set(EXEMPT.get(name, ())))
        for name, where in actions().items()
    }

    assert {name: kinds for name, kinds in missing.items() if kinds} == {}


def test_marks_name_actions_and_kinds_that_exist() -> None:
    known = actions()
    claims = covered()

    assert {name for name in claims if name not in known} == set()
    assert {kind for kinds in claims.values() for kind in kinds} <= KINDS
    assert set(EXEMPT) <= set(known)


def test_every_action_is_one_transaction() -> None:
    loose = []
    known = actions()
    for path in files():
        if "actions" in path.parts:
            for node in tree(path).body:
                if isinstance(node, ast.FunctionDef) and name_of(path, node.name) in known:
                    marks = {ast.unparse(decorator) for decorator in node.decorator_list}
                    if "transaction.atomic" not in marks:
                        loose.append(name_of(path, node.name))

    assert loose == []
