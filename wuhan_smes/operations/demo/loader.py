"""Building the invented city: one transaction, COPY into bare tables, indexes at the end."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from enterprises.models import Place, RecognitionBatch
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused
from wuhan_smes.operations.demo import (
    clearing,
    figures,
    holding,
    monitoring,
    people,
    promises,
    promises_kept,
    results,
    steering,
    twins,
)
from wuhan_smes.operations.demo.bare import bare
from wuhan_smes.operations.demo.city import invented_places, read_city
from wuhan_smes.operations.demo.daily import settling
from wuhan_smes.operations.demo.daily.copying import TABLES
from wuhan_smes.operations.demo.population import SERIES, Population
from wuhan_smes.operations.demo.repeats import Repeats, originals_of
from wuhan_smes.operations.demo.rounds import ROUNDS
from wuhan_smes.operations.demo.rows import COLUMNS
from wuhan_smes.operations.demo.words import read_words
from wuhan_smes.operations.demo.writing import ahead, continue_numbers, copy
from wuhan_smes.scope import bootstrap_scope

SMALLEST, LARGEST = 30, 2_000_000
# In a larger city what the timer makes by night is left to it: duties, lists of who could be next.
BY_NIGHT: Final = 100_000
Say = Callable[[str], None]
OWNED = "SELECT pg_has_role(tableowner, 'MEMBER') FROM pg_tables WHERE tablename = %s"
MONITORED: Final = ("enterprises_periodindicators", "enterprises_periodreport")
FILLED: Final = (*COLUMNS, *TABLES, "enterprises_annualindicators", *MONITORED)
ENTERPRISES: Final = "enterprises_enterprise"
SERIES_WENT: Final = "SELECT setval('enterprises_recognition_series', %s)"
MEMORY: Final = "SET LOCAL maintenance_work_mem = '256MB'"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows each table received, and how many logins were made."""

    rows: Mapping[str, int]
    logins: int


@transaction.atomic
@trail.dated_as_written()
def load(
    *, size: int, seed: int, access: Access, at: datetime, replace: bool = False, say: Say
) -> Loaded:
    """Invent a city of `size` enterprises: all of it or nothing.

    Refuses a register that is not empty (`replace` takes an earlier invented city away first), and
    any role but the tables' owner.
    """
    _require_fit(size)
    if replace:
        clearing.clear()
    else:
        clearing.require_empty()
    with bare(list(COLUMNS)):
        with bootstrap_scope(), connection.cursor() as cursor:
            rows, numbers = _populate(size, seed, say)
            logins = people.settle(at=at)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        say("正在重建索引与约束…")
        with connection.cursor() as cursor:
            cursor.execute(MEMORY)
    continue_numbers({table: numbers[table] for table in COLUMNS})
    with connection.cursor() as cursor:
        cursor.execute(SERIES_WENT, [numbers[SERIES]])
    _look("ANALYZE", COLUMNS)
    say("正在写入服务站、专员与活动…")
    with bootstrap_scope():
        daily = settling.settle(read_city(), size=size, seed=seed)
        figures.tell(seed)
        holding.settle(at=at, duties_too=size <= BY_NIGHT)
        monitoring.tell(seed)
        results.settle(size=size)
        promises_kept.settle()
        twins.settle(at=at, size=size)
        steering.settle()
    daily.continue_numbers()
    say("正在查找应兑付企业，办理几笔资金…")
    with bootstrap_scope(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # book and budget agree at the end
        promises.settle(at=at)
    _look("ANALYZE", [table for table in FILLED if table not in COLUMNS])
    if size <= BY_NIGHT:
        say("正在算出培育库…")
        figures.work_out(access)
    else:
        say("年度更新任务与培育库由每晚的定时任务算出")
    loaded = Loaded({**rows, **daily.written}, logins)
    changes = {"enterprises": size, "seed": seed, "rows": dict(loaded.rows)}
    with bootstrap_scope():
        trail.record_fact("demo.loaded", "示例城市", access=access, at=at, changes=changes)
    return loaded


def tidy() -> None:
    """Which pages all may see whole, for the planner; outside any transaction.

    Left out, the server's own housekeeping does it within minutes: nothing but time is lost.
    """
    _look("VACUUM", FILLED)


def _look(how: str, tables: Iterable[str]) -> None:
    """Tell the planner what `tables` hold now: what follows must not go by an empty city."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"{how} {table}")


def _require_fit(size: int) -> None:
    if not SMALLEST <= size <= LARGEST:
        raise ActionRefused(f"企业数须在 {SMALLEST} 到 {LARGEST} 之间")
    with connection.cursor() as cursor:
        cursor.execute(OWNED, ["enterprises_enterprise"])
        row = cursor.fetchone()
    if row is None or not row[0]:
        raise ActionRefused(
            "装入示例数据须用数据库所有者登录：以 OWNER_DATABASE_URL 作 DATABASE_URL"
        )


def _populate(size: int, seed: int, say: Say) -> tuple[Counter[str], Counter[str]]:
    """Every row of the register: how many there are by table, and how far numbers went."""
    units = dict(Jurisdiction.objects.values_list("code", "pk"))
    Place.objects.bulk_create(invented_places(read_words(), units))
    first = originals_of(size)
    population = Population(
        read_city(),
        size=first,
        seed=seed,
        batches=_batches(),
    )
    rows: Counter[str] = Counter()
    for chunk in ahead(population.chunks()):
        for table, lines in chunk.items():
            copy(table, lines)
            rows[table] += len(lines)
        say(f"已写入 {rows[ENTERPRISES]:,} / {size:,} 家企业")
    if first == size:
        return rows, population.sink.numbers
    repeats = Repeats(population, size)
    for written in repeats.write():
        rows += written
        say(f"已写入 {rows[ENTERPRISES]:,} / {size:,} 家企业")
    return rows, repeats.numbers()


def _batches() -> dict[str, int]:
    """The batch of each round: the one already entered, else a new one."""
    known = {_key(batch): batch.pk for batch in RecognitionBatch.objects.order_by("pk")}
    batches = {
        each.code: RecognitionBatch(
            tier=each.tier,
            kind=each.kind,
            recogniser_level=each.level,
            recogniser=each.recogniser,
            ordinal=each.ordinal,
            year=each.year,
            name=each.name,
            document_no=each.document_no,
            stage=each.stage,
            announced_on=each.announced_on,
            valid_from=each.valid_from,
            valid_until=each.valid_until,
            rule_set=each.rule_set,
            source=each.source,
        )
        for each in ROUNDS.values()
    }
    RecognitionBatch.objects.bulk_create(b for b in batches.values() if _key(b) not in known)
    return {code: known.get(_key(batch)) or batch.pk for code, batch in batches.items()}


def _key(batch: RecognitionBatch) -> tuple[object, ...]:
    return batch.tier, batch.kind, batch.recogniser, batch.ordinal, batch.year
