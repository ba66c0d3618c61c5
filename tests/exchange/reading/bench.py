"""How long reading takes against the bare reader: python -m tests.exchange.reading.bench [ROWS]."""

import resource
import sys
import tempfile
import time
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.exchange.reading.lists import long_list_csv, long_list_xlsx, spec
from wuhan_smes.exchange.reading import parser_process


def bare(path: Path) -> float:
    """Seconds calamine alone needs for every row of the file."""
    began = time.perf_counter()
    for _ in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows():
        pass
    return time.perf_counter() - began


def ours(path: Path) -> float:
    """Seconds from the file to the last line for COPY, the child's start included."""
    began = time.perf_counter()
    with parser_process.rows(path, spec()) as rows:
        for _ in rows:
            pass
    assert rows.totals["faulty"] == 0, rows.totals
    return time.perf_counter() - began


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        book = long_list_xlsx(Path(folder) / "list.xlsx", count)
        reader, product = min(bare(book) for _ in range(3)), min(ours(book) for _ in range(3))
        print(f"xlsx {count} × 20: reader {reader:.2f} s, ours {product:.2f} s")
        print(f"ratio {product / reader:.2f}")
        text = long_list_csv(Path(folder) / "list.csv", count * 10)
        print(f"csv {count * 10} × 20: {ours(text):.2f} s")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"largest child {peak} MB")


if __name__ == "__main__":
    main()
