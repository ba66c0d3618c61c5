"""The people who sign in to the demo: one for each role, all with the demo's password."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password

from wuhan_smes.accounts.models import Agency, Grant, Jurisdiction, ServiceStation, User
from wuhan_smes.accounts.roles import ROLES, Anchor
from wuhan_smes.operations.demo.city import PLACE_CODE
from wuhan_smes.operations.demo.names import MARK
from wuhan_smes.operations.demo.rounds import TODAY

STATION_UNIT = "east_lake"
AGENCY = "science"  # 市科创局


@dataclass(frozen=True, slots=True)
class Login:
    """A demo login: its name, its role, and the unit whose work it does."""

    username: str
    role: str
    label: str
    unit: str = ""


def logins() -> list[Login]:
    """Every demo login, in the order they are shown in."""
    units = Jurisdiction.objects.managing().order_by("display_order", "code")
    city = [
        Login("bureau", "bureau_staff", "市经信局"),
        Login("bureau_lead", "bureau_lead", "市经信局负责人"),
        Login("station", "specialist", "服务专员", STATION_UNIT),
        Login("handler", "handler", "市科创局经办人"),
        Login("finance", "finance", "财政经办人"),
        Login("finance_lead", "finance_lead", "财政负责人"),
        Login("auditor", "auditor", "审计人员"),
        Login("privacy", "privacy_officer", "个人信息保护负责人"),
        Login("admin", "administrator", "系统管理员"),
    ]
    for unit in units:
        city.append(Login(f"district_{unit.code}", "district_staff", unit.short, unit.code))
        city.append(
            Login(f"district_lead_{unit.code}", "district_lead", f"{unit.short}负责人", unit.code)
        )
    return city


def settle(*, at: datetime) -> int:
    """Make the stations, logins and grants that are not there yet; how many logins were made.

    The password is hashed once: every demo login shares it, and everybody knows it.
    """
    units = {unit.code: unit for unit in Jurisdiction.objects.order_by("code")}
    city = next(unit for unit in units.values() if unit.parent_id is None)
    stations = _stations([unit for unit in units.values() if unit is not city])
    secret = make_password(settings.DEMO_PASSWORD)
    agency = Agency.objects.get(code=AGENCY)
    known = set(User.objects.values_list("username", flat=True))
    fresh = [login for login in logins() if login.username not in known]
    users = User.objects.bulk_create(
        User(
            username=login.username,
            password=secret,
            display_name=f"{MARK}{login.label}",
            jurisdiction=units.get(login.unit, city),
            agency=agency if ROLES[login.role].anchor is Anchor.AGENCY else None,
            station=stations[login.unit] if ROLES[login.role].anchor is Anchor.STATION else None,
            joined_at=at,
        )
        for login in fresh
    )
    Grant.objects.bulk_create(
        Grant(
            user=user,
            role=login.role,
            jurisdiction=user.jurisdiction if not user.agency and not user.station else None,
            agency=user.agency,
            station=user.station,
            at_installation=True,
            proposed_at=at,
            reason="示例账号",
            approved_at=at,
        )
        for user, login in zip(users, fresh, strict=True)
    )
    return len(fresh)


def _stations(units: list[Jurisdiction]) -> dict[str, ServiceStation]:
    """One invented station in each unit."""
    ServiceStation.objects.bulk_create(
        (
            ServiceStation(
                code=f"{PLACE_CODE}station-{unit.code.replace('_', '-')}",
                name=f"{unit.short}{MARK}中小企业服务站",
                jurisdiction=unit,
                address=f"{unit.name}{MARK}路1号",
                opened_on=TODAY.replace(year=2023, day=1),
            )
            for unit in units
        ),
        ignore_conflicts=True,
    )
    found = ServiceStation.objects.filter(code__startswith=f"{PLACE_CODE}station-")
    return {station.jurisdiction.code: station for station in found.select_related("jurisdiction")}
