"""People to reach at many enterprises, as lists tell them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from enterprises.actions.facts import BATCH
from enterprises.actions.sets import held_set
from enterprises.models import Contact, Enterprise
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.many_rows import among

COLUMNS: Final = ("phone", "email", "post", "is_primary")


@dataclass(frozen=True, slots=True)
class Person:
    """One person at one enterprise; empty words say nothing about what was known."""

    enterprise_id: int
    name: str
    phone: str = ""
    email: str = ""
    post: str = ""
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """The contact added, the one it takes the place of, and who is no longer the primary one."""

    added: Contact
    gone: Contact | None = None
    demoted: Contact | None = None


@transaction.atomic
def add_set(people: Sequence[Person], *, access: Access, at: datetime) -> list[Listed | None]:
    """Add people or what is new about them; None for one who is known as he is listed.

    Somebody known by name at the enterprise is retired in favour of the new entry, which keeps
    what the list does not say; a new primary contact takes the place of the old one.
    """
    enterprises = held_set((it.enterprise_id for it in people), access=access)
    known = standing(people)
    done: list[Listed | None] = []
    for person in people:
        require_reachable(person)
        before = known.get((person.enterprise_id, person.name))
        after = _contact(person, enterprises[person.enterprise_id], before, at)
        if before is not None and all(getattr(before, n) == getattr(after, n) for n in COLUMNS):
            done.append(None)
            continue
        known[(person.enterprise_id, person.name)] = after
        done.append(Listed(after, before if before is not None and before.pk else None))
    added = [it for it in known.values() if it.pk is None]
    _retire([it.gone for it in done if it and it.gone], at)
    demoted = _demoted(added)
    Contact.objects.bulk_create(added, batch_size=BATCH)
    kept = [_told(it, demoted) if it is not None and it.added.pk else None for it in done]
    _record("contact.add", [it.added for it in kept if it is not None], access, at)
    return kept


@transaction.atomic
def take_back_set(
    *,
    access: Access,
    at: datetime,
    added: Collection[int],
    retired: Collection[int],
    demoted: Collection[int] = (),
) -> list[Contact]:
    """Retire the contacts `added` and call those again that they had taken the place of; who was
    `demoted` for them is the primary contact again.
    """
    rows = Contact.objects.within(access.reach(Capability.REGISTER_EDIT))
    new, old = list(rows.filter(among("pk", added))), list(rows.filter(among("pk", retired)))
    held_set({it.enterprise_id for it in (*new, *old)}, access=access)
    in_use = rows.filter(among("pk", [it.pk for it in new]), ended_at__isnull=True)
    if in_use.count() != len(set(added)) or len(old) != len(set(retired)):
        raise ActionRefused("其中有联系人后来又被更改或已不在本单位，不能撤回")
    in_use.update(ended_at=at, is_primary=False, version=F("version") + 1)
    rows.filter(among("pk", [it.pk for it in old])).update(ended_at=None, version=F("version") + 1)
    back = rows.filter(among("pk", demoted), ended_at__isnull=True)
    back.update(is_primary=True, version=F("version") + 1)
    _record("contact.retire", new, access, at)
    _record("contact.restore", old, access, at)
    return old


def standing(people: Iterable[Person]) -> dict[tuple[int, str], Contact]:
    """Who is to be called at the enterprises spoken of, by enterprise and name."""
    ids = {it.enterprise_id for it in people}
    rows = Contact.objects.filter(among("enterprise_id", ids), ended_at__isnull=True).order_by("pk")
    return {(row.enterprise_id, row.name): row for row in rows}


def require_reachable(person: Person) -> None:
    if not person.name:
        raise InputRefused(Fault("name", "required", "请填写联系人姓名"))
    if not person.phone and not person.email:
        raise InputRefused(Fault("phone", "required", "电话与邮箱至少填一项"))


def _contact(
    person: Person, enterprise: Enterprise, before: Contact | None, at: datetime
) -> Contact:
    return Contact(
        enterprise=enterprise,
        jurisdiction_id=enterprise.jurisdiction_id,
        name=person.name,
        phone=person.phone or (before.phone if before else ""),
        email=person.email or (before.email if before else ""),
        post=person.post or (before.post if before else ""),
        is_primary=person.is_primary or (before.is_primary if before else False),
        added_at=at,
    )


def _retire(rows: Collection[Contact], at: datetime) -> None:
    mine = Contact.objects.filter(among("pk", [it.pk for it in rows]))
    mine.update(ended_at=at, version=F("version") + 1)


def _demoted(added: Iterable[Contact]) -> dict[int, Contact]:
    """One primary contact an enterprise, the last one listed; by enterprise, who was it before."""
    primary: dict[int, Contact] = {}
    for row in added:
        if row.is_primary:
            if (earlier := primary.get(row.enterprise_id)) is not None:
                earlier.is_primary = False
            primary[row.enterprise_id] = row
    rows = Contact.objects.filter(among("enterprise_id", primary), ended_at__isnull=True)
    before = {it.enterprise_id: it for it in rows.filter(is_primary=True)}
    mine = Contact.objects.filter(among("pk", [it.pk for it in before.values()]))
    mine.update(is_primary=False, version=F("version") + 1)
    return before


def _told(listed: Listed, demoted: Mapping[int, Contact]) -> Listed:
    row = listed.added
    return replace(listed, demoted=demoted.get(row.enterprise_id) if row.is_primary else None)


def _record(kind: str, rows: Iterable[Contact], access: Access, at: datetime) -> None:
    """Never the number itself: the trail is read by more people than the contact is."""
    entries = [(it, {"enterprise": it.enterprise_id, "phone": it.masked_phone}) for it in rows]
    trail.record_set(kind, entries, access=access, at=at)
