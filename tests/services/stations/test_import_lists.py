"""Lists of stations, specialists and care: in, twice, and taken back."""

import pytest

from services.choices.stations import FilingState
from services.models import Assignment, Specialist
from services.queries.stations import stations_on
from tests.enterprises.exchange.lists import applied, reverted
from tests.exchange.driving import NOW, handed_in, rows_of
from tests.factories.accounts import make_access, make_station
from tests.factories.enterprises import make_enterprise
from tests.factories.stations import make_profile, make_specialist
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction, ServiceStation
from wuhan_smes.exchange.choices import Mode, Verdict
from wuhan_smes.scope import bootstrap_scope

USCC = "91420100616400352X"


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No broker is rung at."""
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", float("inf"))


@pytest.fixture
def unit(transactional_db: None) -> Jurisdiction:
    return Jurisdiction.objects.get(code="jiangxia")


@pytest.fixture
def clerk(unit: Jurisdiction) -> Access:
    return make_access("district_staff", unit=unit)


def verdicts(text: str, kind: str, clerk: Access) -> list[str]:
    return [row.verdict for row in rows_of(handed_in(text, clerk, kind=kind), clerk)]


def test_stations_open_once_are_corrected_and_taken_back(clerk: Access) -> None:
    head = "服务站编号,服务站名称,服务站类别,街道,设立日期,依托单位\n"
    good = "jx-01,纸坊示例服务站,街道,纸坊街道,2025-03-01,\n"
    text = head + good + "jx-02,示例站,园区,没有这条街,2025-03-01,\n"
    import_ = handed_in(text, clerk, kind="stations")
    seen = [row.verdict for row in rows_of(import_, clerk)]
    done = applied(import_, clerk, Mode.GOOD)

    again = verdicts(text, "stations", clerk)
    other = verdicts(head + "jx-01,纸坊示例服务站,街道,,,街道办\n", "stations", clerk)
    with bootstrap_scope():
        station = ServiceStation.objects.get(code="jx-01")
        street = station.profile.street.name
    reverted(done, clerk)
    with bootstrap_scope():
        still = stations_on(NOW.date()).filter(code="jx-01").exists()

    assert seen == [Verdict.NEW, Verdict.REFUSED]
    assert again == [Verdict.UNCHANGED, Verdict.REFUSED]
    assert (other, street, still) == ([Verdict.CHANGED], "纸坊街道", False)


def test_specialists_come_in_as_applications_without_their_numbers_in_sight(
    clerk: Access, unit: Jurisdiction
) -> None:
    make_profile(make_station(unit, name="纸坊示例服务站"))
    head = "专员姓名,专员手机,服务站,备案起始日期\n"
    good = "王示例,13900001234,纸坊示例服务站,2025-03-01\n"
    text = head + good + "李示例,13900005678,没有的站,2025-03-01\n"
    import_ = handed_in(text, clerk, kind="specialists")
    seen = [row.verdict for row in rows_of(import_, clerk)]

    done = applied(import_, clerk, Mode.GOOD)
    again = verdicts(text, "specialists", clerk)
    with bootstrap_scope():
        filing = Specialist.objects.get(phone="13900001234")
    reverted(done, clerk)
    after = Specialist.objects.filter(pk=filing.pk)
    with bootstrap_scope():
        state = after.get().state

    assert seen == [Verdict.NEW, Verdict.REFUSED]
    assert again == [Verdict.UNCHANGED, Verdict.REFUSED]
    assert (filing.state, state) == (FilingState.APPLIED, FilingState.DECLINED)


def test_care_comes_in_by_name_or_number_and_never_over_somebody_elses(
    clerk: Access, unit: Jurisdiction
) -> None:
    station = make_profile(make_station(unit)).station
    person = make_specialist(station, name="王示例")
    make_specialist(station, name="李示例")
    enterprise = make_enterprise(unit=unit, name="示例甲科技有限公司", uscc=USCC)
    head = "企业名称,统一社会信用代码,专员姓名,包联起始日期,走访间隔(天)\n"
    text = head + f"示例甲科技有限公司,{USCC},王示例,2026-01-01,30\n"
    done = applied(handed_in(text, clerk, kind="assignments"), clerk)

    again = verdicts(text, "assignments", clerk)
    over = verdicts(text.replace("王示例", "李示例"), "assignments", clerk)
    with bootstrap_scope():
        care = Assignment.objects.get(enterprise=enterprise)
    reverted(done, clerk)
    with bootstrap_scope():
        left = Assignment.objects.standing().filter(enterprise=enterprise).count()

    assert (again, over, left) == ([Verdict.UNCHANGED], [Verdict.REFUSED], 0)
    assert (care.specialist_id, care.cadence_days) == (person.pk, 30)
