"""A million rows of csv all the way through the engine: look, dry run, apply, take back."""

import csv
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psycopg

from enterprises.rules.uscc import make_uscc
from tests.bench.city import Bench
from tests.bench.imports import memory_row, took
from tests.bench.measure import Row, ms

ROWS: Final = 1_000_000
HEADERS: Final = (
    "企业名称",
    "统一社会信用代码",
    "管理单位",
    "行业",
    "企业划型",
    "成立日期",
    "标签",
    "纳入日期",
)
UNITS: Final = """
    SELECT name FROM accounts_jurisdiction
     WHERE id IN (SELECT jurisdiction_id FROM enterprises_enterprise) ORDER BY id
"""
SIZES: Final = ("中型", "小型", "微型")
INDUSTRIES: Final = ("C3976", "C3985", "C2770", "I6513")
STEPS: Final = ("look", "apply", "revert")


def rows(bench: Bench) -> Iterator[Row]:
    """Enterprises nobody knows yet. They are struck again, but their rows stay: measure other
    things on a city loaded afresh.
    """
    with tempfile.TemporaryDirectory() as folder, psycopg.connect(bench.addresses.owner) as owner:
        path = Path(folder) / "名录.csv"
        _write(path, [name for (name,) in owner.execute(UNITS)])
        least = _least(path, owner)
        owner.rollback()
        megabytes = path.stat().st_size // 1024**2
        told = took(bench, "enterprises", path, {})
    assert {k: v for k, v in told["counts"].items() if v} == {"new": ROWS}, told["counts"]
    taken = told["look"] + told["apply"]
    work = f"import of {ROWS:,} enterprises, csv of {megabytes} MB"
    yield Row(
        f"{work}: look and dry run, apply",
        f"{ms(told['look'])} + {ms(told['apply'])}",
        f"{ms(least)} — csv reader and COPY of the same file",
        f"{taken / least:.2f}×",
        "works",
        True,
    )
    yield memory_row(told)
    yield Row("the same list taken back", ms(told["revert"]), "–", "–", "–", None)


def _write(path: Path, units: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        for number in range(ROWS):
            writer.writerow(
                (
                    f"武汉示例长名单{number:07d}科技有限公司",
                    make_uscc("91420100MAL", number),
                    units[number % len(units)],
                    INDUSTRIES[number % len(INDUSTRIES)],
                    SIZES[number % len(SIZES)],
                    f"{2000 + number % 24}-0{1 + number % 9}-1{number % 10}",
                    "民营" if number % 5 else "高新技术企业、民营",
                    "2026-01-01",
                )
            )


def _least(path: Path, owner: psycopg.Connection) -> float:
    """Every cell read and sent to the database as text, nothing else."""
    started = time.perf_counter()
    with owner.transaction(force_rollback=True), owner.cursor() as cursor:
        columns = ", ".join(f"c{n} text" for n in range(len(HEADERS)))
        cursor.execute(f"CREATE TEMPORARY TABLE bare ({columns})")
        with cursor.copy("COPY bare FROM STDIN") as copy, path.open(encoding="utf-8") as file:
            for row in csv.reader(file):
                copy.write_row(row)
    return time.perf_counter() - started
