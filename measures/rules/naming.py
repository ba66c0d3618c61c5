"""Whoever a list names instead of the register: what must be said of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from measures.choices import PayeeKind
from measures.rules.amounts import Limit
from wuhan_smes.errors import Fault

# What a list says of whom it names.
NAMED: Final = {
    "interest": "实际利息",
    "rent": "租金",
    "loan": "贷款本金（元）",
    "months": "期限（月）",
}
# The number of an identity card is not asked for: lists and exports would carry it on.
RESIDENT: Final = re.compile(r"[0-9]{17}[0-9Xx]")


@dataclass(frozen=True, slots=True)
class Named:
    """One payee of a list; `facts` are the numbers the amount depends on."""

    identifier: str
    name: str
    jurisdiction_id: int
    event_on: date
    enterprise_id: int | None = None
    facts: Mapping[str, Decimal] = field(default_factory=dict)


def faults_of(
    named: Named,
    *,
    kind: str,
    since: date,
    until: date | None,
    limits: Sequence[Limit] = (),
) -> Iterator[Fault]:
    """Why this payee cannot stand on the list of a programme."""
    if not named.identifier.strip() or not named.name.strip():
        yield Fault("identifier", "required", "请填写识别码与名称")
    if kind == PayeeKind.PERSON and RESIDENT.fullmatch(named.identifier.strip()):
        detail = f"“{named.name}”请填证书号或人才编号，不填身份证号"
        yield Fault("identifier", "personal", detail)
    if (kind == PayeeKind.ENTERPRISE) != (named.enterprise_id is not None):
        yield Fault("enterprise", "kind", "只有企业类项目列入库内企业")
    if named.event_on < since or (until is not None and named.event_on >= until):
        yield Fault("event_on", "out_of_term", f"“{named.name}”的事实发生日不在项目施行期内")
    if any(value < 0 for value in named.facts.values()):
        yield Fault("facts", "negative", f"“{named.name}”的数量不能为负")
    for limit in limits:
        if named.facts.get(limit.of, limit.most) > limit.most:
            most = f"{NAMED.get(limit.of, limit.of)}不超过 {limit.most.normalize():,f}"
            yield Fault("facts", "over_limit", f"“{named.name}”超出支持范围：{most}")
