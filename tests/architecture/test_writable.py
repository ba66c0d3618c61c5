"""What can be written from outside, operation by operation: a golden list.

`UPDATE_GOLDEN=1 pytest tests/architecture/test_writable.py` writes it anew; review the difference.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from drf_spectacular.generators import SchemaGenerator

GOLDEN: Final = Path(__file__).with_name("writable_fields.txt")


def bodies(schema: dict[str, Any]) -> Iterator[str]:
    """`POST /api/v1/…: field, field` for each operation that takes a body."""
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {})
            for media in list(content.values())[:1]:
                yield f"{method.upper()} {path}: {', '.join(fields(media['schema'], schema))}"


def fields(body: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    if "$ref" in body:
        body = schema["components"]["schemas"][body["$ref"].rpartition("/")[2]]
    named = body.get("properties", {})
    return sorted(name for name, field in named.items() if not field.get("readOnly"))


@pytest.mark.django_db
def test_writable_fields_are_those_somebody_reviewed() -> None:
    found = "\n".join(sorted(bodies(SchemaGenerator().get_schema(public=True)))) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(found, "utf-8")

    assert found == GOLDEN.read_text("utf-8")
