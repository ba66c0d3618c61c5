"""What came of the measures in the invented city, so that the figures of the reply are counted.

A kind's rows lie evenly between two days; sums are shared out exactly over them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from enterprises.models import Enterprise
from measures.choices import PlatformForm
from measures.models import EnterpriseRecord, InnovationPlatform, Record, UnitRecord, kinds
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.operations.demo.daily.network import REPLY
from wuhan_smes.operations.demo.history import SOURCE
from wuhan_smes.operations.demo.names import MARK
from wuhan_smes.operations.demo.plans import DEFAULT_SIZE
from wuhan_smes.operations.demo.rows import moment
from wuhan_smes.operations.demo.spread import spread

YEAR: Final = (date(2024, 8, 1), REPLY)
BEFORE: Final = (date(2023, 3, 1), REPLY)
# What came after the figures of the reply, so that this year's counts are not empty.
RECENT: Final = (date(2026, 1, 5), date(2026, 11, 10))
OLD: Final = (date(2021, 1, 4), date(2023, 12, 29))
ENTERPRISES: Final = 600
BY: Final = f"{MARK}经办人"


@dataclass(frozen=True, slots=True)
class Lot:
    """So many rows of a kind between two days; `sums` are shared out over them."""

    kind: str
    rows: int
    title: str
    days: tuple[date, date] = BEFORE
    same: Mapping[str, Any] = field(default_factory=dict)
    sums: Mapping[str, int] = field(default_factory=dict)
    later: Mapping[str, int] = field(default_factory=dict)


def _events() -> Iterator[Lot]:
    def event(form: str, rows: int, title: str, days: tuple[date, date] = YEAR, **sums: int) -> Lot:
        return Lot("events", rows, title, days, {"form": form}, sums)

    yield event("campus_fair", 100, "校园招聘活动")
    fair = {"form": "fair", "special": True}
    sums = {"enterprises": 112, "posts": 3000, "intents": 460}
    yield Lot("events", 1, "专精特新专场招聘会", (date(2025, 4, 18), REPLY), fair, sums)
    yield event("managers", 40, "万企育才培训班", attendance=10_000)
    yield event("workers", 200, "企业职工培训", attendance=200_000)
    yield event("project_matching", 100, "重大项目供需对接", intents=260)
    yield event("chain_matching", 100, "产业链供需对接", intents=310)
    yield event("finance", 20, "银企融资对接", BEFORE, enterprises=500, amount=3_000_000_000)
    yield event("service", 100, "助企系列活动")
    yield event("exhibition", 6, "行业展会组团")


def _platforms() -> Iterator[Lot]:
    def platform(form: str, rows: int, title: str, **more: Any) -> Lot:
        level = {"level": more.pop("level", "municipal"), "holder": f"{MARK}依托单位"}
        return Lot("platforms", rows, title, more.pop("days", OLD), {"form": form, **level}, more)

    centre = {"level": "municipal"}
    yield platform("rd_centre", 748, "企业研发中心", **centre)
    yield platform("rd_centre", 250, "企业研发中心", days=(date(2024, 1, 8), date(2024, 12, 20)))
    yield platform("rd_centre", 100, "企业研发中心", days=(date(2025, 1, 8), date(2025, 12, 20)))
    yield platform("laboratory", 12, "产业创新联合实验室")
    yield platform("pilot", 210, "中试平台")
    yield platform("incubator", 502, "孵化载体")
    yield platform("proof", 32, "概念验证中心", fund=438_000_000)
    yield platform("campus_block", 7, "环大学创新街区")
    project = {"platform": f"{MARK}平台", "carrier": f"{MARK}承担单位"}
    sums = {"amount": 55_000_000}
    yield Lot("platform-projects", 150, "概念验证项目", BEFORE, project, sums)


def _of_enterprises() -> Iterator[Lot]:
    deputy = {"person": "示例专家", "institution": f"{MARK}高校"}
    sums = {"problems": 1530, "agreements": 380, "amount": 590_000_000}
    yield Lot("deputies", 450, "科技副总", BEFORE, deputy, sums)
    talent = {
        "person": "示例人才",
        "programme": "武汉英才（先进制造）",
        "signed_by": "示例举荐人甲",
        "signed_also_by": "示例举荐人乙",
        "grant": 60_000,
    }
    yield Lot("talents", 470, "武汉英才培育", BEFORE, talent, later={"chosen_on": 0})
    digital = {"level_before": 1, "level_after": 2, "firm": f"{MARK}服务商"}
    yield Lot(
        "digital-projects",
        200,
        "数字化转型",
        BEFORE,
        digital,
        {"spend": 160_000_000},
        {"accepted_on": 0},
    )
    need = {"partner": f"{MARK}创投"}
    days = (date(2024, 8, 1), date(2025, 6, 30))
    met = {"matched_on": 3}
    yield Lot("financing-needs", 50, "融资项目", days, need, {"demand": 3_000_000_000}, met)
    yield Lot(
        "financing-needs",
        50,
        "投贷联动项目",
        days,
        need,
        {"demand": 3_000_000_000, "credit": 2_000_000_000},
        {**met, "intent_on": 7, "credit_on": 14},
    )
    yield Lot("listing-pool", 30, "上市后备")
    yield Lot(
        "rent-reliefs",
        40,
        "租金减免",
        same={"park": f"{MARK}园区", "percent": 70},
        sums={"amount": 3_200_000},
    )
    yield Lot("patent-filings", 60, "专利预审备案", same={"field": "光电子信息"})
    yield Lot("aeo", 20, "AEO 认证", same={"level": "advanced"})
    yield Lot("brand-plans", 48, "品牌培育方案", (date(2025, 1, 6), REPLY))
    yield Lot("trade-secrets", 100, "商业秘密保护联系企业", (date(2025, 1, 6), REPLY))
    yield Lot(
        "major-projects",
        15,
        "重大项目",
        same={"land_step": "delivered"},
        sums={"investment": 9_000_000_000},
        later={"asked_on": 20, "offered_on": 60, "delivered_on": 90, "step_on": 90},
    )


def _others() -> Iterator[Lot]:
    level = {"level": "national", "field": "光电子信息"}
    yield Lot("clusters", 4, "中小企业特色产业集群", OLD, level)
    fund = {"form": "child", "manager": f"{MARK}基金管理公司"}
    yield Lot("funds", 50, "市区协同子基金", OLD, fund, {"size": 12_000_000_000})
    entry = {"group": "startup", "team": f"{MARK}团队"}
    yield Lot("contest-entries", 60, "创客中国参赛项目", YEAR, entry)
    yield Lot("contest-entries", 12, "创客中国获奖项目", YEAR, {**entry, "result": "municipal"})
    team = {"entry": "示例-1", "lead": "示例负责人"}
    yield Lot("accompany-teams", 12, "陪跑团队", YEAR, team, {"services": 60})
    yield Lot(
        "challenges", 20, "技术需求", YEAR, {"poster": f"{MARK}龙头企业"}, {"reward": 40_000_000}
    )
    yield Lot("incoming-leads", 25, "引进线索", YEAR, {"origin": "外省"})


def _recent() -> Iterator[Lot]:
    def event(form: str, rows: int, title: str, **sums: int) -> Lot:
        return Lot("events", rows, title, RECENT, {"form": form}, sums)

    yield event("campus_fair", 60, "校园招聘活动")
    fair = {"form": "fair", "special": True}
    sums = {"enterprises": 960, "posts": 3_420, "intents": 610}
    yield Lot("events", 12, "专精特新专场招聘会", RECENT, fair, sums)
    yield event("managers", 24, "万企育才培训班", attendance=6_200)
    yield event("workers", 110, "企业职工培训", attendance=118_000)
    yield event("project_matching", 56, "重大项目供需对接", intents=140)
    yield event("chain_matching", 61, "产业链供需对接", intents=205)
    yield event("finance", 8, "银企融资对接", enterprises=220, amount=960_000_000)
    yield event("exhibition", 4, "行业展会组团")
    centre = {"form": "rd_centre", "level": "municipal", "holder": f"{MARK}依托单位"}
    yield Lot("platforms", 90, "企业研发中心", RECENT, centre)
    deputy = {"person": "示例专家", "institution": f"{MARK}高校"}
    done = {"problems": 310, "agreements": 74, "amount": 96_000_000}
    yield Lot("deputies", 120, "科技副总", RECENT, deputy, done)
    yield Lot("patent-filings", 22, "专利预审备案", RECENT, {"field": "光电子信息"})
    yield Lot("brand-plans", 46, "品牌培育方案", RECENT)
    yield Lot("trade-secrets", 88, "商业秘密保护联系企业", RECENT, later={"checked_on": 9})
    come = {"origin": "外省", "stage": "registered", "titles": ["srdi_sme"]}
    yield Lot("incoming-leads", 18, "引进企业", RECENT, come, later={"registered_on": 7})
    entry = {"group": "enterprise", "team": f"{MARK}企业"}
    yield Lot("contest-entries", 40, "创客中国参赛项目", RECENT, entry)


def settle(*, size: int) -> int:
    """Write the results of a city of `size`, in proportion to it; returns how many rows."""
    share = min(1.0, size / DEFAULT_SIZE)
    units = list(Jurisdiction.objects.managing().order_by("display_order", "id"))
    register = Enterprise.objects.filter(status="active").order_by("id")
    enterprises = list(register.only("jurisdiction_id", "name", "uscc")[:ENTERPRISES])
    written = 0
    numbers: dict[str, int] = {}
    for lot in (*_events(), *_platforms(), *_of_enterprises(), *_others(), *_recent()):
        model = kinds()[lot.kind]
        first = numbers.get(lot.kind, 0)
        rows = list(_rows(lot, model, max(1, round(lot.rows * share)), first, units, enterprises))
        numbers[lot.kind] = first + len(rows)
        model.objects.bulk_create(rows, batch_size=1000)
        written += len(rows)
    return written


def clear() -> None:
    """Take the invented results of units away; those of enterprises go with the register."""
    for model in kinds().values():
        if issubclass(model, UnitRecord):
            model.objects.filter(source=SOURCE).delete()


def _rows(
    lot: Lot,
    model: type[Record],
    count: int,
    before: int,
    units: Sequence[Jurisdiction],
    enterprises: Sequence[Enterprise],
) -> Iterator[Record]:
    first, last = lot.days
    parts = {name: spread(total, [1.0] * count) for name, total in lot.sums.items()}
    for n in range(count):
        on = first + timedelta((last - first).days * n // count)
        row = model(
            number=f"{MARK}-{before + n + 1}",
            title=f"{MARK}{lot.title} {n + 1}",
            happened_on=on,
            source=SOURCE,
            recorded_at=moment(on),
            recorded_by_name=BY,
            **lot.same,
            **{name: shared[n] for name, shared in parts.items()},
            **{name: on + timedelta(days) for name, days in lot.later.items()},
        )
        one = enterprises[n % len(enterprises)]
        if isinstance(row, InnovationPlatform) and row.form == PlatformForm.RD_CENTRE:
            row.holder, row.holder_uscc = one.name, one.uscc or ""
        if isinstance(row, EnterpriseRecord):
            row.enterprise_id, row.jurisdiction_id = one.pk, one.jurisdiction_id
            row.enterprise_name, row.enterprise_uscc = one.name, one.uscc or ""
        else:
            row.jurisdiction = units[n % len(units)]
        yield row
