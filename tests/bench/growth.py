"""python -m tests.bench.growth [--sizes 100k,1m] [--write]: what a row costs at either size.

Reads what `make bench` wrote for both sizes (`--only imports,sweep,assess,finder`), so that a cost
that grows with the size is seen as a ratio.
"""

import re
from argparse import ArgumentParser
from typing import Final

from tests.bench import report
from tests.bench.measure import Row

SIZES: Final = "100k,1m"
MOST: Final = 1.3
# How the rows of the table begin, and which number in them counts the rows of the work.
WORKS: Final = {
    "import": re.compile(r"^\| import of a list of ([\d,]+) .*?\| ([^|]+) \|", re.MULTILINE),
    "overdue sweep": re.compile(r"^\| overdue sweep of ([\d,]+) .*?\| ([^|]+) \|", re.MULTILINE),
    "assessment": re.compile(r"^\| assessment of ([\d,]+) .*?\| ([^|]+) \|", re.MULTILINE),
    "finder": re.compile(r"^\| entitlement finding over ([\d,]+) .*?\| ([^|]+) \|", re.MULTILINE),
}
TIME: Final = re.compile(r"([\d.,]+) (ms|s)\b")
PORTION: Final = re.compile(r"^## (\S+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def main() -> None:
    parser = ArgumentParser(prog="growth", description="每行成本：两种规模对照")
    parser.add_argument("--sizes", default=SIZES, help="小的在前，以逗号分隔")
    parser.add_argument("--write", action="store_true", help="写入 docs/benchmarks.md")
    options = parser.parse_args()
    rows = list(compared(report.PAGE.read_text("utf-8"), *options.sizes.split(",")))
    command = f"python -m tests.bench.growth --sizes {options.sizes}"
    text = report.section("Cost of a row", rows, command)
    if options.write:
        report.write("Cost of a row", text)
    else:
        print(text)


def compared(page: str, less: str, more: str) -> list[Row]:
    """One row for each work measured at both sizes."""
    portions = dict(PORTION.findall(page))
    small, large = (per_row(portions.get(size, "")) for size in (less, more))
    return [
        Row(
            f"{work}, µs a row at {more}",
            f"{large[work]:.1f} µs",
            f"{small[work]:.1f} µs — at {less}",
            f"{large[work] / small[work]:.2f}×",
            f"flat (≤ {MOST:g}×)",
            large[work] / small[work] <= MOST,
        )
        for work in WORKS
        if work in small and work in large
    ]


def per_row(portion: str) -> dict[str, float]:
    """Microseconds for one row of each work; its steps are added up."""
    found = {}
    for work, pattern in WORKS.items():
        if line := pattern.search(portion):
            count = int(line[1].replace(",", ""))
            spent = sum(
                float(number.replace(",", "")) * (1e6 if unit == "s" else 1e3)
                for number, unit in TIME.findall(line[2].partition("(")[0])
            )
            found[work] = spent / count
    return found


if __name__ == "__main__":
    main()
