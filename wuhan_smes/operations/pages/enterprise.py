"""企业全景: everything known about one enterprise on one page."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from enterprises.models import (
    Contact,
    Enterprise,
    EnterpriseChain,
    EnterprisePlace,
    OwnershipLink,
    Recognition,
)
from enterprises.queries.highest import held_on, highest_of
from enterprises.rules.ladder import RUNGS
from wuhan_smes.access import Capability
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.operations.queries.timeline import moments
from wuhan_smes.web.pages import Crumb, ScopedPage

MOST_EVENTS = 30


class EnterprisePage(ScopedPage):
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
            links=OwnershipLink.objects.within(reach).filter(**mine).order_by("id"),
            events=moments(enterprise.pk, access=self.access),
            trail=self._trail(enterprise),
            **kwargs,
        )
        crumbs = [Crumb("企业", reverse("enterprises")), Crumb(enterprise.name)]
        return {**context, "title": enterprise.name, "crumbs": crumbs}

    def _trail(self, enterprise: Enterprise) -> Any:
        if not self.access.holds(Capability.TRAIL_VIEW):
            return None
        reach = self.access.reach(Capability.TRAIL_VIEW)
        return AuditEvent.objects.within(reach).about(enterprise)[:MOST_EVENTS]
