"""Every task named anywhere exists, and does nothing itself."""

import ast
from pathlib import Path
from typing import Final

from tests.architecture.source import calls, files, shown, tree, words
from wuhan_smes.celery import app

QUEUED_BY: Final = ("after_commit", "enqueue", "send_task", "signature")
LONGEST_BODY: Final = 12


def tasks() -> dict[str, tuple[Path, ast.FunctionDef]]:
    found = {}
    for path in files():
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef):
                for decorator in node.decorator_list:
                    if isinstance(decorator, ast.Call) and "task" in ast.unparse(decorator.func):
                        for keyword in decorator.keywords:
                            if keyword.arg == "name" and isinstance(keyword.value, ast.Constant):
                                found[str(keyword.value.value)] = (path, node)
    return found


def test_every_task_queued_by_name_exists() -> None:
    app.loader.import_default_modules()
    queued = {
        name
        for path in files()
        for call in calls(path, *QUEUED_BY)
        for name in words(call)[:1]
        if "." in name
    }

    assert queued - set(app.tasks) == set()


def test_every_task_found_in_the_source_is_known_to_celery() -> None:
    app.loader.import_default_modules()

    assert set(tasks()) - set(app.tasks) == set()


def test_a_task_translates_and_calls_and_that_is_all() -> None:
    thick = {
        f"{shown(path)}: {name}": lines
        for name, (path, node) in tasks().items()
        if (lines := (node.end_lineno or 0) - node.body[0].lineno + 1) > LONGEST_BODY
    }

    assert thick == {}


def test_a_task_takes_keywords_and_survives_a_newer_caller() -> None:
    rigid = [
        name
        for name, (_, node) in tasks().items()
        if node.args.kwarg is None or [a.arg for a in node.args.args] not in ([], ["self"])
    ]

    assert rigid == []
