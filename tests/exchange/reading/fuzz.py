"""Sound files, spoilt at random: each must be read or refused in words, never anything else.

python -m tests.exchange.reading.fuzz --minutes 10 [--seed N]
"""

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.exchange.reading.lists import HEADERS, code, long_rows, spec
from tests.exchange.reading.old_workbooks import Day, Wrong, old_workbook
from tests.exchange.reading.reading import text_file, workbook
from wuhan_smes.exchange.reading.errors import Unreadable
from wuhan_smes.exchange.reading.look import look
from wuhan_smes.exchange.reading.reader import Reading
from wuhan_smes.exchange.reading.spec import Spec

MEMORY: Final = 2 * 2**30
SECONDS: Final = 60
SPOILT: Final = (1, 1, 2, 3, 5, 12)
FRAGMENTS: Final = (
    *("\0", '"', ",", "\n", "\t", "\\", "=", "<", ">", "&", "/>", "]]>", "{", "}", "[", "#"),
    *("9" * 30, "-1", "1e308", "NaN", 'r="XFD1048576"', "<f>", "</c>", 't="e"', 't="s"', "s="),
    *("合计", "（一）", "企业名称", "㐂𠮷", "２０２４", "三年", "\u200b", "万元", "单位：", "至"),
    *("\ufeff", "<!DOCTYPE x>", "2024年2月30日", "\r\n\r\n", "附件1", "\x85", "\u2028"),
)
BYTES: Final = (b"\xff\xfe", b"\xd8\x00", b"\x81\x30", b"\xff", b"\xef\xbb\xbf")
Spoil = Callable[[bytes, random.Random], bytes]


def seeds(folder: Path) -> dict[str, bytes]:
    """Sound files of every format, with everything in them that lists have."""
    rows: list[list[object]] = [["关于公布名单的通知", "单位：万元"], list(HEADERS)]
    rows += [["（一）新认定"], *long_rows(8), ["小计"], list(HEADERS), ["二、复核"], *long_rows(6)]
    rows += [["合计", None, None, 14], ["填报人：张三"]]
    text = "\r\n".join(",".join("" if c is None else str(c) for c in row) for row in rows)
    objects = [{"name": "示例", "uscc": code(1), "amount": 1.5, "valid": "2023.7-2026.6"}]
    old = [["企业名称", "公告日期", "职工人数"], ["示例甲", Day(45292), 12], ["乙", True, Wrong()]]
    return {
        "a.csv": text_file(folder / "1.csv", text).read_bytes(),
        "b.csv": text_file(folder / "2.csv", text, "gb18030").read_bytes(),
        "c.csv": text_file(folder / "3.csv", text.replace(",", "\t"), "utf-16").read_bytes(),
        "a.xlsx": workbook(folder / "1.xlsx", rows, rows[:4]).read_bytes(),
        "a.xls": old_workbook(folder / "1.xls", old).read_bytes(),
        "a.json": json.dumps(objects * 5, ensure_ascii=False).encode(),
    }


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """The file with some of it changed, cut out, doubled or put in; mostly by whole characters."""
    if chance.random() < 0.7:
        try:
            text = list(content.decode())
        except UnicodeDecodeError:
            return _spoilt(content, chance)
        for _ in range(chance.choice(SPOILT)):
            _spoil(text, list(chance.choice(FRAGMENTS)), chance)
        return "".join(text).encode("utf-8", "ignore")
    return _spoilt(content, chance)


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    changed = list(content)
    pieces = [*BYTES, *(fragment.encode() for fragment in FRAGMENTS)]
    for _ in range(chance.choice(SPOILT)):
        _spoil(changed, list(chance.choice(pieces)), chance)
    return bytes(changed)


def _spoil(changed: list[Any], fragment: list[Any], chance: random.Random) -> None:
    at, other = chance.randrange(len(changed) + 1), chance.randrange(len(changed) + 1)
    length = chance.choice((1, 2, 8, 64))
    deed = chance.randrange(5)
    if deed == 0:
        changed[at : at + 1] = changed[other : other + 1]
    elif deed == 1:
        del changed[at : at + length]
    elif deed == 2:
        changed[at:at] = changed[at : at + length * 4]
    elif deed == 3:
        changed[at:at] = fragment
    else:
        changed[at : at + length] = changed[other : other + length]


def spoilt_archive(content: bytes, chance: random.Random) -> bytes:
    """A workbook whose members are spoilt, packed soundly again, so that the parser meets them."""
    if chance.random() < 0.2:
        return spoilt(content, chance)
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(content)
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
            names = old.namelist()
            chosen = set(chance.sample(names, chance.randint(1, 2)))
            chosen |= {chance.choice([n for n in names if "sheet" in n])}
            for name in names:
                member = old.read(name)
                new.writestr(name, spoilt(member, chance) if name in chosen else member)
        target.seek(0)
        return target.read()


def attempt(path: Path) -> str:
    """What became of the file, read in a fork: read, refused, limited, or FAULT and a traceback."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.write(writes, _outcome(path).encode()[:4000])
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads, "rb") as pipe:
        outcome = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    return outcome if os.WIFEXITED(status) else f"limited by signal {os.WTERMSIG(status)}"


def _outcome(path: Path) -> str:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    given = Spec.of({**spec(), "path": str(path), "answers": {"amount.unit": "万元"}})
    try:
        look(given)
        for _ in Reading(given).lines():
            pass
    except Unreadable as refused:
        return f"refused {refused.code}"
    except MemoryError:
        return "limited memory"
    except BaseException:
        return f"FAULT {traceback.format_exc()}"
    return "read"


def run(seconds: float, seed: int, most: int | None = None) -> tuple[Counter[str], list[str]]:
    """Outcomes, and the faults with what reproduces them."""
    outcomes, faults = Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files, until, number = seeds(folder), time.monotonic() + seconds, seed
        while time.monotonic() < until and (most is None or number - seed < most):
            chance = random.Random(number)
            layout = chance.choice(sorted(files))
            change: Spoil = spoilt_archive if layout.endswith("xlsx") else spoilt
            path = folder / layout
            path.write_bytes(change(files[layout], chance))
            outcome = attempt(path)
            kind = outcome.split("\n", 1)[0]
            outcomes[f"{layout}: {kind}" if kind.startswith("FAULT") else kind] += 1
            if outcome.startswith("FAULT"):
                faults.append(f"seed {number} {layout}\n{outcome}")
            number += 1
    return outcomes, faults


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    outcomes, faults = run(chosen.minutes * 60, chosen.seed)
    for outcome, count in outcomes.most_common():
        print(f"{count:8} {outcome}")
    for fault in faults[:10]:
        print(fault)
    print(f"{outcomes.total()} files, {len(faults)} faults")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
