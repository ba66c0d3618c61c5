"""Which invented enterprises are on their way to a tier, how far, and what is asked of whom."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Final

from django.db import connection

from enterprises.choices import CultivationMove as M
from enterprises.choices import CultivationStage as S
from enterprises.choices import DropCause, Tier
from wuhan_smes.operations.demo.daily.copying import Ledger
from wuhan_smes.operations.demo.names import MARK
from wuhan_smes.operations.demo.rounds import TODAY
from wuhan_smes.operations.demo.rows import moment

BEGAN: Final = date(2025, 2, 10)
ASPIRE: Final = {Tier.LITTLE_GIANT: 24, Tier.SRDI_SME: 7}  # in a hundred of those below
BELOW: Final = {Tier.LITTLE_GIANT: Tier.SRDI_SME, Tier.SRDI_SME: Tier.INNOVATIVE_SME}
PATHS: Final[Sequence[tuple[int, tuple[tuple[M, S], ...]]]] = (
    (26, ()),
    (30, ((M.NURTURE, S.GROWING),)),
    (14, ((M.NURTURE, S.GROWING), (M.PREPARE, S.PREPARING))),
    (13, ((M.NURTURE, S.GROWING), (M.PREPARE, S.PREPARING), (M.APPLY, S.APPLIED))),
    (
        8,
        (
            (M.NURTURE, S.GROWING),
            (M.PREPARE, S.PREPARING),
            (M.APPLY, S.APPLIED),
            (M.BACK, S.GROWING),
        ),
    ),
    (9, ((M.NURTURE, S.GROWING), (M.DROP, S.DROPPED))),
)
ARRIVED: Final = (
    (M.NURTURE, S.GROWING),
    (M.PREPARE, S.PREPARING),
    (M.APPLY, S.APPLIED),
    (M.RECOGNISE, S.RECOGNISED),
)
TASKS: Final = (
    "上门核对上年研发费用",
    "补齐审计报告并核对主营收入",
    "辅导填报国家平台评价数据",
    "核对Ⅰ类知识产权清单",
    "了解明年申报意愿",
)
CAUSES: Final = (DropCause.UNFIT, DropCause.UNWILLING, DropCause.OTHER_TIER)
# Active holders of the tier below with the unit that has them, and since when they hold the tier
# itself, if they do.
HOLDERS: Final = """
SELECT e.id, e.jurisdiction_id, (
       SELECT max(r.valid_from) FROM enterprises_recognition r
        WHERE r.enterprise_id = e.id AND r.tier = %s AND r.superseded_at IS NULL
          AND r.in_force @> %s::date)
  FROM enterprises_enterprise e
 WHERE e.status = 'active' AND e.id <= %s AND EXISTS (
       SELECT FROM enterprises_recognition r
        WHERE r.enterprise_id = e.id AND r.tier = %s AND r.superseded_at IS NULL
          AND r.in_force @> %s::date)
 ORDER BY e.id
"""
WITHIN: Final = 50_000  # beyond so many, an invented country is led by nobody


def lead(rng: Random, ledger: Ledger) -> None:
    """Some of those a rung below each tier, and whoever arrived there this year."""
    for tier, share in ASPIRE.items():
        for id_, unit, since in _holders(tier):
            drawn = rng.randrange(100)
            if since is None and drawn < share:
                _way(rng, ledger, (id_, unit, tier), None)
            elif since is not None and since > BEGAN + timedelta(90) and drawn < 3 * share:
                _way(rng, ledger, (id_, unit, tier), since)


def _holders(tier: Tier) -> Iterator[tuple[int, int, date | None]]:
    with connection.cursor() as cursor:
        cursor.execute(HOLDERS, [tier, TODAY, WITHIN, BELOW[tier], TODAY])
        yield from cursor.fetchall()


def _way(rng: Random, ledger: Ledger, whose: tuple[int, int, Tier], arrived: date | None) -> None:
    """One way with its steps at even distances, and a task where it goes on."""
    id_, unit, tier = whose
    path = ARRIVED if arrived else rng.choices([it for _, it in PATHS], [n for n, _ in PATHS])[0]
    last = arrived or TODAY - timedelta(rng.randrange(1, 60))
    span = max(len(path), rng.randrange(40, 420))
    first = max(BEGAN, last - timedelta(span))
    days = [first + (last - first) * n // max(1, len(path)) for n in range(len(path) + 1)]
    steps = [(M.PUT_IN, S.SEEDLING), *path]
    stage = steps[-1][1]
    way = ledger.put(
        "enterprises_cultivation",
        id_,
        unit,
        tier,
        stage,
        len(steps),
        days[0],
        days[-1],
        f"{MARK}{rng.choice('张王李赵陈')}工",
        rng.choice(CAUSES) if stage == S.DROPPED else "",
        len(steps),
    )
    for number, ((move, after), day) in enumerate(zip(steps, days, strict=True), 1):
        before = steps[number - 2][1] if number > 1 else ""
        follows = number - 1 or None
        clerk = f"{MARK}经办人"
        ledger.put(
            "enterprises_cultivationstep",
            *(way, unit, number, follows, move, before, after, moment(day), clerk, ""),
        )
    if stage not in {S.DROPPED, S.RECOGNISED} and rng.randrange(100) < 65:
        _task(rng, ledger, way, unit)


def _task(rng: Random, ledger: Ledger, way: int, unit: int) -> None:
    ledger.put(
        "enterprises_cultivationtask",
        way,
        unit,
        rng.choice(TASKS),
        TODAY + timedelta(rng.randrange(-12, 50)),
        rng.random() < 0.6,
        moment(TODAY - timedelta(rng.randrange(13, 40))),
        f"{MARK}经办人",
        "",
        None,
        "",
        "",
        1,
    )
