"""企业全景: everything known about one enterprise on one page."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from enterprises.models import (
    Contact,
    Enterprise,
    EnterpriseChain,
    EnterprisePlace,
    KeyProject,
    OwnershipLink,
    Recognition,
)
from enterprises.pages.cultivation import may_edit as may_cultivate
from enterprises.pages.cultivation import ways_of
from enterprises.pages.cultivation_forms import TIERS
from enterprises.pages.leading_on import LeadsOn
from enterprises.queries.highest import held_on, highest_of
from enterprises.queries.merges import merges_of
from enterprises.queries.sizes import WorkedOut, latest_worked_out
from enterprises.rules.ladder import RUNGS
from measures.models import PastPayment
from measures.queries.support import papers_wanted, support_of
from services.models import Visit
from services.pages.desks.today import matters_of
from wuhan_smes.access import Capability
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.operations.queries.figures import annual_figures, running_figures
from wuhan_smes.operations.queries.sources import sources_of
from wuhan_smes.operations.queries.timeline import moments
from wuhan_smes.web.pages import Crumb

MOST_EVENTS = 30
MOST_PAYMENTS = 20
MOST_VISITS = 10


class EnterprisePage(LeadsOn):
    """The enterprise today, its titles, people, ties and life; for auditors its trail."""

    capability = Capability.REGISTER_VIEW
    title = "企业全景"
    template_name = "operations/enterprise.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.REGISTER_VIEW)
        enterprise = Enterprise.objects.within(reach).for_list().get(pk=self.kwargs["pk"])
        today = timezone.localdate()
        held = held_on(today, [enterprise.pk], reach=reach).get(enterprise.pk, [])
        highest = highest_of(held)
        places = EnterprisePlace.objects.select_related("street", "park", "building", "cluster")
        chains = EnterpriseChain.objects.select_related("chain").order_by("-is_primary", "id")
        titles = (
            Recognition.objects.current().select_related("batch").order_by("-valid_from", "-id")
        )
        mine = {"enterprise_id": enterprise.pk}
        contacts = Contact.objects.within(reach).filter(ended_at__isnull=True, **mine)
        context = super().get_context_data(
            enterprise=enterprise,
            today=today,
            held=held,
            highest=RUNGS[highest] if highest else "",
            titles=titles.within(reach).filter(**mine),
            place=places.within(reach).holding(on=today).filter(**mine).first(),
            chains=chains.within(reach).holding(on=today).filter(**mine),
            contacts=contacts.order_by("-is_primary", "id"),
            sized=self._sized(enterprise),
            annual=annual_figures(enterprise.pk, access=self.access),
            running=running_figures(enterprise.pk, access=self.access),
            payments=self._payments(enterprise),
            support=support_of(enterprise.pk, access=self.access),
            papers=papers_wanted([enterprise.pk], access=self.access).get(enterprise.pk, []),
            sources=sources_of(enterprise.pk, access=self.access),
            links=OwnershipLink.objects.within(reach).filter(**mine).order_by("id"),
            events=moments(enterprise.pk, access=self.access),
            trail=self._trail(enterprise),
            visits=self._visits(enterprise),
            matters=matters_of(enterprise.pk, self.access, at=timezone.now()),
            may_raise=self.access.holds(Capability.TICKET_RAISE),
            may_visit=self.access.holds(Capability.VISIT_EDIT),
            ways=ways_of(enterprise.pk, self.access),
            aims=TIERS,
            may_cultivate=may_cultivate(self.access, enterprise.jurisdiction_id),
            projects=KeyProject.objects.within(reach).filter(**mine).order_by("id"),
            merges=merges_of(enterprise.pk, reach=reach),
            may_edit=self._may_edit(enterprise),
            **kwargs,
        )
        crumbs = [Crumb("企业", reverse("enterprises")), Crumb(enterprise.name)]
        return {**context, "title": enterprise.name, "crumbs": crumbs}

    def _sized(self, enterprise: Enterprise) -> WorkedOut | None:
        """The size class by the latest year's figures; None for who may not see figures."""
        if not self.access.holds(Capability.INDICATOR_VIEW):
            return None
        reach = self.access.reach(Capability.INDICATOR_VIEW)
        return latest_worked_out(enterprise.pk, reach=reach)

    def _may_edit(self, enterprise: Enterprise) -> bool:
        capability = Capability.REGISTER_EDIT
        if not self.access.holds(capability):
            return False
        return self.access.reach(capability).covers(enterprise.jurisdiction_id)

    def _visits(self, enterprise: Enterprise) -> Any:
        """The latest visits this person may see; None for who may see none."""
        if not self.access.holds(Capability.VISIT_VIEW):
            return None
        rows = Visit.objects.within(self.access.reach(Capability.VISIT_VIEW)).standing()
        mine = rows.for_list().filter(enterprise=enterprise)
        return mine.order_by("-visited_at", "-pk")[:MOST_VISITS]

    def _payments(self, enterprise: Enterprise) -> Any:
        """What it was paid before; None for who may not see payments."""
        if not self.access.holds(Capability.PAYMENT_VIEW):
            return None
        reach = self.access.reach(Capability.PAYMENT_VIEW)
        rows = PastPayment.objects.within(reach).current().filter(enterprise=enterprise)
        return rows.order_by("-year", "-paid_on", "-id")[:MOST_PAYMENTS]

    def _trail(self, enterprise: Enterprise) -> Any:
        if not self.access.holds(Capability.TRAIL_VIEW):
            return None
        reach = self.access.reach(Capability.TRAIL_VIEW)
        return AuditEvent.objects.within(reach).about(enterprise)[:MOST_EVENTS]
