"""Invented lists and the fields they have, as a kind of import would declare them."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from enterprises.rules.uscc import make_uscc

USCC_PREFIX = "91420100MAXX"
DISTRICTS = ("江岸区", "江汉区", "硚口区", "汉阳区", "武昌区", "青山区", "洪山区")
TIERS = {"专精特新中小企业": "srdi_sme", "创新型中小企业": "innovative_sme"}


def field(name: str, label: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"name": name, "label": label, "type": kind, **more}


FIELDS: list[dict[str, Any]] = [
    field("seq", "序号", "integer"),
    field(
        "name",
        "企业名称",
        "name",
        required=True,
        aliases=["单位名称", "公司名称", "企业(单位)名称", "名称"],
    ),
    field("uscc", "统一社会信用代码", "uscc", aliases=["社会信用代码", "信用代码"]),
    field("district", "所属区", aliases=["区", "所在区", "县(市、区)"]),
    field("industry", "行业", aliases=["行业类别", "所属行业"]),
    field("tier", "梯度", "choice", aliases=["类别", "称号", "认定类别"], options=TIERS),
    field("batch", "批次", aliases=["认定批次"]),
    field("year", "年度", "year", aliases=["认定年度"]),
    field("document_no", "文号", "doc_no", aliases=["公告文号"]),
    field("announced_on", "公告日期", "date", aliases=["认定时间", "认定日期"]),
    field("valid", "有效期", "date_span", aliases=["有效期限", "有效期起止"]),
    field("valid_from", "有效期起", "date", aliases=["有效期开始"]),
    field("valid_to", "有效期止", "date", aliases=["有效期至", "到期时间"]),
    field("contact", "联系人", "person"),
    field("phone", "联系电话", "phone", aliases=["电话", "手机"]),
    field("amount", "奖励金额", "money", aliases=["金额", "补助金额"]),
    field("revenue", "营业收入", "money"),
    field("employees", "职工人数", "integer"),
    field("address", "注册地址"),
    field("product", "主导产品"),
    field("remark", "备注"),
    field("category", "问题类别", aliases=["类别"]),
]
PARSERS = {"uscc": "tests.exchange.reading.types:uscc"}
HEADERS = [
    "序号",
    "企业名称",
    "统一社会信用代码",
    "所属区",
    "行业类别",
    "梯度",
    "批次",
    "认定年度",
    "公告文号",
    "公告日期",
    "有效期起",
    "有效期止",
    "联系人",
    "联系电话",
    "奖励金额（万元）",
    "营业收入（万元）",
    "职工人数",
    "注册地址",
    "主导产品",
    "备注",
]


def spec(*names: str, **more: Any) -> dict[str, Any]:
    """What a kind with all of FIELDS, or only those named, tells the reader."""
    fields = [one for one in FIELDS if not names or one["name"] in names]
    return {"file_name": "", "fields": fields, "parsers": PARSERS, **more}


def code(serial: int) -> str:
    """A credit code with right check digits."""
    return make_uscc(USCC_PREFIX, serial)


def company(serial: int) -> str:
    return f"武汉示例{serial:06d}科技有限公司"


def long_rows(count: int) -> Iterator[list[object]]:
    """A list as long as wanted, with as much repetition as real ones have."""
    for i in range(count):
        yield [
            i + 1,
            company(i),
            code(i),
            DISTRICTS[i % 7],
            f"C{3000 + i % 900}",
            "专精特新中小企业",
            f"第{i % 8 + 1}批",
            2018 + i % 8,
            f"鄂示例〔2024〕{i % 300}号",
            "2024-05-01",
            "2024年1月1日",
            "2026-12-31",
            "张示例",
            f"138{i % 100_000_000:08d}",
            i % 100 + 0.5,
            i % 90_000 + 0.25,
            i % 300,
            f"武汉市示例路{i % 5000}号",
            f"示例产品{i % 700}",
            "",
        ]


def long_list_xlsx(path: Path, count: int) -> Path:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": False})
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, HEADERS)
    for line, row in enumerate(long_rows(count), start=1):
        sheet.write_row(line, 0, row)
    book.close()
    return path


def long_list_csv(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        writer.writerows(long_rows(count))
    return path
