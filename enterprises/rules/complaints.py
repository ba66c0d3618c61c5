"""What a signed complaint must say, and what its conclusion must."""

from typing import Final

from enterprises.choices.holding import ComplaintOutcome
from wuhan_smes.errors import Fault, InputRefused

SHORTEST_PHONE: Final = 7
TAKES_TITLES: Final = frozenset({ComplaintOutcome.UPHELD, ComplaintOutcome.PARTLY})


def require_signed(complainant: str, phone: str, text: str) -> None:
    """实名举报：写明举报人与联系方式。"""
    faults = []
    if not complainant.strip():
        faults.append(Fault("complainant", "required", "实名举报须写明举报人"))
    if sum(it.isdigit() for it in phone) < SHORTEST_PHONE:
        faults.append(Fault("phone", "required", "请填写可以联系到举报人的电话"))
    if not text.strip():
        faults.append(Fault("text", "required", "请填写举报内容"))
    if faults:
        raise InputRefused(*faults)


def require_conclusion(outcome: str, conclusion: str, *, takes_title: bool) -> None:
    """A title falls only with what was found to be true, and every conclusion has its ground."""
    if outcome not in ComplaintOutcome.values:
        raise InputRefused(Fault("outcome", "unknown", "请选择核查结果"))
    if not conclusion.strip():
        raise InputRefused(Fault("conclusion", "required", "请填写核查情况"))
    if takes_title and outcome not in TAKES_TITLES:
        raise InputRefused(Fault("series", "not_upheld", "举报未查实，不能据此撤销称号"))
