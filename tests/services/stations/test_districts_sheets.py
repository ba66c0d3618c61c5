"""The sheets districts keep of stations, people and care, as they are: titles, breaks, totals."""

from typing import Final

import pytest

from enterprises.models import Enterprise
from services.actions import specialists
from services.models import Assignment, Specialist
from tests.enterprises.exchange.lists import applied
from tests.exchange.driving import NOW
from tests.factories.accounts import make_access
from tests.factories.enterprises import make_enterprise
from tests.services.ledgers.test_lists import checked, verdicts
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction, ServiceStation
from wuhan_smes.exchange.choices import Mode, Verdict
from wuhan_smes.scope import scoped

ONE, TWO = "示例甲科技有限公司", "示例乙制造有限公司"
STATIONS: Final = """附件1,,,,,,
江夏区中小企业服务站名单（截至2025年6月）,,,,,,
序号,服务站编号,站点名称,站点类型,地址,依托单位,挂牌时间
1,jiangxia-zf-01,纸坊街道服务站,街道,示例路1号,纸坊街道办事处,2024年3月1日
2,jiangxia-ck-02,藏龙岛产业园服务站,园区,示例路2号,示例园区公司,2024.5.20
合计,2个,,,,,
"""
UNNUMBERED: Final = """江夏区中小企业服务站通讯录,,,
序号,站点名称,地址,服务电话
1,纸坊街道服务站,示例路1号,027-81000001
2,五里界街道服务站,示例路3号,027-81000003
3,金口街道服务站,示例路4号,027-81000004
"""
PEOPLE: Final = """江夏区服务专员备案表,,,,,
填报单位：江夏区,,,,,
序号,所属服务站,服务专员姓名,手机号码,职务,备案时间
1,纸坊街道服务站,张示例,13900000001,专干,2025年1月1日
2,藏龙岛产业园服务站,李示例,13900000002,招商专员,2025-01-01
合计,2人,,,,
"""
CARE: Final = f"""江夏区企业包联名单（2025年）,,,,
序号,企业名称,包联专员,走访频次（天）,包联时间
1,{ONE},张示例,30,2025年2月1日
2,{TWO},李示例,,2025/2/1
3,没有登记的公司,李示例,,2025/2/1
"""


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No broker is rung at."""
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", float("inf"))


@pytest.fixture
def unit(transactional_db: None) -> Jurisdiction:
    return Jurisdiction.objects.get(code="jiangxia")


def taken(text: str, kind: str, who: Access, count: int, **answers: str) -> None:
    """Checked, every row of it new but those said to be in doubt, and applied."""
    import_ = checked(text, who, kind, **answers)
    found = verdicts(import_, who)
    assert found.count(Verdict.NEW) == count, found
    applied(import_, who, Mode.GOOD)


def test_stations_people_and_care_come_in_from_the_sheets_of_a_district(
    unit: Jurisdiction,
) -> None:
    clerk, lead = make_access("district_staff", unit=unit), make_access("district_lead", unit=unit)
    firms: list[Enterprise] = [make_enterprise(unit=unit, name=name) for name in (ONE, TWO)]

    taken(STATIONS, "stations", clerk, 2)
    general = {"station_kind": "楼宇", "station_opened_on": "2025-03-01"}
    taken(UNNUMBERED, "stations", clerk, 2, **general)
    taken(PEOPLE, "specialists", clerk, 2)
    with scoped(lead):
        for filing in Specialist.objects.within(lead.total_reach()):
            specialists.approve(filing.pk, access=lead, at=NOW)
    taken(CARE, "assignments", clerk, 2)

    with scoped(clerk):
        of_unit = ServiceStation.objects.filter(code__startswith="jiangxia-").order_by("code")
        columns = ("code", "name", "opened_on", "profile__kind", "profile__phone")
        assert [
            f"{code} {name} {on} {kind} {phone}"
            for code, name, on, kind, phone in of_unit.values_list(*columns)
        ] == [
            "jiangxia-001 五里界街道服务站 2025-03-01 building 027-81000003",
            "jiangxia-002 金口街道服务站 2025-03-01 building 027-81000004",
            "jiangxia-ck-02 藏龙岛产业园服务站 2024-05-20 park ",
            "jiangxia-zf-01 纸坊街道服务站 2024-03-01 street 027-81000001",
        ]
        care = Assignment.objects.filter(enterprise__in=firms).order_by("enterprise_id")
        assert [(it.specialist.name, it.cadence_days, f"{it.during.lower}") for it in care] == [
            ("张示例", 30, "2025-02-01"),
            ("李示例", None, "2025-02-01"),
        ]
