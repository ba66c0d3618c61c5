"""python -m tests.bench.pages [--size 50k] [--write]: statements and memory of every main page."""

from argparse import ArgumentParser

from tests.bench import report
from tests.bench.city import SIZES, city
from tests.bench.measure import Row
from tests.bench.plans import asked_in_process

MOST_STATEMENTS = 60
MOST_KB = 20 * 1024


def main() -> None:
    parser = ArgumentParser(prog="pages", description="各页面的语句数与内存")
    parser.add_argument("--size", choices=SIZES, default="50k")
    parser.add_argument("--write", action="store_true", help="写入 docs/benchmarks.md")
    options = parser.parse_args()
    with city(SIZES[options.size], fresh=False) as bench:
        rows = [
            Row(
                f"`{it['path']}` as {it['who']}, {it['kb']} KB",
                f"{it['statements']} statements, {it['ms']:.0f} ms",
                f"{it['peak_kb']:,} KB at most",
                "–",
                f"≤ {MOST_STATEMENTS} statements, ≤ {MOST_KB // 1024} MB",
                it["statements"] <= MOST_STATEMENTS and it["peak_kb"] <= MOST_KB,
            )
            for it in asked_in_process(bench, "pages")
        ]
    title = f"Pages, {options.size}"
    text = report.section(title, rows, f"python -m tests.bench.pages --size {options.size}")
    if options.write:
        report.write(title, text)
    else:
        print(text)


if __name__ == "__main__":
    main()
