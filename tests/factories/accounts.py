"""Units, stations, agencies and people."""

from datetime import UTC, datetime
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password

from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Agency, Grant, Jurisdiction, ServiceStation, User
from wuhan_smes.accounts.roles import ROLES, Anchor
from wuhan_smes.scope import bootstrap_scope

PASSWORD = "correct-horse-2026"
numbers = count(1)


@cache
def hashed_password() -> str:
    """Hashing is slow on purpose; once is enough for all people of a run."""
    return make_password(PASSWORD)


def make_city() -> Jurisdiction:
    """The root of the tree: the loaded one where reference data is loaded."""
    with bootstrap_scope():
        city = Jurisdiction.objects.filter(parent__isnull=True).order_by("id").first()
        return city or Jurisdiction.objects.create(
            code="wuhan", name="武汉市", short="武汉", kind="city", statutory_code="420100"
        )


def make_unit(code: str = "", **values: object) -> Jurisdiction:
    """A managing unit below the city; with a known code, that very unit."""
    n = next(numbers)
    with bootstrap_scope():
        if code and (known := Jurisdiction.objects.filter(code=code).first()):
            return known
        return Jurisdiction.objects.create(
            **{
                "code": code or f"unit-{n}",
                "name": f"测试{n}区",
                "short": f"测试{n}",
                "kind": "district",
                "parent": make_city(),
                **values,
            }
        )


def make_station(unit: Jurisdiction | None = None, **values: object) -> ServiceStation:
    n = next(numbers)
    with bootstrap_scope():
        return ServiceStation.objects.create(
            **{
                "code": f"station-{n}",
                "name": f"测试{n}服务站",
                "jurisdiction": unit or make_unit(),
                **values,
            }
        )


def make_agency(unit: Jurisdiction | None = None, **values: object) -> Agency:
    n = next(numbers)
    with bootstrap_scope():
        return Agency.objects.create(
            **{
                "code": f"agency-{n}",
                "name": f"测试{n}局",
                "kind": "department",
                "jurisdiction": unit or make_city(),
                **values,
            }
        )


def make_user(
    role: str = "",
    *,
    unit: Jurisdiction | None = None,
    agency: Agency | None = None,
    station: ServiceStation | None = None,
    **values: object,
) -> User:
    """A person, with `role` held over his unit (the city when none is named), agency or station."""
    n = next(numbers)
    with bootstrap_scope():
        home = unit or (station and station.jurisdiction) or (agency and agency.jurisdiction)
        user = User(
            **{
                "username": f"user-{n}",
                "display_name": f"测试{n}",
                "jurisdiction": home or make_city(),
                "agency": agency,
                "station": station,
                **values,
            }
        )
        user.password = hashed_password()
        user.save()
        if role:
            grant(user, role, unit=unit, agency=agency, station=station)
        return user


def grant(
    user: User,
    role: str,
    *,
    unit: Jurisdiction | None = None,
    agency: Agency | None = None,
    station: ServiceStation | None = None,
) -> Grant:
    """`role` held over what its anchor asks for; in force at once."""
    anchor = ROLES[role].anchor
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with bootstrap_scope():
        return Grant.objects.create(
            user=user,
            role=role,
            jurisdiction=(unit or make_city()) if anchor is Anchor.JURISDICTION else None,
            agency=(agency or make_agency(unit)) if anchor is Anchor.AGENCY else None,
            station=(station or make_station(unit)) if anchor is Anchor.STATION else None,
            at_installation=True,
            proposed_at=now,
            approved_at=now,
        )


def make_access(role: str, **where: object) -> Access:
    """What a fresh person with `role` may do."""
    return access_for(make_user(role, **where))  # type: ignore[arg-type] # as make_user's
