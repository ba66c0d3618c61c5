"""Lists as bureaus send them: one of each kind, with everything that is laid around the rows."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import xlsxwriter

from enterprises.rules.uscc import make_uscc
from tests.exchange.reading.old_workbooks import Day, old_workbook

Cells = Sequence[Sequence[object]]
Paper = Callable[[Path], tuple[str, bytes]]
CODES: Final = tuple(make_uscc("91420100MAXX", 700_001 + n) for n in range(8))
NAMES: Final = (
    "武汉示例光电科技有限公司",
    "示例（武汉）智能装备有限公司",
    "武汉示例新材料股份有限公司",
    "武汉示例生物医药有限公司",
    "湖北示例精密仪器有限公司",
)
WRONG: Final = CODES[6][:-1] + ("0" if CODES[6][-1] != "0" else "1")


def book(*rows: Sequence[object], merged: Sequence[tuple[str, str]] = ()) -> bytes:
    """A workbook of one sheet; `merged` cells say their text once for their whole range."""
    kept = BytesIO()
    file = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False})
    sheet, plain = file.add_worksheet("名单"), file.add_format()
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(line, column, cell)
    for place, text in merged:
        sheet.merge_range(place, text, plain)
    file.close()
    return kept.getvalue()


def text(*lines: str) -> str:
    return "\r\n".join(lines) + "\r\n"


def register(folder: Path) -> tuple[str, bytes]:
    """Two rows of header, names broken over lines, codes as people and spreadsheets spoil them."""
    wide = CODES[5].translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})
    return "附件1 江夏区中小企业名录.xlsx", book(
        ["附件1"],
        [],
        ["填报单位：江夏区科学技术和经济信息化局", None, None, None, "填报日期：2026年2月27日"],
        [],
        [None, "企业名称", "统一社会信用代码", "所属区", "行业类别", "成立日期", "姓名", "手机"],
        [1, "武汉示例𠮷㐂\n激光设备有限公司", f" {wide[:9]}\u200b{wide[9:].lower()} ", "江夏"],
        [2, NAMES[0], CODES[0], "江夏区", "C3976", "2019.5.12", "李示例", "138 0000 0002"],
        [3, "武汉示例热能工程有限公司", 914201000123456789, "江夏区", "C3441", "2018-03-01"],
        [4, "武汉示例环保设备有限公司", WRONG, "江夏区", "C3591", "2018/3/1"],
        [
            5,
            "武汉示例包装有限公司",
            CODES[7].replace("0", "O", 1),
            "江夏区",
            None,
            "二〇二〇年六月一日",
        ],
        [6, "武汉示例印刷有限公司", CODES[7], "江夏区", None, "二〇二〇年六月一日"],
        ["合计", "6家"],
        ["注：1.成立日期以营业执照为准。2.本表一式两份。"],
        merged=[
            ("A2:H2", "江夏区中小企业名录"),
            ("A4:A5", "序号"),
            ("B4:F4", "企业基本信息"),
            ("G4:H4", "联系人"),
        ],
    )


def announced(folder: Path) -> tuple[str, bytes]:
    """A batch with its term in the title, sections of new and reviewed, a district said once."""
    return "2025年省级专精特新中小企业名单.xlsx", book(
        ["附件"],
        [],
        [],
        ["序号", "企业名称", "所属区", "主导产品"],
        ["（一）新认定企业"],
        [1, "武汉示例光电科技有限公司", None, "激光器"],
        [2, "示例(武汉)智能装备有限公司", None, "数控转台"],
        ["（二）复核通过企业"],
        [3, "武汉示例新材料 股份有限公司", "江夏区", "碳纤维"],
        [4, "武汉示例无此企业有限公司", "江夏区", "轴承"],
        ["合计：4家"],
        merged=[
            ("A2:D2", "湖北省2025年度第八批专精特新中小企业名单"),
            ("A3:D3", "（有效期自2025年7月1日起至2028年6月30日止）"),
            ("C6:C7", "江夏区"),
        ],
    )


def reviewed(folder: Path) -> tuple[str, bytes]:
    """Results of a review in an old workbook."""
    path = old_workbook(
        folder / "复核.xls",
        [
            ["2026年创新型中小企业复核结果公示名单"],
            ["序号", "企业名称", "统一社会信用代码", "复核结果", "公布日期", "有效期限"],
            [1, NAMES[2], CODES[2], "通过", Day(46054), "2026.2.1-2029.1.31"],
            [2, NAMES[3], CODES[3], "不通过", Day(46054)],
            [3, NAMES[4], CODES[4], "待定", Day(46054)],
        ],
    )
    return "复核结果.xls", path.read_bytes()


def renamed(folder: Path) -> tuple[str, bytes]:
    """Simple changes of name."""
    return "企业名称变更（简单更名）情况表.xlsx", book(
        [],
        ["序号", "更名前企业名称", "更名后企业名称", "统一社会信用代码", "核准变更日期"],
        [1, NAMES[0], "武汉示例光电集团有限公司", CODES[0], "2026年1月15日"],
        [2, NAMES[3], "武汉示例生物医药\n股份有限公司", CODES[3], 46037],
        [3, "武汉示例没有这家有限公司", "武汉示例改了名有限公司", None, "2026-01-20"],
        [4, NAMES[4], NAMES[4], CODES[4], "2026-01-20"],
        merged=[("A1:E1", "2026年1月专精特新企业简单更名情况表（鄂经信〔2026〕12号）")],
    )


def of_the_year(folder: Path) -> tuple[str, bytes]:
    """Figures of a year whose unit stands above the table only."""
    return "2025年度企业主要指标.xlsx", book(
        ["江夏区专精特新企业2025年度主要指标表"],
        ["填报单位：江夏区", None, None, None, "单位：万元、人"],
        [
            "序号",
            "企业名称",
            "年度",
            "营业收入",
            "研发费用",
            "从业人员",
            "市场占有率（%）",
            "经营异常",
        ],
        [1, NAMES[0], "2025年", "12,345.60", 890.5, "256人", 12.5, "否"],
        [2, NAMES[1], "2025年度", 3200, None, 88, "8.2%", "无"],
        [3, NAMES[2], 2025, "约5000", 200, 120, 3, "否"],
        ["合计", None, None, 15545.6, 1090.5, 464],
    )


def of_the_month(folder: Path) -> tuple[str, bytes]:
    """Figures of a month with groups over the columns."""
    return "1月份监测表.xlsx", book(
        ["江夏区重点企业运行监测表"],
        [],
        [None, None, None, "营收（万元）", "用电量（万千瓦时）", "用工人数"],
        [1, NAMES[0], "2026年1月", 980.25, 12.5, 251],
        [2, NAMES[1], "2026-01", "260", "3.1", "86人"],
        [3, NAMES[2], "2026年13月", "260", "3.1", "86人"],
        merged=[
            ("A2:A3", "序号"),
            ("B2:B3", "企业名称"),
            ("C2:C3", "月份"),
            ("D2:F2", "本月数"),
        ],
    )


def people(folder: Path) -> tuple[str, bytes]:
    """A list of contacts from a text in UTF-16, as a spreadsheet saves it."""
    lines = text(
        "江夏区企业联系人名册\t\t\t\t",
        "单位名称\t姓名\t职务\t手机号码\t电子邮箱",
        f"{NAMES[0]}\t王 示例\t总经理\t１３８００００００１１\twang@example.com",
        f"{NAMES[1]}\t陈示例\t办公室主任\t027-81234567\t",
        f"{NAMES[2]}\t赵示例\t财务\t1380000\t",
    )
    return "联系人.txt", lines.encode("utf-16")


def moved(folder: Path) -> tuple[str, bytes]:
    """Moves between districts, in the Chinese encoding of an office program."""
    lines = text(
        "2026年2月企业迁移登记表,,,,",
        "序号,企业名称,统一社会信用代码,迁出区,迁入区,迁移日期,迁移原因",
        f"1,{NAMES[0]},{CODES[0]},江夏区,洪山区,2026年2月10日,厂区搬迁",
        f"2,{NAMES[1]},{CODES[1]},江夏,东湖高新,2026.2.12,",
        f"3,{NAMES[2]},{CODES[2]},江夏区,某某区,2026-02-12,",
    )
    return "迁移.csv", lines.encode("gb18030")


def placed(folder: Path) -> tuple[str, bytes]:
    """Where enterprises sit; a place nobody registered."""
    return "园区企业入驻情况.xlsx", book(
        ["江夏区园区企业入驻情况表"],
        [
            "序号",
            "企业名称",
            "街道（乡镇）",
            "所在园区",
            "所属五谷产业集群",
            "详细地址",
            "入驻时间",
        ],
        [1, NAMES[0], "示例街道", "示例产业园", "光谷", "示例大道1号A栋", "2026年1月"],
        [2, NAMES[1], "示例街道", "示例产业园", None, "示例大道2号", 46037],
        [3, NAMES[2], "不存在街道", None, None, None, "2026-01-15"],
    )


def in_statistics(folder: Path) -> tuple[str, bytes]:
    """The statistics office's list of who entered and who left."""
    return "2025年规上企业变动名单（统计）.xlsx", book(
        ["2025年“四上”单位审核确认名单"],
        ["确认单位：武汉市统计局"],
        ["序号", "组织机构代码/统一社会信用代码", "单位名称", "行业门类", "变动类型", "入统时间"],
        [1, CODES[0], NAMES[0], "规上工业", "入规", "2025年6月"],
        [2, CODES[1], NAMES[1], "规上服务业", "退规", "2025/12/31"],
        [3, CODES[2], NAMES[2], "农业", "入规", "2025年6月"],
        ["合计", "3家"],
    )


def paid(folder: Path) -> tuple[str, bytes]:
    """What was paid, with shares in groups, amounts in 万元 and a total."""
    return "2024年奖励资金拨付表.xlsx", book(
        ["附件2"],
        [],
        [],
        [None, None, None, None, "小计", "市级", "区级"],
        [1, NAMES[0], CODES[0], "小巨人认定奖励", 50, 30, 20],
        [2, NAMES[1], CODES[1], "小巨人认定奖励", "50.00", "30.00", "20.00"],
        [3, NAMES[2], CODES[2], "专精特新认定奖励", 20, 15, 10],
        ["合计", None, None, None, 120, 75, 50],
        merged=[
            ("A2:G2", "江夏区2024年度企业奖励资金拨付情况表（武经信〔2024〕9号）"),
            ("A3:A4", "序号"),
            ("B3:B4", "企业名称"),
            ("C3:C4", "统一信用代码"),
            ("D3:D4", "奖励类别"),
            ("E3:G3", "奖励金额（万元）"),
        ],
    )


def visits(folder: Path) -> tuple[str, bytes]:
    """A ledger of visits of years ago."""
    return "2024年走访台账.xlsx", book(
        ["江夏区2024年“千名干部进千企”走访台账"],
        ["序号", "走访时间", "企业名称", "服务站", "走访人员", "走访情况", "反映问题", "接待人"],
        [1, "2024年5月20日", NAMES[0], "示例服务站", "张示例、李示例", "生产正常", "无", "王示例"],
        [2, 45446, NAMES[1], None, "区领导刘示例", "订单下滑", "用工不足", None],
        [3, "2099.6.3", NAMES[2], None, "张示例", "生产正常", None, None],
        ["合计", None, "3户次"],
    )


def matters(folder: Path) -> tuple[str, bytes]:
    """A ledger of matters with their ends."""
    return "问题台账.xlsx", book(
        ["江夏区企业诉求问题台账（截至2024年12月31日）"],
        [
            *("序号", "企业名称", "问题类别", "问题描述", "来源", "反映时间", "责任单位"),
            *("办理进展", "办结时间", "是否销号", "满意度"),
        ],
        [
            *(1, NAMES[0], "用电", "扩产用电\n容量不足", "走访", "2024-05-20", "示例供电公司"),
            *("已增容", "2024-06-18", "是", "满意"),
        ],
        [
            *(2, NAMES[1], "融资", "贷款到期周转困难", "12345", "2024年7月1日", "江夏区"),
            *("正在对接银行", None, "否", None),
        ],
        [
            *(3, NAMES[2], "用地", "厂房扩建缺地", "走访", "2024年8月1日", "没有这个局"),
            *("协调中", None, "否", None),
        ],
    )


# kind → the paper, and what a person answers where it leaves something open.
PAPERS: Final[Mapping[str, tuple[Paper, Mapping[str, Any]]]] = MappingProxyType(
    {
        "enterprises": (register, {}),
        "recognitions": (
            announced,
            {
                "tier": "专精特新中小企业",
                "document_no": "鄂经信〔2025〕20号",
                "announced_on": "2025-07-01",
                "batch": "",
                "valid": "2025年7月1日至2028年6月30日",
            },
        ),
        "reviews": (reviewed, {"tier": "创新型中小企业", "document_no": "鄂经信〔2026〕3号"}),
        "renames": (renamed, {"document_no": "鄂经信〔2026〕12号"}),
        "annual_indicators": (of_the_year, {}),
        "monthly_indicators": (of_the_month, {"basis": "当月"}),
        "contacts": (people, {}),
        "moves": (moved, {}),
        "places": (placed, {}),
        "scale_status": (in_statistics, {"confirmed_by": "武汉市统计局", "year": "2025"}),
        "past_payments": (paid, {"year": "2024"}),
        "visit_ledger": (visits, {}),
        "ticket_ledger": (matters, {"result": "已解决"}),
    }
)
