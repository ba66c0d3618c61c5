"""公示 and 下达 on paper, made from what was kept of them: notice, order, and the annex of each."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from enterprises.reports.heading import chinese_day
from measures.rules.papers import PaperLine, Said
from measures.rules.payments import yuan
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.official import Paper
from wuhan_smes.reporting.sheet import Column, Sheet

WAN: Final = Decimal(10_000)
# Signs of a title (2号) in the width of the text.
IN_A_LINE: Final = 20
COLUMNS: Final = (
    Column("no", "序号", "text", 6),
    Column("payee", "单位名称", "text", 34),
    Column("identifier", "统一社会信用代码", "text", 22),
    Column("unit", "所在区", "text", 16),
    Column("programme", "奖补项目", "text", 30),
    Column("instalment", "笔次", "text", 8),
)
PLANNED: Final = Column("amount", "拟安排资金（元）", "money", 18)
ORDERED: Final = Column("amount", "下达资金（元）", "money", 18)
LEFT: Final = Column("left", "其后变动", "text", 22)


def notice_paper(said: Said) -> Paper:
    """The public notice of a batch: what is arranged, how long it is shown, whom to call."""
    return Paper(
        _titled(f"关于{said.title}", "拟安排资金的公示"),
        "",
        "",
        [
            (
                f"依据{_documents(said.lines)}，经企业所在区审核、市级复核，{_sum(said, '拟安排')}"
                "（明细见附件）。现予公示。"
            ),
            f"公示时间：{_span(said)}（{said.workdays}个工作日，含首日）。",
            (
                "公示期间如有异议，请以书面形式向公示单位反映，写明事实并署真实姓名和联系方式；"
                "核查期间只暂停所涉事项，其余事项照常办理。"
            ),
            f"纪检监督电话：{said.discipline_phone}",
            f"业务咨询电话：{said.business_phone}",
        ],
        said.signer,
        chinese_day(said.day),
        annexes=[f"{said.title}资金明细表"],
    )


def order_paper(said: Said) -> Paper:
    """The order (下达) of lines of a batch to the finance offices that pay them."""
    return Paper(
        _titled(f"关于下达{said.title}", "资金的通知"),
        said.document_no,
        "各有关区财政局、经信部门",
        [
            (
                f"依据{_documents(said.lines)}，经公示无异议或异议经核查不成立，"
                f"{_sum(said, '下达')}，列{said.year}年度预算（明细见附件）。"
            ),
            "一、收款账户。请通知企业确认收款账户，户名须与企业名称一致，由企业签署承诺后提供。",
            (
                "二、资金拨付。资金直达企业，安排、审批、拨付分由不同人员办理；拨付前再次核查企业是否列入经营异常名录、"
                "严重失信主体名单，以及同一事项是否已按其他文件兑付。"
            ),
            (
                "三、退票与追回。退票的，查明原因并由企业重新确认账户后再行拨付；"
                "不符合条件或骗取资金的，按规定追回。"
            ),
        ],
        said.signer,
        chinese_day(said.day),
        annexes=[f"{said.title}资金明细表"],
    )


def annex(said: Said, left: Mapping[int, str] | None = None) -> Sheet:
    """The table of a paper; its total is the sum of the rows shown. Lines that `left` since stay
    in it, with when and by what, in a column of their own. An order is no plan any more.
    """
    gone = left or {}
    rows: list[tuple[Cell, ...]] = [
        (
            str(number),
            line.payee,
            line.identifier,
            line.unit,
            line.programme,
            f"第{line.instalment}笔",
            line.amount,
            *([gone.get(line.line, "")] if gone else []),
        )
        for number, line in enumerate(said.lines, start=1)
    ]
    return Sheet(
        f"{said.title}资金明细表",
        (*COLUMNS, ORDERED if said.document_no else PLANNED, *([LEFT] if gone else [])),
        rows,
        said.signer,
        f"批次号：{said.number}",
        unit="元",
        prepared_by=said.arranged_by,
        annex="附件",
    )


def _titled(start: str, end: str) -> str:
    """In two lines where one does not hold it, broken between the parts."""
    return f"{start}{end}" if len(start) + len(end) <= IN_A_LINE else f"{start}\n{end}"


def _span(said: Said) -> str:
    if said.shown_from is None or said.shown_to is None:
        raise ValueError("a paper that is no notice is not shown")
    return f"{chinese_day(said.shown_from)}至{chinese_day(said.shown_to)}"


def _sum(said: Said, verb: str) -> str:
    payees = len({line.payee for line in said.lines})
    exact = said.total / WAN
    return (
        f"对{payees}家单位{len(said.lines)}个事项{verb}资金{exact.normalize():,f}万元"
        f"（{yuan(said.total)}元）"
    )


def _documents(lines: Sequence[PaperLine]) -> str:
    return "、".join(dict.fromkeys(f"《{line.document}》" for line in lines))
