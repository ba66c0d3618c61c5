"""What a programme may be, and what must be settled before it is put into force."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from measures.choices import DocumentLevel, DocumentStatus, PayeeKind
from measures.rules import amounts
from measures.rules.amounts import PerUnit, Share, Table, amount_rule
from measures.rules.deferral import Lasting, deferral
from measures.rules.eligibility import OF_SCALE, OF_TITLES, Eligibility, eligibility
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.rulekit import checking
from wuhan_smes.rulekit.fields import Dictionary, Grain, Kind

WHOLE: Final = Decimal(100)


def check_terms(values: Mapping[str, Any], dictionary: Dictionary) -> None:
    """Refuses terms that nobody could find or pay by, with their places."""
    rule = amount_rule(values.get("amount_rule"))
    later = deferral(values.get("deferral"))
    faults: list[Fault] = []
    if values.get("eligibility") is None:
        if values.get("payee_kind") == PayeeKind.ENTERPRISE and later is not None:
            faults.append(Fault("deferral", "terms", "名单列入的项目不设次年条件"))
    else:
        found = eligibility(values["eligibility"])
        rules = found.rules(str(values.get("code") or "terms"))
        if rules is not None:
            checking.check(rules, dictionary)
        faults += _amount_faults(rule, found, dictionary)
        faults += _deferral_faults(later.lasting if later else None, found)
    faults += _rows(values.get("shares") or (), "shares", "level")
    faults += _rows(values.get("instalments") or (), "instalments", "ordinal")
    faults += _evidence(values.get("evidence") or ())
    if values.get("unit_id") is not None and values.get("level") != DocumentLevel.DISTRICT:
        faults.append(Fault("unit", "terms", "只有区级项目写明施行区"))
    if faults:
        raise InputRefused(*faults)


def require_document(status: str) -> None:
    """A draft document feeds the sandbox alone; with it its programmes come into force."""
    if status != DocumentStatus.IN_FORCE:
        raise ActionRefused("所依文件尚未施行或效力待核，项目只能在测算中试算；可随文件一并施行")


def require_whole(*, shares: Sequence[Decimal], instalments: Sequence[Decimal]) -> None:
    """What is paid must be paid by somebody, wholly."""
    for parts, what in ((shares, "资金分担"), (instalments, "分期拨付")):
        if parts and sum(parts) != WHOLE:
            raise ActionRefused(f"{what}比例合计 {sum(parts)}%，应为 100%")


def _amount_faults(
    rule: amounts.AmountRule | None, found: Eligibility, dictionary: Dictionary
) -> Iterator[Fault]:
    if not isinstance(rule, PerUnit | Share | Table):
        return
    if amounts.limits_of(rule):
        yield Fault("amount_rule", "terms", "名单上的上限只用于名单列入的项目")
    if rule.of == amounts.TIER:
        if not any(event.kind in OF_TITLES for event in found.events):
            yield Fault("amount_rule", "terms", "按称号分档的项目须以称号为触发事实")
        return
    field = dictionary.get(rule.of)
    if field is None or field.kind is not Kind.NUMBER or field.derived is not None:
        yield Fault("amount_rule", "terms", f"“{rule.of}”不是可以计数的年度指标")
    elif field.grain is Grain.JUDGEMENT:
        yield Fault("amount_rule", "terms", f"“{field.label}”是人工判断，不能计算金额")


def _deferral_faults(lasting: Lasting | None, found: Eligibility) -> Iterator[Fault]:
    kinds = {event.kind for event in found.events}
    if lasting is Lasting.SCALE and not kinds <= OF_SCALE:
        yield Fault("deferral", "terms", "核查在规情况的项目须以升规进限为触发事实")
    if lasting is Lasting.TITLE and not kinds <= OF_TITLES:
        yield Fault("deferral", "terms", "核查称号的项目须以称号为触发事实")


def _rows(rows: Sequence[Mapping[str, Any]], place: str, key: str) -> Iterator[Fault]:
    keys = [row.get(key) for row in rows]
    if len(set(keys)) < len(keys):
        yield Fault(place, "terms", "同一项写了两次")
    for number, row in enumerate(rows, 1):
        percent = row.get("percent")
        if not isinstance(percent, Decimal) or not 0 < percent <= WHOLE:
            yield Fault(f"{place}[{number}].percent", "terms", "比例应在 0 至 100 之间")


def _evidence(rows: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    codes = [row.get("code") for row in rows]
    if len(set(codes)) < len(codes):
        yield Fault("evidence", "terms", "同一材料写了两次")
