"""Small rules of the house that a reader would otherwise have to remember."""

import ast
import re
from pathlib import Path
from typing import Final

from tests.architecture.source import PACKAGES, ROOT, calls, files, shown, tree

MOST_LINES: Final = 400
GENERATED: Final = re.compile(r"/migrations/")
DOORS: Final = {"api", "admin", "pages", "tasks", "management", "views"}


def test_no_file_is_too_long_to_read() -> None:
    every = [*files(), *files(tests=True)]
    long = {
        shown(path): lines
        for path in every
        if not GENERATED.search(str(path))
        and (lines := len(path.read_text("utf-8").splitlines())) > MOST_LINES
    }

    assert long == {}


def test_no_door_asks_for_all_rows() -> None:
    """`.objects.all()` starts from everybody's rows; doors start from what somebody reaches."""
    found = [
        f"{shown(path)}:{call.lineno}"
        for path in files()
        if DOORS & {part.removesuffix(".py") for part in Path(shown(path)).parts}
        for call in calls(path, "all")
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Attribute)
        and call.func.value.attr in {"objects", "scoped", "_default_manager"}
    ]

    assert found == []


def test_no_signal_is_received() -> None:
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").endswith("signals")
        and (node.module or "").startswith("django")
    ]

    assert found == []


def test_no_model_overrides_saving() -> None:
    found = [
        f"{shown(path)}:{method.lineno}"
        for path in files()
        if "models" in shown(path)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        for method in node.body
        if isinstance(method, ast.FunctionDef) and method.name in {"save", "delete"}
    ]

    assert found == []


def test_nothing_is_called_utils() -> None:
    assert [shown(p) for p in files() if p.stem in {"utils", "helpers", "common", "misc"}] == []


def test_migrations_say_what_they_do() -> None:
    unnamed = [
        shown(path)
        for package in PACKAGES
        for path in (ROOT / package).rglob("migrations/0*.py")
        if re.search(r"_auto_|_alter_|_initial|_add_\w+_and_more|_\d{8}", path.stem)
    ]

    assert unnamed == []
