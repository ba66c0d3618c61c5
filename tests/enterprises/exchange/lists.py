"""A list from upload to revert, and what the register says of an enterprise at each point."""

from typing import Any, Final

from enterprises.models import (
    AnnualIndicators,
    Contact,
    Enterprise,
    EnterpriseName,
    EnterprisePlace,
    JurisdictionStay,
    MoveRequest,
    PeriodIndicators,
    ScaleStatus,
)
from tests.exchange.driving import NOW, again, work
from wuhan_smes.access import Access
from wuhan_smes.exchange.actions import running
from wuhan_smes.exchange.choices import Mode
from wuhan_smes.exchange.models import Import
from wuhan_smes.scope import bootstrap_scope, scoped

FACTS: Final[tuple[Any, ...]] = (
    EnterpriseName,
    EnterprisePlace,
    ScaleStatus,
    JurisdictionStay,
    AnnualIndicators,
    PeriodIndicators,
)
OF_THE_VERSION: Final = frozenset({"id", "recorded_at", "superseded_at"})
COPIES: Final = ("name", "jurisdiction_id", "is_above_scale", "size_class", "industry_id")


def applied(import_: Import, access: Access, mode: str = Mode.ALL) -> Import:
    with scoped(access):
        running.apply(import_.pk, access=access, at=NOW, mode=mode)
    work()
    return again(import_, access)


def reverted(import_: Import, access: Access) -> Import:
    with scoped(access):
        running.revert(import_.pk, access=access, at=NOW, reason="传错文件")
    work()
    return again(import_, access)


def known_of(*enterprises: Enterprise) -> list[Any]:
    """Everything known now about some enterprises, without when it was learnt."""
    ids = [it.pk for it in enterprises]
    with bootstrap_scope():
        facts = [
            sorted(_plain(row) for row in model.objects.current().filter(enterprise_id__in=ids))
            for model in FACTS
        ]
        copies = list(Enterprise.objects.filter(pk__in=ids).order_by("pk").values_list(*COPIES))
        people = Contact.objects.filter(enterprise_id__in=ids, ended_at=None).order_by("name", "id")
        asked = MoveRequest.objects.filter(enterprise_id__in=ids, state="pending")
        return [
            *facts,
            copies,
            list(people.values_list("name", "phone", "email", "post", "is_primary")),
            list(asked.values_list("to_jurisdiction_id", "on")),
        ]


def _plain(row: Any) -> str:
    columns = [f.attname for f in row._meta.concrete_fields if f.name not in OF_THE_VERSION]
    return repr([(name, str(getattr(row, name))) for name in columns])
