"""Everything a few words find: enterprises, tickets, measures, reports and pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.urls import reverse

from enterprises.models import Enterprise
from enterprises.queries.search import find
from enterprises.rules.names import is_searchable
from measures.models import Clause, Measure
from services.models import Ticket
from services.queries.words import tickets_meant
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.catalogue import catalogue
from wuhan_smes.reporting.models import ReportRun
from wuhan_smes.reporting.verification import NUMBER
from wuhan_smes.web.navigation import menus

EACH: Final = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is called, what tells it from others, where it stands."""

    label: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The first of one kind; `more` is the list where all of them are."""

    label: str
    hits: Sequence[Hit]
    more: str = ""


def find_all(words: str, *, access: Access) -> list[Group]:
    """What the words find among what the person may see, kinds without a hit left out.

    One character finds nothing: it would fit half of everything.
    """
    words = words.strip()
    if not is_searchable(words):
        return []
    found = [look(words, access) for look in KINDS]
    return [group for group in found if group.hits]


def _enterprises(words: str, access: Access) -> Group:
    if not access.holds(Capability.REGISTER_VIEW):
        return Group("企业", ())
    reach = access.reach(Capability.REGISTER_VIEW)
    ids = find(words, reach=reach, limit=EACH).ids
    rows = Enterprise.objects.within(reach).for_list().filter(pk__in=ids).order_by("pk")
    hits = [
        Hit(
            row.name,
            f"{row.uscc or '无代码'}，{row.jurisdiction.name}",
            reverse("enterprise", args=[row.pk]),
        )
        for row in rows
    ]
    return Group("企业", hits, f"{reverse('enterprises')}?q={words}")


def _tickets(words: str, access: Access) -> Group:
    if not access.holds(Capability.TICKET_VIEW):
        return Group("问题", ())
    rows = Ticket.objects.within(access.reach(Capability.TICKET_VIEW)).filter(tickets_meant(words))
    hits = [
        Hit(
            row.title,
            f"{row.number}，{row.get_state_display()}",
            reverse("ticket", args=[row.pk]),
        )
        for row in rows.order_by("-pk")[:EACH]
    ]
    return Group("问题", hits, f"{reverse('tickets')}?q={words}")


def _measures(words: str, access: Access) -> Group:
    if not access.holds(Capability.MEASURE_VIEW):
        return Group("措施", ())
    reach = access.reach(Capability.MEASURE_VIEW)
    clauses = Clause.objects.within(reach).filter(Q(title__contains=words) | Q(code=words))
    rows = Measure.objects.within(reach).filter(
        Q(title__contains=words) | Q(summary__contains=words) | Q(clauses__in=clauses)
    )
    hits = [
        Hit(f"第{row.no}条 {row.title}", row.get_theme_display(), reverse("measure", args=[row.pk]))
        for row in rows.distinct().order_by("no")[:EACH]
    ]
    return Group("措施", hits, f"{reverse('measures')}?q={words}")


def _reports(words: str, access: Access) -> Group:
    hits = [
        Hit(it.title, it.purpose, reverse("report", args=[it.name]))
        for it in catalogue.open_to(access)
        if words in it.title or words == it.name
    ]
    if access.holds(Capability.REGISTER_EXPORT) and (cited := NUMBER.match(words)):
        runs = ReportRun.objects.within(access.reach(Capability.REGISTER_EXPORT)).for_list()
        made = runs.filter(year=int(cited[1]), ordinal=int(cited[2]))
        hits += [
            Hit(f"{run.number} {run.title}", run.said, reverse("report-run", args=[run.pk]))
            for run in made
        ]
    return Group("报表", hits[:EACH], reverse("reports") if hits else "")


def _pages(words: str, access: Access) -> Group:
    hits = [
        Hit(link.label, link.about, link.url)
        for menu in menus(access, "")
        for link in menu.links
        if words in link.label or words in link.about
    ]
    return Group("页面", hits[:EACH])


KINDS: Final[Sequence[Callable[[str, Access], Group]]] = (
    _enterprises,
    _tickets,
    _measures,
    _reports,
    _pages,
)
