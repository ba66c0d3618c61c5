"""Help in place: which chapter a page is explained in."""

from collections.abc import Mapping
from typing import Final

from django.urls import reverse

# The beginning of an address, and the chapter with the heading that explains it. The longest
# beginning counts.
PLACES: Final[Mapping[str, tuple[str, str]]] = {
    "/": ("first-steps", "认识页面"),
    "/batches/": ("bureau", "认定与复核批次"),
    "/board/": ("board", ""),
    "/commitments/": ("duties", "任务分解"),
    "/complaints/": ("bureau", "认定与复核批次"),
    "/confirm/": ("sign-in", ""),
    "/cultivation/": ("next-tier", "培育"),
    "/discrepancies/": ("duties", "口径差异"),
    "/district-assessment/": ("duties", "各区评估"),
    "/documents/": ("programmes", ""),
    "/draft-comments/": ("duties", "建议提案与征求意见"),
    "/duplicates/": ("district", "同一家企业登记了两次"),
    "/duties/": ("bureau", "认定与复核批次"),
    "/effect/": ("duties", "政策成效"),
    "/enterprises/": ("district", "核对企业"),
    "/entitlements/": ("money", ""),
    "/exports/": ("district", "把列表导出来"),
    "/former-titles/": ("district", "核对企业"),
    "/imports/": ("imports", "五步"),
    "/indicators/": ("next-tier", "年度指标"),
    "/inspections/": ("district", "培育"),
    "/jobs/": ("operations", "每天看什么"),
    "/key-projects/": ("bureau", "认定与复核批次"),
    "/measures/": ("handler", "查本单位的措施"),
    "/money/": ("finance", ""),
    "/monitoring/": ("monitoring", ""),
    "/profile/": ("sign-in", ""),
    "/programmes/": ("programmes", ""),
    "/proposals/": ("duties", "建议提案与征求意见"),
    "/personal-requests/": ("privacy", ""),
    "/prospects/": ("next-tier", "谁可以再上一级"),
    "/radar/": ("words", "有效期"),
    "/records/": ("duties", "专项台账"),
    "/reports/": ("reports", "每个数字都能打开"),
    "/reports/briefing/": ("reports", "日报周报汇报材料"),
    "/reports/forms/": ("reports", "套表"),
    "/reports/hand-ins/": ("reports", "报送"),
    "/rule-changes/": ("next-tier", "复核与标准变化"),
    "/rules/": ("next-tier", "复核与标准变化"),
    "/sandbox/": ("programmes", ""),
    "/service-index/": ("station-lead", "走访"),
    "/soundness/": ("operations", "核查"),
    "/stations/": ("station-lead", "一个站"),
    "/stations/assignments/": ("station-lead", "企业"),
    "/stations/specialists/": ("station-lead", "人"),
    "/targets/": ("duties", "目标与推进计划"),
    "/tickets/": ("tickets", ""),
    "/titles/": ("words", "有效期"),
    "/trail/": ("auditor", "操作留痕"),
    "/units/": ("duties", "口径差异"),
    "/views/": ("reports", "视图"),
    "/visits/": ("specialist", "记走访"),
    "/visits/month/": ("specialist", "走访台账与月报"),
}
SIGN_POSTS: Final = ("/help/", "/sign-in/", "/admin/")


def explained_at(path: str) -> str:
    """The address of the chapter that explains the page at `path`; empty for pages of the guide
    itself and those before it.
    """
    if path.startswith(SIGN_POSTS):
        return ""
    place = max((it for it in PLACES if path.startswith(it)), key=len, default="/")
    chapter, anchor = PLACES[place]
    return reverse("help-topic", args=[chapter]) + (f"#{anchor}" if anchor else "")
