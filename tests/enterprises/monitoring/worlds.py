"""Two units with a monitored enterprise each, one of them looked after by a station."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from enterprises.actions import monitoring, period_indicators
from enterprises.choices import Tier
from enterprises.models import Enterprise, MonitoringRound, PeriodReport
from enterprises.rules.periods import Period, month
from tests.factories.accounts import make_access, make_station, make_unit
from tests.factories.enterprises import make_enterprise
from tests.factories.stations import make_assignment, make_profile, make_specialist
from tests.factories.titles import make_title
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction, ServiceStation
from wuhan_smes.scope import scoped

NOON: Final = datetime(2026, 11, 3, 4, tzinfo=UTC)
OCTOBER: Final = month(2026, 10)
DUE: Final = date(2026, 11, 15)
ASKED: Final[dict[str, Any]] = {
    "period": OCTOBER,
    "due_on": DUE,
    "tiers": [Tier.LITTLE_GIANT],
    "document": "示例通知",
}


@dataclass
class Town:
    """`giant` stands here and is the station's; `distant` stands there and is nobody's."""

    here: Jurisdiction
    station: ServiceStation
    giant: Enterprise
    distant: Enterprise
    city: Access
    clerk: Access
    other: Access
    specialist: Access
    neighbour: Access
    reader: Access

    def open(self, who: Access | None = None, **words: Any) -> MonitoringRound:
        access = who or self.city
        with scoped(access):
            return monitoring.open_round(access=access, at=NOON, **{**ASKED, **words})

    def report(self, of: Enterprise | None = None) -> PeriodReport:
        return PeriodReport.objects.order_by("-id").get(enterprise=of or self.giant)

    def fill(self, report: PeriodReport, who: Access | None = None, **words: Any) -> Any:
        access = who or self.clerk
        given = {"values": {"revenue": 5_000_000}, "at": NOON, **words}
        with scoped(access):
            return monitoring.fill(report.pk, access=access, **given)

    def known(self, period: Period, enterprise: Enterprise | None = None, **values: Any) -> None:
        """Figures of another period, as the unit recorded them."""
        of = enterprise or self.giant
        access = self.clerk if of.jurisdiction_id == self.here.pk else self.other
        with scoped(access):
            period_indicators.record(of.pk, access=access, at=NOON, period=period, values=values)


def build_town() -> Town:
    here, there = make_unit(), make_unit()
    giant, distant = make_enterprise(unit=here), make_enterprise(unit=there)
    for one in (giant, distant):
        make_title(one, Tier.LITTLE_GIANT)
    make_enterprise(unit=here)
    station = make_profile(make_station(here)).station
    make_assignment(giant, make_specialist(station))
    return Town(
        here,
        station,
        giant,
        distant,
        make_access("bureau_staff"),
        make_access("district_staff", unit=here),
        make_access("district_staff", unit=there),
        make_access("specialist", station=station),
        make_access("specialist", station=make_station(here)),
        make_access("auditor"),
    )
