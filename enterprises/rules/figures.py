"""What a target or a reported figure must say before it may stand beside a computed one."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from enterprises.choices import FigureBasis, TargetBasis, Tier
from wuhan_smes.errors import Fault, InputRefused

CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,60}")
FLAG: Final = re.compile(r"F[0-9]{1,3}")


def check_target(values: Mapping[str, Any]) -> None:
    """Refuses a target without a source, a day or a sense. Every fault is named at once."""
    faults = [*_shared(values), *_required(values, {"document": "文件", "clause": "条款"})]
    if values["tier"] not in Tier.values:
        faults.append(Fault("tier", "unknown", "没有这个梯度"))
    if values["basis"] not in TargetBasis.values:
        faults.append(Fault("basis", "unknown", "口径只能是时点、当期新增或累计"))
    if not isinstance(values["value"], int) or not 0 <= values["value"] < 2**31:
        faults.append(Fault("value", "out_of_range", "目标值应为不小于 0 的整数"))
    starts, due = values["starts_on"], values["due_on"]
    if due is None:
        faults.append(Fault("due_on", "required", "请填写到期日期"))
    elif starts is not None and starts >= due:
        faults.append(Fault("due_on", "reversed", f"到期日期须晚于起算日期（{starts}）"))
    elif starts is None and values["basis"] == TargetBasis.CUMULATIVE and not values["flags"]:
        faults.append(Fault("starts_on", "required", "累计口径须写明起算日期"))
    if values["chain_id"] is not None and values["each_chain"]:
        faults.append(Fault("each_chain", "one_of", "已指定产业链，不能再按每条产业链"))
    if faults:
        raise InputRefused(*faults)


def check_figure(values: Mapping[str, Any], *, qualifiers: list[str], today: date) -> None:
    """公布数必须有出处与日期：a figure without source and date is refused."""
    wanted = {"document": "文件", "clause": "条款", "unit": "单位", "group": "分组"}
    faults = [*_shared(values), *_required(values, wanted)]
    if values["value"] is None:
        faults.append(Fault("value", "required", "请填写公布数；不知道的数不登记"))
    if values["as_of"] is None and values["stated_on"] is None:
        detail = "公布数须写明统计截止日；不知道的，写公布日期"
        faults.append(Fault("as_of", "required", detail))
    faults += [
        Fault(name, "in_the_future", f"{label}不能晚于今天")
        for name, label in (("as_of", "统计截止日"), ("stated_on", "公布日期"))
        if values[name] is not None and values[name] > today
    ]
    if values["qualifier"] not in qualifiers:
        faults.append(Fault("qualifier", "unknown", "没有这种表述"))
    if values["counterpart"] not in FigureBasis.values:
        faults.append(Fault("counterpart", "unknown", "对照只能是系统计算、专项台账或仅有公布数"))
    elif (values["counterpart"] == FigureBasis.REPORTED) == bool(values["computed_by"]):
        detail = "由系统计算的须写明计算项，专项台账的同样，仅有公布数的不写"
        faults.append(Fault("computed_by", "mismatch", detail))
    if values["tier"] and values["tier"] not in Tier.values:
        faults.append(Fault("tier", "unknown", "没有这个梯度"))
    if faults:
        raise InputRefused(*faults)


def _shared(values: Mapping[str, Any]) -> list[Fault]:
    faults = []
    if not CODE.fullmatch(values["code"]):
        detail = "代码由 1 至 60 个字母、数字、下划线或连字符组成"
        faults.append(Fault("code", "malformed", detail))
    if unknown := [flag for flag in values["flags"] if not FLAG.fullmatch(flag)]:
        faults.append(Fault("flags", "malformed", f"存疑编号应形如 F3：{'、'.join(unknown)}"))
    return [*faults, *_required(values, {"label": "名称"})]


def _required(values: Mapping[str, Any], names: Mapping[str, str]) -> list[Fault]:
    return [
        Fault(name, "required", f"请填写{label}")
        for name, label in names.items()
        if not str(values[name]).strip()
    ]
