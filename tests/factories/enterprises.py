"""Enterprises as the register keeps them: the row, its open name and its open stay."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count

from django.db.backends.postgresql.psycopg_any import DateRange

from enterprises.choices import PlaceKind, StayCause
from enterprises.models import (
    Contact,
    Enterprise,
    EnterpriseName,
    EnterprisePlace,
    Industry,
    IndustryChain,
    IndustryStay,
    JurisdictionStay,
    Place,
)
from enterprises.rules.names import search_key
from enterprises.rules.uscc import make_uscc
from tests.factories.accounts import make_unit
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.scope import bootstrap_scope

SINCE = date(2020, 1, 1)
RECORDED = datetime(2020, 1, 1, 1, tzinfo=UTC)
numbers = count(1)


def make_enterprise(
    *,
    unit: Jurisdiction | None = None,
    name: str = "",
    uscc: str | None = "",
    since: date = SINCE,
    former_names: Sequence[tuple[str, date]] = (),
    industry: Industry | None = None,
    **values: object,
) -> Enterprise:
    """`since` is when its unit took it up; `former_names` pairs a name with the day it ended."""
    n = next(numbers)
    unit = unit or make_unit()
    name = name or f"示例{n}科技有限公司"
    with bootstrap_scope():
        enterprise = Enterprise.objects.create(
            **{
                "uscc": make_uscc("91420100MAXX", n) if uscc == "" else uscc,
                "name": name,
                "jurisdiction": unit,
                "industry": industry,
                "established_on": since,
                "created_at": RECORDED,
                "updated_at": RECORDED,
                **values,
            }
        )
        start = since
        for former, ended in former_names:
            _name(enterprise, former, start, ended)
            start = ended
        _name(enterprise, name, start, None)
        JurisdictionStay.objects.create(
            **_fact(enterprise, since), unit=unit, start_cause=StayCause.ENTERED
        )
        if industry is not None:
            IndustryStay.objects.create(**_fact(enterprise, since), industry=industry)
    return enterprise


def make_contact(enterprise: Enterprise, **values: object) -> Contact:
    n = next(numbers)
    with bootstrap_scope():
        return Contact.objects.create(
            **{
                "enterprise": enterprise,
                "jurisdiction_id": enterprise.jurisdiction_id,
                "name": f"联系人{n}",
                "phone": f"1380000{n:04d}",
                **values,
            }
        )


def make_industry(code: str = "C3976", name: str = "光电子器件制造") -> Industry:
    with bootstrap_scope():
        row, _ = Industry.objects.get_or_create(
            code=code, defaults={"name": name, "level": len(code) - 1 or 1}
        )
        return row


def make_chain(**values: object) -> IndustryChain:
    n = next(numbers)
    with bootstrap_scope():
        return IndustryChain.objects.create(
            **{
                "version": "2021",
                "code": f"chain-{n}",
                "name": f"测试{n}产业",
                "group": "支柱",
                "valid_from": date(2021, 1, 1),
                "source": "测试",
                **values,
            }
        )


def make_place(
    kind: str = PlaceKind.STREET, *, unit: Jurisdiction | None = None, **values: object
) -> Place:
    n = next(numbers)
    with bootstrap_scope():
        return Place.objects.create(
            **{
                "kind": kind,
                "code": f"place-{n}",
                "name": f"测试{n}街道",
                "jurisdiction": unit or make_unit(),
                **values,
            }
        )


def put_in_place(enterprise: Enterprise, *, since: date = SINCE, **slots: object) -> None:
    """Stand `enterprise` in a street, park, building, cluster or one of the 五谷."""
    with bootstrap_scope():
        EnterprisePlace.objects.create(**_fact(enterprise, since), **slots)


def _name(enterprise: Enterprise, name: str, start: date, until: date | None) -> None:
    EnterpriseName.objects.create(
        **_fact(enterprise, start, until), name=name, search_key=search_key(name)
    )


def _fact(enterprise: Enterprise, start: date, until: date | None = None) -> dict[str, object]:
    return {
        "enterprise": enterprise,
        "jurisdiction_id": enterprise.jurisdiction_id,
        "during": DateRange(start, until),
        "recorded_at": RECORDED,
    }
