"""How many problems were collected and appeals struck off by a day: the figures of reports."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from services.choices.tickets import Nature
from services.models import Ticket, TicketBasis
from services.querysets.tickets import void
from services.rules.counted import basis_words
from wuhan_smes.access import Reach


def problems_collected(reach: Reach, on: date) -> int:
    """收集企业困难问题: problems that came by the end of the day, from visits or not."""
    return Ticket.objects.within(reach).filter(behind_problems(on)).count()


def appeals_closed(reach: Reach, on: date) -> int:
    """办结企业诉求: struck off by the end of the day, consultations included. Whether problems are
    among them is said by the basis.
    """
    return Ticket.objects.within(reach).filter(behind_appeals(on)).count()


def behind_problems(on: date) -> Q:
    """The tickets that the first figure of a day counts."""
    return Q(nature=Nature.PROBLEM, received_at__lt=_end(on)) & ~void()


def behind_appeals(on: date) -> Q:
    """The tickets that the second figure of a day counts."""
    found = Q(closed_at__lt=_end(on)) & ~void()
    return found if problems_within_appeals() else found & ~Q(nature=Nature.PROBLEM)


# Which tickets a figure of a day counts, by the name of the figure.
BEHIND: Final[Mapping[str, Callable[[date], Q]]] = {
    "problems_collected": behind_problems,
    "appeals_closed": behind_appeals,
}


def problems_within_appeals() -> bool:
    """The one stated rule on which figure contains which."""
    said = TicketBasis.objects.values_list("problems_within_appeals", flat=True).first()
    return bool(said)


def basis_said() -> str:
    """The rule in words, for who reads either figure."""
    return basis_words(problems_within_appeals=problems_within_appeals())


def _end(on: date) -> datetime:
    """Midnight after the day, in Wuhan."""
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), time()))
