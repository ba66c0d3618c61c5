"""A long list of titles from a file into the register, beside the fastest reader and COPY alone."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import psycopg
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.bench.city import ROOT, Bench, environment
from tests.bench.measure import Row, ms

ROWS: Final = 100_000
HEADERS: Final = ("序号", "企业名称", "统一社会信用代码", "所在区", "证书编号", "备注")
ANSWERS: Final = {
    "tier": "瞪羚企业",
    "document_no": "示例〔2026〕1号",
    "announced_on": "2026-01-05",
    "valid": "2026年1月5日至2027年1月4日",
}
STEPS: Final = ("look", "check", "apply")
MOST, MEMORY_MB = 4.0, 500
# Enterprises that could be on the list: in business, and without the title it gives.
LISTED: Final = """
    SELECT e.name, e.uscc, j.name FROM enterprises_enterprise e
      JOIN accounts_jurisdiction j ON j.id = e.jurisdiction_id
     WHERE e.status = 'active' AND e.uscc IS NOT NULL
       AND coalesce(e.established_on, '2020-01-01') < '2026-01-01'
       AND NOT EXISTS (SELECT FROM enterprises_recognition r
                        WHERE r.enterprise_id = e.id AND r.tier = 'gazelle'
                          AND r.superseded_at IS NULL AND NOT isempty(r.in_force))
       AND NOT EXISTS (SELECT FROM enterprises_recognition r
                        WHERE r.enterprise_id = e.id AND r.barred_until > '2026-01-01')
     ORDER BY e.id LIMIT %s
"""
# What an import leaves behind though it was taken back: other parts measure the city as it was.
NAMED: Final = "测量名单.xlsx"
APPEND_ONLY: Final = ("enterprises_recognition", "exchange_provenance", "audit_auditevent")
FORGET: Final = (
    """CREATE TEMPORARY TABLE gone ON COMMIT DROP AS
       SELECT id, file_id, job_id FROM exchange_import WHERE file_name = %(name)s""",
    """CREATE TEMPORARY TABLE struck ON COMMIT DROP AS
       SELECT v.id FROM enterprises_recognition v JOIN enterprises_recognition r USING (series)
         JOIN exchange_provenance p ON p.target_id = r.id AND p.table = 'enterprises_recognition'
        WHERE p.of_id IN (SELECT id FROM gone)""",
    """DELETE FROM audit_auditevent WHERE target = 'enterprises.recognition'
          AND target_id IN (SELECT id FROM struck)""",
    "DELETE FROM enterprises_recognition WHERE id IN (SELECT id FROM struck)",
    "DELETE FROM exchange_provenance WHERE of_id IN (SELECT id FROM gone)",
    "DELETE FROM exchange_importrow WHERE of_id IN (SELECT id FROM gone)",
    "DELETE FROM exchange_import WHERE id IN (SELECT id FROM gone)",
    "DELETE FROM jobs_job WHERE id IN (SELECT job_id FROM gone)",
    "DELETE FROM files_storedpiece WHERE file_id IN (SELECT file_id FROM gone)",
    "DELETE FROM files_storedfile WHERE id IN (SELECT file_id FROM gone)",
)


def rows(bench: Bench) -> Iterator[Row]:
    """Dry run and apply together against reader and COPY; taking it back; memory."""
    with tempfile.TemporaryDirectory() as folder, psycopg.connect(bench.addresses.owner) as owner:
        path = Path(folder) / NAMED
        listed = _written(path, owner)
        least = min(_least(path, owner) for _ in range(3))
        told = took(bench, "recognitions", path, ANSWERS)
        _forget(owner)
    expected = {"new": listed}
    assert {k: v for k, v in told["counts"].items() if v} == expected, told["counts"]
    ratio = sum(told[step] for step in STEPS) / least
    work = f"import of a list of {listed:,} titles, xlsx"
    yield Row(
        f"{work}: look, dry run, apply",
        " + ".join(ms(told[step]) for step in STEPS),
        f"{ms(least)} — calamine and COPY of the same file",
        f"{ratio:.2f}×",
        f"≤ {MOST:g}×",
        ratio <= MOST,
    )
    yield memory_row(told)
    yield Row("the same list taken back", ms(told["revert"]), "–", "–", "–", None)


def memory_row(told: dict[str, Any]) -> Row:
    """The most that the worker and its reader held at any time, the taking back included."""
    return Row(
        "the same, peak memory of worker and of its reader",
        f"{told['own_mb']} MB, {told['child_mb']} MB",
        "–",
        "–",
        f"≤ {MEMORY_MB} MB",
        max(told["own_mb"], told["child_mb"]) <= MEMORY_MB,
    )


def took(bench: Bench, kind: str, path: Path, answers: dict[str, str]) -> dict[str, Any]:
    """One import by a process of its own: seconds of each step, rows by verdict, memory."""
    env = environment(bench.addresses, bench.addresses.worker)
    said = json.dumps(answers)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.import_once", kind, str(path), said],
        env={**env, "DJANGO_SETTINGS_MODULE": "wuhan_smes.settings"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _written(path: Path, owner: psycopg.Connection) -> int:
    listed = owner.execute(LISTED, [ROWS]).fetchall()
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, ["附件：示例名单"])
    sheet.write_row(1, 0, HEADERS)
    for number, (name, uscc, unit) in enumerate(listed, start=1):
        sheet.write_row(number + 1, 0, [number, name, uscc, unit, f"DL-{number:06d}", ""])
    book.close()
    return len(listed)


def _forget(owner: psycopg.Connection) -> None:
    """Take away what no user of the product could: rows of history, and the entries about them."""
    with owner.transaction():
        for table in APPEND_ONLY:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in FORGET:
            owner.execute(statement, {"name": NAMED} if "%(" in statement else None)
        for table in APPEND_ONLY:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    owner.commit()


def _least(path: Path, owner: psycopg.Connection) -> float:
    """Every cell read and sent to the database as text, nothing else."""
    started = time.perf_counter()
    with owner.transaction(force_rollback=True), owner.cursor() as cursor:
        columns = ", ".join(f"c{n} text" for n in range(len(HEADERS)))
        cursor.execute(f"CREATE TEMPORARY TABLE bare ({columns})")
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows():
                copy.write_row([*row, *[""] * (len(HEADERS) - len(row))])
    return time.perf_counter() - started
