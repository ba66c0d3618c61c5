"""What a specialist should know before he rings the bell: one card for each enterprise in care.

A handful of queries however many enterprises; the same cards are kept on the telephone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from enterprises.choices import Tier, TierSubclass
from enterprises.models import Contact
from enterprises.queries.cultivation import Errand, errands
from enterprises.queries.duties import Owed, owed
from enterprises.queries.highest import Held, held_on
from measures.queries.support import papers_wanted, support_unpaid
from services.choices.visits import Purpose
from services.models import Specialist, Ticket, Visit
from services.queries.coverage import Care, in_care
from services.queries.gaps import gaps
from services.rules.due import Reason, Standing, reasons, weight
from services.rules.visits import day_of
from wuhan_smes.access import Access, Capability

LAST = (
    "enterprise_id",
    "visited_on",
    "mode",
    "place",
    "received_name",
    "received_post",
    "purposes",
    "summary",
    "recorded_by_name",
)
PLACE = ("enterprise_id", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Card:
    """One enterprise in care. `last` is the latest visit anybody in reach made, `place` where the
    latest that noted a place was made.
    """

    care: Care
    titles: Sequence[Held]
    tickets: Sequence[Ticket]
    contacts: Sequence[Contact]
    last: Mapping[str, Any] | None
    place: Mapping[str, Any] | None
    reasons: Sequence[Reason]
    errands: Sequence[Errand] = ()
    gap: str = ""
    papers: Sequence[str] = ()
    unpaid: Sequence[str] = ()
    answered: Ticket | None = None

    @property
    def weight(self) -> int:
        return weight(self.reasons)

    @property
    def last_purposes(self) -> list[str]:
        given = self.last["purposes"] if self.last else ()
        return [purpose.label for purpose in Purpose if purpose in given]


def filing_of(access: Access, *, on: date) -> Specialist | None:
    """Where the person acting is filed as a specialist on a day; None for everybody else."""
    if access.actor_id is None:
        return None
    mine = Specialist.objects.in_force(on=on).filter(user_id=access.actor_id)
    return mine.select_related("station").first()


def cards(access: Access, *, at: datetime) -> list[Card]:
    """The enterprises in the care of whoever asks, or of his station; the most pressing first."""
    on = day_of(at)
    mine = filing_of(access, on=on)
    reach = access.reach(Capability.VISIT_VIEW)
    if mine is None and not reach.station_ids:
        return []
    cares = [
        care
        for care in in_care(on=on, reach=reach, specialist_id=mine.pk if mine else None)
        if mine is not None or care.station_id in reach.station_ids
    ]
    found = _made(cares, access, at)
    return sorted(found, key=lambda card: (-card.weight, card.care.due_on or date.max))


def _made(cares: Sequence[Care], access: Access, at: datetime) -> list[Card]:
    ids = [care.enterprise_id for care in cares]
    register = access.reach(Capability.REGISTER_VIEW)
    on = day_of(at)
    titles = held_on(on, ids, reach=register)
    tickets = _open_tickets(ids, access)
    answered = _last_answers(ids, access)
    last = _last_visits(ids, access, *LAST)
    places = _last_visits(ids, access, *PLACE, latitude__isnull=False)
    people = _contacts(ids, access)
    asked = errands(ids, reach=register, stations=_stations(access))
    owing = owed(ids, reach=register)
    lacking = gaps(ids, reach=register)
    papers = papers_wanted(ids, access=access)
    unpaid = support_unpaid(ids, access=access)
    return [
        Card(
            care,
            titles.get(care.enterprise_id, ()),
            tickets[care.enterprise_id],
            people[care.enterprise_id],
            last.get(care.enterprise_id),
            places.get(care.enterprise_id),
            reasons(
                _standing(
                    care,
                    titles.get(care.enterprise_id, ()),
                    tickets,
                    asked.get(care.enterprise_id, ()),
                    owing.get(care.enterprise_id),
                    (papers.get(care.enterprise_id, ()), unpaid.get(care.enterprise_id, ())),
                    at,
                ),
                on=on,
            ),
            asked.get(care.enterprise_id, ()),
            lacking.get(care.enterprise_id, ""),
            papers.get(care.enterprise_id, ()),
            unpaid.get(care.enterprise_id, ()),
            answered.get(care.enterprise_id),
        )
        for care in cares
    ]


def _stations(access: Access) -> frozenset[int]:
    """The stations whose tasks this person may end."""
    does = Capability.CULTIVATION_DO
    return access.reach(does).station_ids if access.holds(does) else frozenset()


def _standing(
    care: Care,
    titles: Iterable[Held],
    tickets: Mapping[int, Sequence[Ticket]],
    asked: Sequence[Errand],
    duties: Owed | None,
    support: tuple[Sequence[str], Sequence[str]],
    at: datetime,
) -> Standing:
    ending = [it for it in titles if it.valid_to is not None]
    first = min(ending, key=lambda it: it.valid_to or date.max, default=None)
    mine = tickets[care.enterprise_id]
    return Standing(
        due_on=care.due_on,
        last_on=care.last_on,
        title=title_name(first) if first else "",
        title_ends_on=first.valid_to if first else None,
        open_problems=len(mine),
        late_problems=sum(late(ticket, at) for ticket in mine),
        errands=len(asked),
        errand_due_on=asked[0].due_on if asked else None,
        duties=duties.count if duties else 0,
        duty_due_on=duties.due_on if duties else None,
        support_wanting=len(support[0]),
        support_unpaid=len(support[1]),
    )


def late(ticket: Ticket, at: datetime) -> bool:
    """Whether some running limit of the ticket has passed."""
    return ticket.due_at is not None and ticket.due_at < at and ticket.clocks_paused_at is None


def title_name(title: Held) -> str:
    """The title in words, with its kind where it has one."""
    name = str(Tier(title.tier).label)
    return f"{name}（{TierSubclass(title.subclass).label}）" if title.subclass else name


def _open_tickets(ids: Sequence[int], access: Access) -> Mapping[int, list[Ticket]]:
    found: defaultdict[int, list[Ticket]] = defaultdict(list)
    if access.holds(Capability.TICKET_VIEW):
        rows = Ticket.objects.within(access.reach(Capability.TICKET_VIEW)).unfinished()
        for ticket in rows.filter(enterprise_id__in=ids).order_by("due_at", "pk"):
            if ticket.enterprise_id is not None:
                found[ticket.enterprise_id].append(ticket)
    return found


def _last_answers(ids: Sequence[int], access: Access) -> Mapping[int, Ticket]:
    """What each enterprise was told last in reply to a problem of its own."""
    if not access.holds(Capability.TICKET_VIEW):
        return {}
    rows = Ticket.objects.within(access.reach(Capability.TICKET_VIEW))
    replied = rows.filter(enterprise_id__in=ids, replied_at__isnull=False).exclude(answer="")
    latest = replied.order_by("enterprise_id", "-replied_at", "-pk").distinct("enterprise_id")
    return {it.enterprise_id: it for it in latest if it.enterprise_id is not None}


def _last_visits(
    ids: Sequence[int], access: Access, *fields: str, **wanted: bool
) -> Mapping[int, Mapping[str, Any]]:
    rows = Visit.objects.within(access.reach(Capability.VISIT_VIEW)).standing()
    mine = rows.filter(enterprise_id__in=ids, **wanted)
    latest = mine.order_by("enterprise_id", "-visited_at", "-pk").distinct("enterprise_id")
    return {row["enterprise_id"]: row for row in latest.values(*fields)}


def _contacts(ids: Sequence[int], access: Access) -> Mapping[int, list[Contact]]:
    found: defaultdict[int, list[Contact]] = defaultdict(list)
    rows = Contact.objects.within(access.reach(Capability.REGISTER_VIEW))
    current = rows.filter(enterprise_id__in=ids, ended_at__isnull=True)
    for contact in current.order_by("-is_primary", "pk"):
        found[contact.enterprise_id].append(contact)
    return found
