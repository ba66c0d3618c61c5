"""Photos of a visit: kept once, without what the camera wrote into them; taken off with reason."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from services.actions.tickets import attaching
from services.actions.visit_limits import limits_at
from services.choices.visits import LocationSource
from services.models import Ticket, Visit, VisitPhoto
from services.rules import visits as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.files.photos import Photo, read_photo
from wuhan_smes.files.storing import store
from wuhan_smes.in_line import stand_in_line


@dataclass(frozen=True, slots=True)
class Added:
    """The photo as it is kept; `again` when it had been sent before."""

    photo: VisitPhoto
    again: bool = False


@transaction.atomic
def add(
    visit_id: int,
    *,
    access: Access,
    at: datetime,
    client_uuid: UUID,
    data: bytes,
    to_tickets: bool = False,
) -> Added:
    """Keep a photo with its visit. The same `client_uuid` or the same picture again changes
    nothing and returns the first. A visit without a place takes the photo's.

    `to_tickets`: whoever is to solve what this visit raised sees it as well; a ticket that moved
    on before the photo came is left as it is.
    """
    stand_in_line(f"photos of {visit_id}")
    visit = Visit.objects.within(access.reach(Capability.VISIT_EDIT)).locked(visit_id)
    sent = VisitPhoto.objects.filter(visit=visit, client_uuid=client_uuid).first()
    if sent is not None:
        return Added(sent, again=True)
    rules.require_standing(voided=visit.voided_at is not None)
    limits = limits_at(at)
    if len(data) > limits.photo_kilobytes * 1024:
        detail = f"单张照片不超过 {limits.photo_kilobytes // 1024} MB，请缩小后再传"
        raise InputRefused(Fault("photo", "too_large", detail))
    picture = read_photo(data)
    standing = VisitPhoto.objects.standing().filter(visit=visit)
    if standing.count() >= limits.photos:
        raise rules.VisitRefused(f"每次走访最多 {limits.photos} 张照片")
    sha256 = hashlib.sha256(picture.data).hexdigest()
    if (twin := standing.filter(sha256=sha256).first()) is not None:
        return Added(twin, again=True)
    name = f"visit-{visit.pk}-{sha256[:12]}.{picture.suffix}"
    file = store(
        name,
        picture.media_type,
        [picture.data],
        access=access,
        at=at,
        jurisdiction_id=visit.jurisdiction_id,
    )
    row = VisitPhoto.objects.create(
        visit=visit,
        client_uuid=client_uuid,
        file=file,
        media_type=picture.media_type,
        size=len(picture.data),
        sha256=sha256,
        taken_at=picture.taken.at,
        latitude=picture.taken.latitude,
        longitude=picture.taken.longitude,
        added_at=at,
    )
    _place(visit, picture)
    if to_tickets:
        for ticket in _raised(visit, access):
            attaching.attach(ticket.pk, access=access, at=at, name=name, data=picture.data)
    changes = {"photo": row.pk, "sha256": row.sha256, "taken_at": row.taken_at}
    trail.record("visit.photo_add", visit, access=access, at=at, changes=changes)
    return Added(row)


@transaction.atomic
def remove(photo_id: int, *, access: Access, at: datetime, reason: str) -> VisitPhoto:
    """Take a photo off the visit; it stays in the files, and the trail says who took it off."""
    rows = VisitPhoto.objects.within(access.reach(Capability.VISIT_EDIT)).select_related("visit")
    photo = rows.select_for_update(of=("self",), no_key=True).get(pk=photo_id)
    if photo.removed_at is not None:
        raise rules.VisitRefused("该照片已撤下")
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明撤下理由"))
    photo.removed_at, photo.removed_reason = at, reason.strip()[:200]
    photo.save(update_fields=["removed_at", "removed_reason"])
    changes = {"photo": photo.pk, "reason": reason}
    trail.record("visit.photo_remove", photo.visit, access=access, at=at, changes=changes)
    return photo


def _raised(visit: Visit, access: Access) -> list[Ticket]:
    """What this person raised in the visit and nobody has taken up yet."""
    if not access.holds(Capability.TICKET_RAISE):
        return []
    rows = Ticket.objects.within(access.reach(Capability.TICKET_RAISE)).filter(visit=visit)
    mine = rows.filter(collected_by_id=access.actor_id, step_no=1)
    return list(mine.order_by("pk"))


def _place(visit: Visit, picture: Photo) -> None:
    if visit.latitude is None and picture.taken.latitude is not None:
        visit.latitude, visit.longitude = picture.taken.latitude, picture.taken.longitude
        visit.location_source = LocationSource.PHOTO
        visit.version += 1
        visit.save(update_fields=["latitude", "longitude", "location_source", "version"])
