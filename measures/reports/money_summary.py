"""资金兑现汇总表 and 兑付明细: what is promised, approved and paid, and one batch line by line."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from enterprises.reports.heading import chinese_day, reporting_unit
from measures.choices import DocumentLevel, PaymentState
from measures.models import Clawback, DisbursementBatch, Entitlement, Payment
from measures.queries.money_figures import (
    GIVEN_UP,
    KEYS,
    OUT,
    WAITING,
    MoneyCut,
    MoneyRow,
    money_rows,
)
from measures.queries.split_lines import split_lines
from measures.reports.money_lists import CLAWBACKS, PAYMENTS
from measures.reports.promises import ENTITLEMENTS
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.behind import EVERY_ROW, Behind, of_row
from wuhan_smes.reporting.catalogue import Choice, Definition, Report, catalogue
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.sheet import Column, Sheet

P = PaymentState
WAN: Final = Decimal(10_000)
COLUMNS: Final = (
    Column("lines", "事项数", "count", 10),
    Column("unknown", "其中金额未明确", "count", 12),
    Column("promised", "应兑付", "money", 16),
    Column("owed", "待兑付", "money", 16),
    Column("approved", "已审批待拨", "money", 16),
    Column("paid", "已拨付", "money", 16),
    Column("returned", "退票", "money", 14),
    Column("recovered", "已追回", "money", 14),
)


def money_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """Every unit, programme or level with a line in reach, as it stands now; 元 to the cent."""
    reach, today = access.reach(Capability.PAYMENT_VIEW), timezone.localdate()
    cut = MoneyCut(choices["by"])
    found = money_rows(cut, reach=reach, on=today)
    return Sheet(
        "资金兑现汇总表",
        [Column("label", cut.label, width=30), *COLUMNS],
        [[row.label, *_cells(row)] for row in found],
        reporting_unit=reporting_unit(reach),
        as_of=f"截至 {chinese_day(today)}",
        unit="项、元",
        prepared_by=access.actor_name,
        notes=["注：金额未明确的事项不计入任何金额；一项可分层级、分笔支付。"],
        keys=[str(row.key) for row in found],
    )


def _cells(row: MoneyRow) -> list[Cell]:
    return [getattr(row, column.key) for column in COLUMNS]


Rows = Callable[[Access, Mapping[str, str], str], QuerySet[Any]]


def _of(model: type[Entitlement | Payment | Clawback], place: int, wanted: Q) -> Rows:
    """The lines, payments or clawbacks of one row; `place` is theirs in KEYS."""

    def rows(access: Access, choices: Mapping[str, str], key: str) -> QuerySet[Any]:
        path = KEYS[MoneyCut(choices["by"])][place]
        within = model.objects.within(access.reach(Capability.PAYMENT_VIEW))
        return within.filter(wanted, of_row(path, key))

    return rows


def _lines(wanted: Q, adds: str = "") -> Behind:
    return Behind(ENTITLEMENTS, _of(Entitlement, 0, wanted), adds)


def _paid(*states: PaymentState) -> Behind:
    return Behind(PAYMENTS, _of(Payment, 1, Q(state__in=states)), "amount")


BEHIND: Final = {
    "lines": _lines(Q()),
    "unknown": _lines(Q(payable__isnull=True) & ~Q(state__in=GIVEN_UP)),
    "promised": _lines(~Q(state__in=GIVEN_UP), "payable"),
    "owed": _lines(WAITING, "payable"),
    "approved": _paid(P.APPROVED),
    "paid": _paid(*OUT),
    "returned": _paid(P.RETURNED),
    "recovered": Behind(CLAWBACKS, _of(Clawback, 2, Q()), "received"),
}


def annex_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """One batch as it is made public: whom, why, how much, and which level pays which part of it.

    Without a number the latest batch; without any batch an empty table.
    """
    reach = access.reach(Capability.PAYMENT_VIEW)
    batches = DisbursementBatch.objects.within(reach).order_by("-pk")
    if choices["batch"] != LATEST:
        batches = batches.filter(number=choices["batch"])
    batch = batches.select_related("jurisdiction").first()
    found = split_lines(batch.pk) if batch else []
    levels = [level for level in DocumentLevel if any(level in it.shares for it in found)]
    return Sheet(
        f"{batch.title}公示明细表" if batch else "资金公示明细表",
        [
            Column("no", "序号", "word", 6),
            Column("payee", "企业名称", width=34),
            Column("identifier", "统一社会信用代码", "text", 22),
            Column("unit", "区", "word", 14),
            Column("document", "依据", width=30),
            Column("programme", "类别", width=26),
            Column("amount", "金额（万元）", "money", 16),
            *(Column(level.value, f"{level.label}（万元）", "money", 14) for level in levels),
        ],
        [
            [
                str(n),
                it.payee,
                it.identifier,
                it.unit,
                it.document,
                it.programme,
                it.amount / WAN,
                *(it.shares.get(level, Decimal(0)) / WAN for level in levels),
            ]
            for n, it in enumerate(found, 1)
        ],
        reporting_unit=batch.jurisdiction.name if batch else reporting_unit(reach),
        as_of=f"批次号：{batch.number}" if batch else "没有批次",
        unit="万元",
        prepared_by=access.actor_name,
        notes=["注：各层级之和等于金额；合计为所列各行之和。"],
        keys=[str(it.entitlement_id) for it in found],
    )


LATEST: Final = "latest"
MONEY_TABLE: Final = Report(
    "money-table",
    "资金兑现汇总表",
    "各单位（或兑现项目、层级）应兑付、待兑付、已审批、已拨付、退票和追回的金额。",
    Capability.PAYMENT_VIEW,
    (
        Choice(
            "by",
            "按什么分行",
            {cut.value: cut.label for cut in MoneyCut},
            lambda today: MoneyCut.UNIT.value,
        ),
    ),
    money_table,
    Definition(
        1,
        "应兑付为未落空、未否决事项的应兑付金额；待兑付为其中尚未到账的；已拨付含已拨付和已到账的付款。",
    ),
    behind=BEHIND,
    total_key=lambda choices: EVERY_ROW,
)
ANNEX_TABLE: Final = Report(
    "payment-annex",
    "资金公示明细表",
    "一个拨付批次逐行列出对象、依据、类别、金额和各层级分担，用于公示和下达。",
    Capability.PAYMENT_VIEW,
    (
        Choice(
            "batch",
            "批次号",
            default=lambda today: LATEST,
            help_text="不填为最近一个批次",
            pattern=r"[\w〔〕\-]{1,40}",
        ),
    ),
    annex_table,
    Definition(1, "批次内未作废、未退票的付款，按兑付事项和笔次合计；层级为出资层级。"),
)
catalogue.add(MONEY_TABLE, ANNEX_TABLE)
