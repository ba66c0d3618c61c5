"""What a version of a time limit must say."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from services.choices.clocks import ClockKind, LimitUnit, Urgency
from services.choices.tickets import Category
from wuhan_smes.errors import Fault, InputRefused

MOST: Final = 1000
VOCABULARIES: Final = {
    "category": (["", *Category.values], "没有这个类别"),
    "urgency": (Urgency.values, "没有这个紧急程度"),
    "kind": (ClockKind.values, "没有这个环节"),
    "unit": (LimitUnit.values, "时限单位只能是工作日或小时"),
}


def check_version(values: Mapping[str, Any], *, today: date) -> None:
    """Refuses a limit that is incomplete, out of proportion, or would change the past."""
    faults = [
        Fault(name, "unknown", sentence)
        for name, (known, sentence) in VOCABULARIES.items()
        if values[name] not in known
    ]
    if not 1 <= values["amount"] <= MOST:
        faults.append(Fault("amount", "out_of_range", f"时限应为 1 至 {MOST}"))
    if bool(values["extension"]) != bool(values["extensions"]):
        faults.append(Fault("extension", "incomplete", "延期须同时写明每次最多延期和可延期次数"))
    if not 1 <= values["warn_percent"] <= 100:
        faults.append(Fault("warn_percent", "out_of_range", "预警应为已用时限的 1% 至 100%"))
    if values["kept_on_transfer"] and values["kind"] != ClockKind.SIGN:
        detail = "只有签收时限在转办时重新起算，其他时限始终自收到之日连续计算"
        faults.append(Fault("kept_on_transfer", "not_for_this", detail))
    if not values["source"]:
        faults.append(Fault("source", "required", "请填写时限的依据文件"))
    if values["effective_from"] < today:
        faults.append(Fault("effective_from", "past", "施行日期不能早于今天，已施行的时限不可追改"))
    if faults:
        raise InputRefused(*faults)
