"""The trail outside the database: a file for each month, which proves itself without any server.

A line is the number of a seal and the very text that was hashed for one entry; the last lines are
the month's seals. Whoever has the files of all months can work out every hash, every seal and the
chain between them. Nothing is taken out of the database.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any, Final

from django.db import connection

from wuhan_smes.soundness import Finding

AT_ONCE: Final = 5000
SUMS: Final = "SHA256SUMS"
UNFINISHED: Final = ".unfinished"
FIRST: Final = b"\x00"
# By the city's calendar; a seal belongs to the month in which it was closed.
MONTHS: Final = """
    SELECT to_char(sealed_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month, min(id), max(id)
      FROM audit_seal WHERE sealed_at AT TIME ZONE 'Asia/Shanghai' < date_trunc('month', %s::date)
     GROUP BY 1 ORDER BY 1"""
SPAN: Final = """
    SELECT coalesce(min(event_id), 0), coalesce(max(event_id), 0)
      FROM audit_sealedevent WHERE seal_id BETWEEN %s AND %s"""
# The text of public.audit_event_hash(), word for word: a test holds them together.
ENTRIES: Final = """
    SELECT s.event_id, s.seal_id, jsonb_build_array(
           e.id, extract(epoch FROM e.at), extract(epoch FROM e.written_at), e.xid::text,
           e.actor_id, e.actor_name, e.kind, e.target, e.target_id, e.target_name,
           e.jurisdiction_id, e.changes, e.request_id, e.address)::text
      FROM audit_sealedevent s LEFT JOIN audit_auditevent e ON e.id = s.event_id
     WHERE s.event_id BETWEEN %s AND %s AND s.seal_id BETWEEN %s AND %s
     ORDER BY s.event_id LIMIT %s"""
SEALS: Final = """
    SELECT id, count, algorithm, encode(previous, 'hex'), encode(root, 'hex'), encode(hash, 'hex')
      FROM audit_seal WHERE id BETWEEN %s AND %s ORDER BY id"""
NAMES: Final = ("seal", "count", "algorithm", "previous", "root", "hash")
KNOWN: Final = "SELECT id, encode(hash, 'hex') FROM audit_seal"


@dataclass(frozen=True, slots=True)
class Written:
    """One month that was put away."""

    name: str
    entries: int
    sha256: str


def put_away(folder: Path, *, on: date) -> Iterator[Written]:
    """Write every month that is over by `on` and is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    with connection.cursor() as cursor:
        cursor.execute(MONTHS, [on])
        months = cursor.fetchall()
    for month, first, last in months:
        path = folder / f"trail-{month}.jsonl.gz"
        if not path.exists():
            yield _month(path, first, last)


def _month(path: Path, first: int, last: int) -> Written:
    """Beside its name until it is whole; the list of sums names it last."""
    beside, entries = path.with_name(path.name + UNFINISHED), 0
    with gzip.open(beside, "wt", encoding="utf-8") as out:
        for seal_id, text in _entries(first, last):
            out.write(f"{seal_id} {text}\n")
            entries += 1
        with connection.cursor() as cursor:
            cursor.execute(SEALS, [first, last])
            for seal in cursor.fetchall():
                out.write(json.dumps(dict(zip(NAMES, seal, strict=True))) + "\n")
    digest = _digest(beside)
    beside.rename(path)
    with (path.parent / SUMS).open("a") as sums:
        sums.write(f"{digest}  {path.name}\n")
    return Written(path.name, entries, digest)


def _entries(first: int, last: int) -> Iterator[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(SPAN, [first, last])
        low, high = cursor.fetchone() or (0, 0)
        while True:
            cursor.execute(ENTRIES, [low, high, first, last, AT_ONCE])
            rows = cursor.fetchall()
            for event_id, seal_id, text in rows:
                yield seal_id, text
                low = event_id + 1
            if len(rows) < AT_ONCE:
                return


def findings(folder: Path) -> Iterator[Finding]:
    """Everything wrong with the files, by themselves and beside the seals of the database."""
    sums = folder / SUMS
    lines = sums.read_text().splitlines() if sums.exists() else []
    told = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    there = {path.name for path in folder.glob("trail-*.jsonl.gz")}
    with connection.cursor() as cursor:
        cursor.execute(KNOWN)
        known = dict(cursor.fetchall())
    before: dict[str, Any] | None = None
    for name in sorted({*told, *there}):
        if name not in there:
            yield Finding("archive_missing", f"归档文件 {name} 不见了")
            continue
        if told.get(name) != _digest(folder / name):
            yield Finding("archive_changed", f"归档文件 {name} 与登记的 SHA-256 不符")
            continue
        with gzip.open(folder / name, "rt", encoding="utf-8") as file:
            for seal, fault in _seals(file, before):
                before = seal
                if fault or known.get(seal["seal"]) != seal["hash"]:
                    why = fault or "与库中的封条不同"
                    yield Finding("archive_seal", f"{name} 第 {seal['seal']} 号封条：{why}")


def _seals(file: IO[str], before: dict[str, Any] | None) -> Iterator[tuple[dict[str, Any], str]]:
    """Each seal of a file with what is wrong with it, worked out from the entries' own text."""
    contents: dict[int, Any] = {}
    counts: dict[int, int] = {}
    for line in file:
        number, _, text = line.rstrip("\n").partition(" ")
        if number.isdecimal():
            seal_id = int(number)
            content = contents.setdefault(seal_id, hashlib.sha256())
            content.update(hashlib.sha256(text.encode()).digest())
            counts[seal_id] = counts.get(seal_id, 0) + 1
            continue
        seal = json.loads(line)
        content = contents.pop(seal["seal"], hashlib.sha256())
        yield seal, _fault(seal, content.digest(), counts.get(seal["seal"], 0), before)
        before = seal


def _fault(seal: dict[str, Any], root: bytes, count: int, before: dict[str, Any] | None) -> str:
    previous = bytes.fromhex(seal["previous"])
    number = seal["seal"].to_bytes(8) + seal["count"].to_bytes(4)
    if (seal["count"], seal["root"]) != (count, root.hex()):
        return "留痕内容与封条不符"
    if hashlib.sha256(previous + number + root).hexdigest() != seal["hash"]:
        return "封条与其内容不符"
    expected = before["hash"] if before else (FIRST if seal["seal"] == 1 else previous).hex()
    if seal["previous"] != expected or (before and seal["seal"] != before["seal"] + 1):
        return "与前一封条不相接"
    return ""


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
