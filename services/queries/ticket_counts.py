"""How many problems were collected and appeals struck off by a day: the figures of reports."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from services.choices.tickets import Nature
from services.models import Ticket, TicketBasis
from services.querysets.tickets import TicketQuerySet, void
from services.rules.counted import basis_words
from wuhan_smes.access import Reach


def problems_collected(reach: Reach, on: date) -> int:
    """收集企业困难问题: problems that came by the end of the day, from visits or not."""
    return _counted(reach).filter(nature=Nature.PROBLEM, received_at__lt=_end(on)).count()


def appeals_closed(reach: Reach, on: date) -> int:
    """办结企业诉求: struck off by the end of the day, consultations included. Whether problems are
    among them is said by the basis.
    """
    rows = _counted(reach).filter(closed_at__lt=_end(on))
    if not problems_within_appeals():
        rows = rows.exclude(nature=Nature.PROBLEM)
    return rows.count()


def problems_within_appeals() -> bool:
    """The one stated rule on which figure contains which."""
    said = TicketBasis.objects.values_list("problems_within_appeals", flat=True).first()
    return bool(said)


def basis_said() -> str:
    """The rule in words, for who reads either figure."""
    return basis_words(problems_within_appeals=problems_within_appeals())


def _counted(reach: Reach) -> TicketQuerySet:
    return Ticket.objects.within(reach).exclude(void())


def _end(on: date) -> datetime:
    """Midnight after the day, in Wuhan."""
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), time()))
