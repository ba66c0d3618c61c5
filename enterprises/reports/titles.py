"""梯度称号名单: every title in force on a day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Case, CharField, DateField, F, Func, QuerySet, Value, When

from enterprises.choices import Tier, TierSubclass
from enterprises.models import Recognition
from enterprises.reports.heading import chinese_day, reporting_unit
from enterprises.rules.ladder import BASE_TITLES
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.catalogue import Choice, Definition, Report
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.long_list import LongList
from wuhan_smes.reporting.sheet import Column

DAY: Final = Choice("on", "统计日期")
ROWS_AT_ONCE: Final = 2000

TITLE_COLUMNS: Final = (
    Column("name", "企业名称", width=36),
    Column("uscc", "统一社会信用代码", width=22),
    Column("unit", "现管理单位", width=16),
    Column("tier_label", "称号", width=26),
    Column("subclass_label", "子类", width=14),
    Column("batch_name", "批次", width=30),
    Column("document", "文号", width=24),
    Column("announced", "公布日期", "date"),
    Column("starts", "有效期起", "date"),
    Column("valid_to", "有效期至", "date"),
)


def titles_in_force(access: Access, choices: Mapping[str, str]) -> LongList:
    """By present unit and name, for the units one exports for; detail follows today's reach."""
    on = date.fromisoformat(choices["on"])
    rows = _listed(access, on, choices["tier"])
    return LongList(
        f"梯度称号名单（{on}）",
        TITLE_COLUMNS,
        rows,
        lambda: _rows(rows),
        reporting_unit=reporting_unit(access.reach(Capability.REGISTER_EXPORT)),
        as_of=f"截至 {chinese_day(on)}",
    )


def _listed(access: Access, on: date, tier: str) -> QuerySet[Recognition]:
    reach = access.reach(Capability.REGISTER_EXPORT)
    titles = Recognition.objects.within(reach).in_force(on=on)
    if tier == Tier.TECH_INNOVATIVE:
        titles = titles.filter(tier__in=BASE_TITLES)
    elif tier != "all":
        titles = titles.filter(tier=tier)
    return titles.annotate(
        name=F("enterprise__name"),
        uscc=F("enterprise__uscc"),
        unit=F("jurisdiction__name"),
        tier_label=_label("tier", Tier.choices),
        subclass_label=_label("subclass", TierSubclass.choices),
        batch_name=F("batch__name"),
        document=F("document_no"),
        announced=F("announced_on"),
        starts=F("valid_from"),
        valid_to=Func(
            F("in_force"), template="(upper(%(expressions)s) - 1)", output_field=DateField()
        ),
    ).order_by("jurisdiction__display_order", "enterprise__name", "tier", "series")


def _label(field: str, choices: Sequence[tuple[Any, Any]]) -> Case:
    whens = [When(**{field: value}, then=Value(str(label))) for value, label in choices]
    return Case(*whens, default=Value(""), output_field=CharField())


def _rows(titles: QuerySet[Recognition]) -> Iterator[Sequence[Cell]]:
    keys = [column.key for column in TITLE_COLUMNS]
    yield from titles.values_list(*keys).iterator(chunk_size=ROWS_AT_ONCE)


TITLE_LIST: Final = Report(
    "title-list",
    "梯度称号名单",
    "统计日期当天有效的称号（含当天），一家企业有几个称号就有几行。",
    Capability.REGISTER_EXPORT,
    (
        DAY,
        Choice("tier", "梯度", {"all": "全部"} | dict(Tier.choices), lambda today: "all"),
    ),
    titles_in_force,
    Definition(1, "统计日期当天有效（含复核中）的称号，一个称号一行；单位为企业现管理单位。"),
)
