"""The product's own source, as the architecture tests read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("wuhan_smes", "enterprises", "measures", "services")


def files(*, tests: bool = False) -> list[Path]:
    """Every Python file of the product (or of its tests)."""
    folders = ["tests"] if tests else PACKAGES
    return sorted(path for name in folders for path in (ROOT / name).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def shown(path: Path) -> str:
    """`path` as a person would name it."""
    return str(path.relative_to(ROOT))


def calls(path: Path, *names: str) -> Iterator[ast.Call]:
    """Every call of a function or method with one of `names`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = node.func
            name = getattr(called, "attr", getattr(called, "id", ""))
            if name in names:
                yield node


def words(call: ast.Call) -> list[str]:
    """The plain strings among a call's positional arguments."""
    return [
        argument.value
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
