"""政策成效对照表: recipients beside others like them, with the placebo below."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from enterprises.reports.heading import chinese_day, reporting_unit
from enterprises.rules.spans import require_order
from measures.models import Matter
from measures.queries.effect import Asked, found
from measures.rules.effect import LEAST, Effect
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.catalogue import Choice, Definition, Report, catalogue
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.sheet import Column, Sheet

ANY: Final = "any"
TOO_FEW: Final = f"样本不足（任一方少于 {LEAST} 家），不作结论"
CLEAR, UNCLEAR = "差异明显", "看不出差异"
CAVEAT: Final = (
    "同管理单位、同层级、同划型、同行业门类精确配对；未观察到的差别（如企业自身意愿）仍可能影响结果，"
    "安慰剂检验有明显差异时不宜归因于政策。"
)


def asked_of(first: date, last: date, until: date, code: str = ANY) -> Asked:
    """The question in order. Raises InputRefused where days are turned round."""
    require_order(first, last)
    if until < last:
        raise InputRefused(Fault("until", "reversed", "对照日不能早于拨付期末"))
    matter = None
    if code not in ("", ANY):
        matter = Matter.objects.filter(code=code).first()
        if matter is None:
            raise InputRefused(Fault("matter", "unknown", f"没有事项“{code}”"))
    return Asked(first, last, until, matter)


def told(it: Effect) -> str:
    """What may be concluded, in words."""
    if it.difference is None:
        return TOO_FEW
    return CLEAR if it.is_clear else UNCLEAR


def percent(value: float | None, *, signed: bool = False) -> str | None:
    """A share as people read it."""
    if value is None:
        return None
    return f"{100 * value:+.1f}" if signed else f"{100 * value:.1f}"


def effect_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """Two rows: the effect and the placebo."""
    reach = access.reach(Capability.PAYMENT_VIEW)
    first, last, until = (date.fromisoformat(choices[it]) for it in ("first", "last", "until"))
    it = found(asked_of(first, last, until, choices["matter"]), reach=reach)
    name = it.asked.matter.title if it.asked.matter else "任一奖补"
    return Sheet(
        "政策成效对照表",
        [
            Column("what", "对照", width=30),
            *(
                Column(key, label, "count", 10)
                for key, label in (
                    ("paid", "受助企业"),
                    ("matched", "配对受助"),
                    ("controls", "配对未受助"),
                )
            ),
            *(
                Column(key, label, "word", 12)
                for key, label in (
                    ("share", "受助升级率(%)"),
                    ("other", "未受助升级率(%)"),
                    ("difference", "相差(百分点)"),
                    ("interval", "95%区间"),
                )
            ),
            Column("told", "结论", width=24),
        ],
        [
            _row(f"{name}：{_span(it.before, it.asked.until)}", it.effect),
            _row(f"安慰剂：{_span(it.placebo_from, it.before)}", it.placebo),
        ],
        reporting_unit=reporting_unit(reach),
        as_of=f"拨付期 {chinese_day(it.asked.first)}至{chinese_day(it.asked.last)}",
        total_label="",
        prepared_by=access.actor_name,
        notes=[f"注：{CAVEAT}"],
        keys=["effect", "placebo"],
    )


def interval(it: Effect) -> str | None:
    """Both ends in points."""
    if it.low is None or it.high is None:
        return None
    return f"{100 * it.low:+.1f} 至 {100 * it.high:+.1f}"


def _row(what: str, it: Effect) -> list[Cell]:
    return [
        what,
        it.paid,
        it.matched,
        it.controls,
        percent(it.share),
        percent(it.control_share),
        percent(it.difference, signed=True),
        interval(it),
        told(it),
    ]


def _span(first: date, last: date) -> str:
    return f"{first.isoformat()} 至 {last.isoformat()}"


catalogue.add(
    Report(
        "measure-effect",
        "政策成效对照表",
        "受助企业与同类未受助企业的升级率之差，附区间与安慰剂检验",
        Capability.PAYMENT_VIEW,
        (
            Choice("matter", "事项代码", default=lambda _: ANY, pattern=r"[A-Za-z0-9_-]{1,60}"),
            Choice("first", "拨付期初", default=lambda today: f"{today.year - 1}-01-01"),
            Choice("last", "拨付期末", default=lambda today: f"{today.year - 1}-12-31"),
            Choice("until", "对照日"),
        ),
        effect_table,
        Definition(
            1,
            "对照期初持有称号的企业；升级指对照日的最高层级高于期初；未受助指截至拨付期末没有该事项的拨付；"
            "区间为分层 Newcombe（MOVER）95% 区间，按受助企业数加权。",
        ),
    )
)
