"""What is shown beside a visit."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q

from enterprises.models import Enterprise
from enterprises.rules.uscc import normalise_uscc
from services.choices.visits import Confirmation, VisitMode
from services.models import Ticket
from services.querysets.tickets import TicketQuerySet
from services.querysets.visits import VisitQuerySet
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import Fault, InputRefused

UNNAMED: Final = "请选择企业，或填写统一社会信用代码"
NOBODY: Final = "没有这家企业，或它不在您的管理范围内"


def tickets_shown(access: Access) -> TicketQuerySet:
    """The tickets a person may see; none for who may see none at all."""
    rows = Ticket.objects.order_by("pk")
    if not access.holds(Capability.TICKET_VIEW):
        return rows.none()
    return rows.within(access.reach(Capability.TICKET_VIEW))


def with_code(code: str, access: Access) -> int:
    """The enterprise of a credit code as printed on a licence. Raises InputRefused for none that
    this person reaches.
    """
    rows = Enterprise.objects.within(access.reach(Capability.REGISTER_VIEW))
    wanted = normalise_uscc(code)
    found = rows.filter(uscc=wanted).values_list("pk", flat=True).first() if wanted else None
    if found is None:
        raise InputRefused(Fault("uscc", "unknown", NOBODY if wanted else UNNAMED))
    return found


@dataclass(frozen=True, slots=True)
class MonthTold:
    """A month in numbers a person would say of himself."""

    visits: int
    enterprises: int
    places: int
    problems: int
    explained: int
    unconfirmed: int


def month_told(visits: VisitQuerySet, first: date, last: date) -> MonthTold:
    """What the visits of a period add up to; `visits` are those in reach."""
    rows = visits.standing().between(first, last).order_by()
    found = rows.aggregate(
        visits=Count("pk"),
        places=Count("pk", filter=Q(mode=VisitMode.PLACE)),
        explained=Count("pk", filter=~Q(explained=[])),
        unconfirmed=Count("pk", filter=Q(confirmation=Confirmation.PENDING)),
    )
    return MonthTold(
        enterprises=rows.values("enterprise").distinct().count(),
        problems=Ticket.objects.filter(visit__in=rows).count(),
        **found,
    )
