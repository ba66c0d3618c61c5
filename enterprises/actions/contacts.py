"""People to reach at an enterprise. Whoever looks at a whole number leaves an entry."""

from datetime import datetime

from django.db import transaction

from enterprises.actions.held import held, kept
from enterprises.models import Contact
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.looks import reason_of


@transaction.atomic
def add(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    name: str,
    phone: str = "",
    email: str = "",
    post: str = "",
    is_primary: bool = False,
    expected_version: int | None = None,
) -> Contact:
    """Add a person; a new primary contact takes the place of the old one."""
    enterprise = held(enterprise_id, access=access, expected_version=expected_version)
    if not name.strip():
        raise InputRefused(Fault("name", "required", "请填写联系人姓名"))
    if not phone.strip() and not email.strip():
        raise InputRefused(Fault("phone", "required", "电话与邮箱至少填一项"))
    if is_primary:
        mine = Contact.objects.filter(enterprise=enterprise, ended_at__isnull=True)
        mine.filter(is_primary=True).update(is_primary=False)
    contact = Contact.objects.create(
        enterprise=enterprise,
        jurisdiction_id=enterprise.jurisdiction_id,
        name=name.strip(),
        phone=phone.strip(),
        email=email.strip(),
        post=post.strip(),
        is_primary=is_primary,
        added_at=at,
    )
    kept(enterprise, {}, at=at)
    _record("contact.add", contact, access, at)
    return contact


@transaction.atomic
def retire(contact_id: int, *, access: Access, at: datetime) -> Contact:
    """The person is no longer to be called; the row stays."""
    contact = _locked(contact_id, access)
    if contact.ended_at is not None:
        raise ActionRefused("该联系人已停用")
    contact.ended_at, contact.is_primary = at, False
    contact.version += 1
    contact.save(update_fields=["ended_at", "is_primary", "version"])
    _record("contact.retire", contact, access, at)
    return contact


@transaction.atomic
def reveal(contact_id: int, *, access: Access, at: datetime, reason: str) -> Contact:
    """The contact with its whole number and address; each look leaves an entry, and why."""
    why = reason_of(reason)
    rows = Contact.objects.within(access.reach(Capability.CONTACT_REVEAL))
    contact = rows.select_related("enterprise").get(pk=contact_id)
    _record("contact.reveal", contact, access, at, reason=why)
    return contact


def _locked(contact_id: int, access: Access) -> Contact:
    rows = Contact.objects.within(access.reach(Capability.REGISTER_EDIT))
    held_rows = rows.select_for_update(of=("self",), no_key=True)
    return held_rows.select_related("enterprise").get(pk=contact_id)


def _record(kind: str, contact: Contact, access: Access, at: datetime, **told: str) -> None:
    """Never the number itself: the trail is read by more people than the contact is."""
    changes = {"enterprise": contact.enterprise_id, "phone": contact.masked_phone, **told}
    trail.record(kind, contact, access=access, at=at, changes=changes)
