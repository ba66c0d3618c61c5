"""python -m tests.bench.plans [--size 1m] [--write]: how the database answers what is asked most.

Writes docs/plans.md, so that a plan that changes is seen in a review before it is felt.
"""

import json
import re
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any, Final

from tests.bench.city import ROOT, SIZES, Bench, city, environment
from tests.bench.hottest import HOTTEST
from tests.bench.report import circumstances

PAGE: Final = ROOT / "docs" / "plans.md"
HEAD: Final = """\
# How the database answers what is asked most

It is made by asking the product, taking the statement that carries the answer, and having
PostgreSQL explain it under the row policies of who asked. {circumstances}

Times are those of a statement that is explained while it runs; what to read is the shape: which
index, how many rows, how many pages.
"""
INDEX: Final = re.compile(
    r"(?:Index (?:Only )?Scan(?: Backward)? using|Bitmap Index Scan on) (\w+)"
)
COMMAND: Final = "python -m tests.bench.plans --size {} --write"
LONGEST: Final = 1500


def main() -> None:
    parser = ArgumentParser(prog="plans", description="保存十条最常用查询的执行计划")
    parser.add_argument("--size", choices=SIZES, default="50k")
    parser.add_argument("--write", action="store_true", help="写入 docs/plans.md")
    options = parser.parse_args()
    with city(SIZES[options.size], fresh=False) as bench:
        found = asked_in_process(bench, "plans")
    head = HEAD.format(circumstances=circumstances(COMMAND.format(options.size)))
    text = "\n".join([head, *map(_section, HOTTEST, found)])
    if options.write:
        PAGE.write_text(text, "utf-8")
    else:
        print(text)


def asked_in_process(bench: Bench, what: str) -> Any:
    """What asking.py finds with the web's own login."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.asking", what],
        env=environment(bench.addresses, bench.addresses.web),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def _section(hot: Any, found: dict[str, str]) -> str:
    statement = " ".join(found["statement"].split())
    shown = statement if len(statement) <= LONGEST else f"{statement[:LONGEST]} …"
    indexes = ", ".join(f"`{name}`" for name in dict.fromkeys(INDEX.findall(found["plan"])))
    return "\n".join(
        [
            f"## {hot.title}",
            f"\n`{hot.who}` asks `{hot.path}`. {hot.why}\n",
            f"Indexes: {indexes or 'none'}.\n",
            f"```sql\n{shown}\n```\n",
            f"```\n{found['plan']}\n```\n",
        ]
    )


if __name__ == "__main__":
    main()
