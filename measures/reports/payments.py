"""公示 and 下达 on paper: the notice, the order, and the annex both of them name."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils import timezone

from enterprises.reports.heading import chinese_day
from measures.models import DisbursementBatch, PublicNotice
from measures.queries.annex import AnnexLine
from measures.rules.payments import yuan
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.accounts.models.unit import JurisdictionKind
from wuhan_smes.reporting.official import Paper
from wuhan_smes.reporting.sheet import Column, Sheet

WAN: Final = Decimal(10_000)
COLUMNS: Final = (
    Column("no", "序号", "text", 6),
    Column("payee", "单位名称", "text", 34),
    Column("identifier", "统一社会信用代码", "text", 22),
    Column("unit", "所在区", "text", 16),
    Column("programme", "奖补项目", "text", 30),
    Column("instalment", "笔次", "text", 8),
    Column("amount", "拟安排资金（元）", "money", 18),
)


def notice_paper(notice: PublicNotice, lines: Sequence[AnnexLine]) -> Paper:
    """The public notice of a batch: what is arranged, how long it is shown, whom to call."""
    batch = notice.batch
    first, last = chinese_day(notice.shown_from), chinese_day(notice.shown_to)
    return Paper(
        f"关于{batch.title}拟安排资金的公示",
        "",
        "",
        [
            (
                f"依据{_documents(lines)}，经企业所在区审核、市级复核，{_sum(lines, '拟安排')}"
                "（明细见附件）。现予公示。"
            ),
            f"公示时间：{first}至{last}（{notice.workdays}个工作日，含首日）。",
            (
                "公示期间如有异议，请以书面形式向公示单位反映，写明事实并署真实姓名和联系方式；"
                "核查期间只暂停所涉事项，其余事项照常办理。"
            ),
            f"纪检监督电话：{notice.discipline_phone}",
            f"业务咨询电话：{notice.business_phone}",
        ],
        _bureau(batch.jurisdiction),
        chinese_day(timezone.localdate(notice.published_at)),
        annexes=[f"{batch.title}资金明细表"],
    )


def order_paper(batch: DisbursementBatch, lines: Sequence[AnnexLine], on: date) -> Paper:
    """The order (下达) of a batch to the finance offices that pay it."""
    return Paper(
        f"关于下达{batch.title}资金的通知",
        batch.document_no,
        "各有关区财政局、经信部门",
        [
            (
                f"依据{_documents(lines)}，经公示无异议，{_sum(lines, '下达')}，"
                f"列{batch.year}年度预算（明细见附件）。"
            ),
            "一、请据此通知企业确认收款账户。户名须与企业名称一致，账户由企业签署承诺后提供。",
            (
                "二、资金直达企业，安排、审批、拨付分由不同人员办理；拨付前再次核查企业是否列入经营异常名录、"
                "严重失信主体名单，以及同一事项是否已按其他文件兑付。"
            ),
            "三、退票的，查明原因并由企业重新确认账户后再行拨付；不符合条件或骗取资金的，按规定追回。",
        ],
        _bureau(batch.jurisdiction),
        chinese_day(on),
        annexes=[f"{batch.title}资金明细表"],
    )


def annex(batch: DisbursementBatch, lines: Sequence[AnnexLine]) -> Sheet:
    """The table of a batch; its total is the sum of the rows shown, and that of the batch."""
    return Sheet(
        f"{batch.title}资金明细表",
        COLUMNS,
        [
            (
                str(number),
                line.payee,
                line.identifier,
                line.unit,
                line.programme,
                f"第{line.instalment}笔",
                line.amount,
            )
            for number, line in enumerate(lines, start=1)
        ],
        _bureau(batch.jurisdiction),
        f"批次号：{batch.number}",
        unit="元",
        prepared_by=batch.arranged_by_name,
    )


def _sum(lines: Sequence[AnnexLine], verb: str) -> str:
    payees = len({line.payee for line in lines})
    total = sum((line.amount for line in lines), Decimal(0))
    exact = total / WAN
    return (
        f"对{payees}家单位{len(lines)}个事项{verb}资金{exact.normalize():,f}万元（{yuan(total)}元）"
    )


def _documents(lines: Sequence[AnnexLine]) -> str:
    return "、".join(dict.fromkeys(f"《{line.document}》" for line in lines))


def _bureau(unit: Jurisdiction) -> str:
    """Who signs: the bureau of the city, the unit itself elsewhere."""
    return "武汉市经济和信息化局" if unit.kind == JurisdictionKind.CITY else unit.name
