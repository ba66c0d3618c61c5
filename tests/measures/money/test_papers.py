"""The notice, the order and the annex of a batch say what the batch is, to the cent."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

from measures.models import DisbursementBatch, PublicNotice
from measures.queries.annex import AnnexLine
from measures.reports import payments as papers
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.reporting.official import to_docx
from wuhan_smes.reporting.sheet import to_xlsx

AMOUNTS = ("500000.00", "333333.33", "60000.50")
LINES = [
    AnnexLine(f"示例{n}科技有限公司", "91420100MA0000000X", "江岸区", "小巨人奖励", "办法", 1, it)
    for n, it in enumerate(map(Decimal, AMOUNTS))
]
CITY = Jurisdiction(name="武汉市", short="武汉", kind="city")
BATCH = DisbursementBatch(
    number="武汉批〔2026〕1号",
    title="2026年专精特新“小巨人”企业奖励",
    jurisdiction=CITY,
    year=2026,
    total=sum(line.amount for line in LINES),
    document_no="武财产〔2026〕9号",
    arranged_by_name="甲",
)
NOTICE = PublicNotice(
    batch=BATCH,
    shown_from=date(2026, 3, 9),
    shown_to=date(2026, 3, 13),
    workdays=5,
    discipline_phone="027-82211111",
    business_phone="027-82222222",
    published_at=datetime(2026, 3, 9, 2, tzinfo=UTC),
)


def words(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return re.sub("<[^>]+>", "", archive.read("word/document.xml").decode())


def test_a_notice_says_how_much_how_long_and_whom_to_call() -> None:
    text = words(to_docx(papers.notice_paper(NOTICE, LINES)))

    assert "对3家单位3个事项拟安排资金89.333383万元（893,333.83元）" in text
    assert "2026年3月9日至2026年3月13日（5个工作日，含首日）" in text
    assert "纪检监督电话：027-82211111" in text
    assert "附件：2026年专精特新“小巨人”企业奖励资金明细表" in text
    assert text.endswith("武汉市经济和信息化局2026年3月9日")


def test_an_order_carries_its_number() -> None:
    text = words(to_docx(papers.order_paper(BATCH, LINES, date(2026, 3, 16))))

    assert "武财产〔2026〕9号各有关区财政局、经信部门：" in text
    assert "下达资金89.333383万元" in text


def test_the_annex_adds_up_to_its_batch() -> None:
    sheet = papers.annex(BATCH, LINES)

    assert sheet.total_row()[-1] == BATCH.total
    assert to_xlsx(sheet).startswith(b"PK")
