"""Subjects that stand in the invented register twice: in each unit three pairs to be decided."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from enterprises.actions import contact_lists, duplicates, fact_lists
from enterprises.actions.contact_lists import Person
from enterprises.actions.fact_lists import Saying
from enterprises.choices import EnterpriseKind, EnterpriseStatus
from enterprises.models import Enterprise
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.operations.demo.history import SOURCE
from wuhan_smes.operations.demo.names import MARK

TWICE: Final = 6
AGO: Final = timedelta(days=45)
# In a larger city the search is left to whoever presses for it.
SEARCHED: Final = 60_000


def settle(*, at: datetime, size: int) -> None:
    """One pair of one name, one of names alike, and all three of one telephone."""
    who: dict[str, Any] = {"access": Access.of_system("示例城市"), "at": at}
    sixes = [found for unit in Jurisdiction.objects.managing() if (found := _untitled(unit.pk))]
    on = timezone.localdate(at) - AGO
    renamed = [
        Saying(twin.pk, on, {"name": name}, source=SOURCE)
        for one, its_twin, other, other_twin, *_ in sixes
        for twin, name in ((its_twin, one.name), (other_twin, alike(other.name)))
    ]
    fact_lists.rename_set(renamed, **who)
    people = [
        Person(each.pk, f"周{MARK}", phone=f"000-9{one.pk % 10_000_000:07d}")
        for found in sixes
        for one, twin in zip(found[::2], found[1::2], strict=True)
        for each in (one, twin)
    ]
    contact_lists.add_set(people, **who)
    if size <= SEARCHED:
        duplicates.find(**who)


def alike(name: str) -> str:
    """The same name in another form of company."""
    if "股份有限公司" in name:
        return name.replace("股份有限公司", "有限公司")
    return name.replace("有限公司", "有限责任公司")


def _untitled(unit_id: int) -> Sequence[Enterprise]:
    """The last companies of a unit that hold no title and never changed their name; all or none."""
    mine = Enterprise.objects.filter(
        jurisdiction_id=unit_id,
        kind=EnterpriseKind.COMPANY,
        status=EnterpriseStatus.ACTIVE,
        recognitions__isnull=True,
    )
    found = mine.exclude(names__during__upper_inf=False).order_by("-pk")[:TWICE]
    return list(found) if len(found) == TWICE else []
