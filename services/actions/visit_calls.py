"""Looking at a whole telephone number in order to call; each look leaves an entry."""

from datetime import datetime

from django.db import transaction

from enterprises.actions import contacts
from enterprises.models import Contact
from services.models import Assignment, Visit
from services.rules.visits import day_of
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import NotPermitted
from wuhan_smes.looks import reason_of


@transaction.atomic
def reveal_contact(contact_id: int, *, access: Access, at: datetime, reason: str) -> Contact:
    """A contact of the register, for whoever may reveal any, or has the enterprise in his
    station's care. Raises NotPermitted for other enterprises of the unit.
    """
    why = reason_of(reason)
    if access.holds(Capability.CONTACT_REVEAL):
        return contacts.reveal(contact_id, access=access, at=at, reason=why)
    reach = access.reach(Capability.VISIT_EDIT)
    rows = Contact.objects.within(access.reach(Capability.REGISTER_VIEW))
    contact = rows.select_related("enterprise").get(pk=contact_id, ended_at__isnull=True)
    care = Assignment.objects.within(reach).holding(on=day_of(at))
    if not care.filter(enterprise_id=contact.enterprise_id).exists():
        raise NotPermitted(
            "只能查看本站包联企业联系人的完整电话", capability=Capability.CONTACT_REVEAL
        )
    changes = {"enterprise": contact.enterprise_id, "phone": contact.masked_phone, "reason": why}
    trail.record("contact.reveal", contact, access=access, at=at, changes=changes)
    return contact


@transaction.atomic
def reveal_received(visit_id: int, *, access: Access, at: datetime, reason: str) -> Visit:
    """The visit with the whole number of who received it, for those who may write it."""
    why = reason_of(reason)
    visit = Visit.objects.within(access.reach(Capability.VISIT_EDIT)).get(pk=visit_id)
    changes = {"phone": visit.masked_phone, "reason": why}
    trail.record("visit.reveal", visit, access=access, at=at, changes=changes)
    return visit
