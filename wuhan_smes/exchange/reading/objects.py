"""JSON: a list of objects keyed by field, as the interface takes it. Numbers keep every digit."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from wuhan_smes.exchange.reading.cells import UNSTORABLE, Row
from wuhan_smes.exchange.reading.errors import Unreadable
from wuhan_smes.exchange.reading.limits import MEGABYTE, Limits
from wuhan_smes.exchange.reading.pages import Book, Page

SHAPE: Final = '[{"name": "…", "uscc": "…"}, …]'


def open_objects(path: Path, limits: Limits) -> Book:
    """One page: the keys in order of appearance, then a row for each object."""
    if path.stat().st_size > limits.object_bytes:
        most = limits.object_bytes // MEGABYTE
        raise Unreadable("too_big", f"JSON 超过{most} MB，请拆分后分次提交，或改用 csv")
    objects = _objects(path)
    keys = list(dict.fromkeys(key for one in objects for key in one))
    if len(keys) > limits.columns or len(objects) > limits.rows:
        raise Unreadable("rows", "JSON 的行数或字段数过多，请拆分后分次提交")

    def rows() -> Iterator[Row]:
        yield list[Any](keys)
        for number, one in enumerate(objects, start=1):
            yield [_cell(one.get(key), number, key) for key in keys]

    return Book("json", "UTF-8", (Page(0, path.stem, rows, keyed=True),))


def _objects(path: Path) -> list[dict[str, Any]]:
    try:
        text = path.read_text("utf-8-sig")
        content = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as broken:
        raise Unreadable("broken", f"不是有效的 JSON，应形如 {SHAPE}") from broken
    if isinstance(content, dict) and list(content) == ["rows"]:
        content = content["rows"]
    if not isinstance(content, list) or not all(isinstance(one, dict) for one in content):
        raise Unreadable("not_a_list", f"JSON 应为对象的列表，形如 {SHAPE}")
    if not content:
        raise Unreadable("empty", "JSON 中没有任何一行")
    return content


def _cell(value: object, number: int, key: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return UNSTORABLE.sub("", value)
    raise Unreadable("nested", f"第{number}个对象的“{key}”应为单个值，不能是列表或对象")
