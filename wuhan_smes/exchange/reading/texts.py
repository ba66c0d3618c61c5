"""csv and tsv in the encodings of this country, streamed: a million rows need little memory."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from wuhan_smes.exchange.reading.cells import Row
from wuhan_smes.exchange.reading.errors import Unreadable
from wuhan_smes.exchange.reading.limits import MEGABYTE, Limits
from wuhan_smes.exchange.reading.pages import Book, Page

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SEPARATORS: Final = ",\t;|"
SAMPLE: Final = 64 * 1024
SAMPLE_LINES: Final = 60
NAMES: Final = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8（BOM）", "gb18030": "GB18030"}


def open_text(path: Path, limits: Limits) -> Book:
    """The one page of a text. Raises Unreadable when no encoding fits every byte of it."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(SAMPLE)
    separator, skipped = separator_of(sample)

    def rows() -> Iterator[Row]:
        return _rows(path, encoding, separator, skipped, limits)

    page = Page(0, path.stem, rows, ragged=True)
    return Book(
        "csv" if separator == "," else "tsv", NAMES.get(encoding, encoding.upper()), (page,)
    )


def encoding_of(path: Path) -> str:
    """The encoding in which the whole file makes sense; a mark at its start decides."""
    with path.open("rb") as file:
        head = file.read(8192)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            if not _fits(path, encoding):
                raise Unreadable(
                    "encoding", "文件编码标记与内容不符，请用 Excel 另存为 xlsx 再上传"
                )
            return encoding
    candidates = ("utf-8", "gb18030")
    if b"\0" in head:
        first, second = head[::2].count(0), head[1::2].count(0)
        candidates = ("utf-16-le", "utf-16-be") if second > first else ("utf-16-be", "utf-16-le")
    for encoding in candidates:
        if _fits(path, encoding):
            return encoding
    raise Unreadable(
        "encoding",
        "文件编码无法识别（支持 UTF-8、GBK/GB18030、UTF-16），请用 Excel 另存为 xlsx 再上传",
    )


def separator_of(sample: str) -> tuple[str, int]:
    """The separator that cuts the most lines alike, and how many first lines only declare it."""
    first = sample.partition("\n")[0]
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], 1
    best, best_score = ",", (0, 0)
    for separator in SEPARATORS:
        widths = Counter(
            width for row in _sample_rows(sample, separator) if (width := len(row)) > 1
        )
        if not widths:
            continue
        width, lines = max(widths.items(), key=lambda one: (one[1], one[0]))
        if (lines, width) > best_score:
            best, best_score = separator, (lines, width)
    return best, 0


def _sample_rows(sample: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(sample.splitlines(keepends=True), delimiter=separator):
            rows.append(row)
            if len(rows) >= SAMPLE_LINES:
                break
    except csv.Error:
        return rows
    return rows


def _fits(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while piece := file.read(MEGABYTE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _rows(path: Path, encoding: str, separator: str, skipped: int, limits: Limits) -> Iterator[Row]:
    number = 0
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=separator)
        try:
            for number, row in enumerate(reader, start=1):
                if number > limits.rows:
                    raise Unreadable("rows", f"文件超过{limits.rows}行，请拆分后分次上传")
                if len(row) > limits.columns:
                    raise Unreadable(
                        "columns",
                        f"第{number}行有{len(row)}列，超过{limits.columns}列，请检查分隔符",
                    )
                yield [] if number <= skipped else row  # type: ignore[misc] # str is a Cell
        except csv.Error as broken:
            raise Unreadable(
                "broken", f"第{number + 1}行附近的引号没有配对，请改正后再上传，或另存为 xlsx"
            ) from broken
