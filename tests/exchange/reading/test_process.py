"""The process that reads: what it gives, and that nothing a file does gets past it."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.reading.lists import company, long_list_csv, long_list_xlsx, spec
from tests.exchange.reading.reading import Read, taken_apart, text_file, workbook
from wuhan_smes.exchange.reading import parser_process
from wuhan_smes.exchange.reading.errors import CellRefused, Unreadable

HERE = "tests.exchange.reading.test_process"


def rows_of(path: Path, **more: object) -> tuple[list[Read], dict[str, object]]:
    with parser_process.rows(path, spec(**more)) as rows:
        found = taken_apart(b"".join(rows))
    return found, rows.totals


def misbehaving(how: str) -> dict[str, object]:
    """A list whose credit codes go to a parser that does what its name says."""
    return {"parsers": {"uscc": f"{HERE}:{how}"}}


def crash(text: str, _: object) -> str:
    os.abort()


def exit_at_once(text: str, _: object) -> str:
    os._exit(3)


def hang(text: str, _: object) -> str:
    time.sleep(60)
    return text


def burn(text: str, _: object) -> str:
    while True:
        pass


def hoard(text: str, _: object) -> str:
    return "x" * (4 * 2**30)


def blunder(text: str, _: object) -> str:
    sys.stderr.write("机密 13800000000\n")
    raise KeyError(text)


def refuse(text: str, _: object) -> str:
    raise CellRefused("never", "总是拒绝，请改正")


def one_row(tmp_path: Path) -> Path:
    return text_file(tmp_path / "a.csv", "企业名称,信用代码\n示例甲,x\n")


def test_rows_and_totals_come_out_of_the_child(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["企业名称", "职工人数"], ["示例甲", 3], ["合计", 3]])

    rows, totals = rows_of(path)

    assert [(row.line, row.values) for row in rows] == [(2, {"name": "示例甲", "employees": 3})]
    assert totals == {
        "rows": 1,
        "faulty": 0,
        "sheets": [
            {
                "index": 0,
                "name": "Sheet1",
                "rows": 1,
                "faulty": 0,
                "left_out": [{"line": 3, "why": "total", "text": "合计 3"}],
            }
        ],
    }


def test_the_first_look_comes_out_of_the_child(tmp_path: Path) -> None:
    seen = parser_process.look(one_row(tmp_path), spec())

    assert (seen["format"], seen["complete"], seen["sheets"][0]["rows"]) == ("csv", True, 1)


def test_a_refusal_keeps_its_words(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"")

    with pytest.raises(Unreadable, match="文件是空的") as refused:
        parser_process.look(path, spec())
    assert refused.value.code == "empty"


def test_a_cell_refused_by_a_parser_of_an_app_keeps_its_words(tmp_path: Path) -> None:
    (row,), _ = rows_of(one_row(tmp_path), **misbehaving("refuse"))

    assert row.faults == [
        {"column": "B", "field": "uscc", "code": "never", "detail": "总是拒绝，请改正"}
    ]


@pytest.mark.parametrize(
    ("how", "limits", "code"),
    [
        ("crash", {}, "memory"),
        ("exit_at_once", {}, "crashed"),
        ("blunder", {}, "crashed"),
        ("hoard", {"memory_bytes": 600 * 2**20}, "memory"),
        ("hang", {"seconds": 2}, "time"),
        ("burn", {"cpu_seconds": 1}, "time"),
    ],
)
def test_whatever_happens_to_the_child_is_a_refusal_in_words(
    tmp_path: Path,
    how: str,
    limits: dict[str, int],
    code: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(Unreadable) as refused:
        rows_of(one_row(tmp_path), limits=limits, **misbehaving(how))

    assert (refused.value.code, "请" in refused.value.detail) == (code, True)
    assert capfd.readouterr().err == ""


def test_a_child_killed_from_outside_is_a_refusal(tmp_path: Path) -> None:
    path = long_list_csv(tmp_path / "a.csv", 60_000)

    with parser_process.rows(path, spec()) as rows:
        pieces = iter(rows)
        next(pieces)
        (child,) = children()
        os.kill(child, 9)
        with pytest.raises(Unreadable):
            list(pieces)


def children() -> list[int]:
    """Readers this process has started and not yet seen end."""
    text = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text("ascii")
    every = [int(number) for number in text.split()]
    return [pid for pid in every if b"exchange.reading.child" in command(pid)]


def command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def test_leaving_early_leaves_no_process_behind(tmp_path: Path) -> None:
    path = long_list_csv(tmp_path / "a.csv", 60_000)

    with parser_process.rows(path, spec()) as rows:
        next(iter(rows))

    assert children() == []


def test_the_child_starts_without_django_and_with_no_secret(tmp_path: Path) -> None:
    program = (
        "import sys, os, wuhan_smes.exchange.reading.child, wuhan_smes.exchange.reading.workbooks;"
        "print([m for m in ('django', 'psycopg', 'celery') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"


def test_the_environment_is_not_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://secret@nowhere/x")

    (row,), _ = rows_of(one_row(tmp_path), **misbehaving("tell_environment"))

    assert "secret" not in row.values["uscc"]


def tell_environment(text: str, _: object) -> str:
    return " ".join(os.environ.values()) or "none"


@pytest.mark.parametrize("made", [long_list_csv, long_list_xlsx])
def test_a_long_list_is_read_whole(tmp_path: Path, made: Callable[[Path, int], Path]) -> None:
    rows, totals = rows_of(made(tmp_path / "list", 5_000))

    assert (len(rows), totals["faulty"]) == (5_000, 0)
    assert (rows[-1].line, rows[-1].values["name"]) == (5_001, company(4_999))
