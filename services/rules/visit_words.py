"""Whether what was written about a visit can stand. Values in, faults out."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from services.choices.visits import LocationSource, Purpose, VisitMode, VisitRank
from wuhan_smes.errors import Fault

LONGEST_SUMMARY: Final = 4_000
MOST_MEMBERS: Final = 30
MOST_NEEDS: Final = 10
LARGEST: Final[Mapping[str, Decimal]] = {
    "staff": Decimal(10_000_000),
    "staff_needed": Decimal(1_000_000),
    "land_needed": Decimal(99_999_999),
    "power_needed": Decimal(99_999_999),
}
LARGEST_AMOUNT: Final = Decimal(10) ** 14 - 1


def faults_of_words(
    *, mode: str, purposes: Collection[str], summary: str, location: Sequence[object]
) -> Iterator[Fault]:
    """`location` is latitude, longitude and where they come from: all three or none."""
    if mode not in VisitMode.values:
        yield Fault("mode", "unknown", "请选择走访方式：实地、线上或电话")
    if not purposes:
        yield Fault("purposes", "required", "请至少选择一个走访目的")
    elif unknown := sorted(set(purposes) - set(Purpose.values)):
        yield Fault("purposes", "unknown", f"没有这样的走访目的：{'、'.join(unknown)}")
    if not summary.strip():
        yield Fault("summary", "required", "请填写走访情况")
    elif len(summary) > LONGEST_SUMMARY:
        yield Fault("summary", "too_long", f"走访情况不超过 {LONGEST_SUMMARY} 字")
    latitude, longitude, source = location
    given = [latitude is not None, longitude is not None, bool(source)]
    if any(given) and not all(given):
        yield Fault("location", "incomplete", "位置应同时有纬度、经度和来源")
    elif source and source not in LocationSource.values:
        yield Fault("location", "unknown", "位置来源应为手机定位或照片信息")


def faults_of_facts(facts: Mapping[str, Any], known: Collection[str]) -> Iterator[Fault]:
    """Figures are told or left out; below zero is neither."""
    for name, value in facts.items():
        if name not in known:
            yield Fault(f"facts.{name}", "unknown", "没有这一项经营数据")
        elif value is not None and value < 0:
            yield Fault(f"facts.{name}", "negative", "经营数据不能小于 0，未知请留空")
        elif value is not None and value > LARGEST.get(name, LARGEST_AMOUNT):
            yield Fault(f"facts.{name}", "too_large", "数值过大，请核对单位")


def faults_of_team(names: Sequence[tuple[str, str, str]], *, of_station: bool) -> Iterator[Fault]:
    """(name, unit, rank) of everybody who went; without a station somebody must have gone."""
    if len(names) > MOST_MEMBERS:
        yield Fault("members", "too_many", f"走访人员不超过 {MOST_MEMBERS} 人")
    for number, (name, unit, rank) in enumerate(names):
        if not name.strip() or not unit.strip():
            yield Fault(f"members.{number}", "required", "请填写走访人员的姓名和单位")
        if rank not in VisitRank.values:
            yield Fault(f"members.{number}.rank", "unknown", "请选择走访人员的层级")
    if not of_station and not any(rank != VisitRank.STATION for *_, rank in names):
        detail = "不是服务站的走访，请写明市领导、市直部门或区级的走访人员"
        yield Fault("members", "required", detail)
