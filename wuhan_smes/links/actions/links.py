"""Giving an enterprise a link, taking it back, and answering for it on paper."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from wuhan_smes.access import Access, Reach
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted
from wuhan_smes.files.storing import store
from wuhan_smes.links import rules
from wuhan_smes.links.models import ActionLink
from wuhan_smes.links.purposes import Subject, purposes
from wuhan_smes.links.using import used


@transaction.atomic
def issue(
    object_id: int,
    *,
    access: Access,
    at: datetime,
    purpose: str,
    days: int | None = None,
    phone: str = "",
) -> tuple[ActionLink, str]:
    """A new link and its secret, which is told here and never again.

    An earlier link for the same thing that was not used ends: only the last one opens.
    """
    kind = purposes.find(purpose)
    subject = kind.subject(object_id, access)
    _require_reached(access.reach(kind.issued_by), subject)
    secret, promise = token_urlsafe(32), kind.promise
    for earlier in ActionLink.objects.about(purpose, object_id).filter(
        used_at__isnull=True, revoked_at__isnull=True
    ):
        _revoke(earlier, "已重新发出", access, at)
    link = ActionLink(
        purpose=purpose,
        object_id=object_id,
        jurisdiction_id=subject.jurisdiction_id,
        station_id=subject.station_id,
        number=subject.number,
        title=subject.title[:120],
        promise=promise.worded(subject.number, subject.title, subject.terms) if promise else "",
        promise_version=promise.version if promise else None,
        digest=rules.digest(secret),
        phone=phone,
        issued_at=at,
        issued_by_id=access.actor_id,
        issued_by_name=access.actor_name,
        expires_at=rules.expiry(at, kind.days if days is None else days),
    )
    _kept(link)
    changes = {"purpose": purpose, "object": object_id, "expires_at": link.expires_at}
    trail.record("link.issue", link, access=access, at=at, changes=changes)
    return link, secret


@transaction.atomic
def revoke(link_id: int, *, access: Access, at: datetime, reason: str) -> ActionLink:
    """Take a link back before it is used."""
    link = _held(link_id, access)
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请填写作废原因"))
    rules.require_open(link.standing, at)
    _revoke(link, reason.strip(), access, at)
    return link


@transaction.atomic
def answer_by_proxy(
    link_id: int,
    *,
    access: Access,
    at: datetime,
    answer: Mapping[str, Any],
    signed_name: str,
    scan_name: str,
    scan_type: str,
    scan: Iterable[bytes],
) -> str:
    """Enter what an enterprise answered on paper, with the scan of its signature beside it."""
    link = _held(link_id, access)
    rules.require_open(link.standing, at)
    if not signed_name.strip():
        raise InputRefused(Fault("signed_name", "required", "请填写签字人姓名"))
    file = store(
        scan_name, scan_type, scan, access=access, at=at, jurisdiction_id=link.jurisdiction_id
    )
    if not file.size:
        raise InputRefused(Fault("scan", "empty", "请上传签字扫描件"))
    link.proxy_name, link.scan = access.actor_name, file
    return used(link, access=access, at=at, answer=answer, signed_name=signed_name.strip())


def _kept(link: ActionLink) -> None:
    """Save a new link; of two people at once one is told."""
    try:
        with transaction.atomic():
            link.save(force_insert=True)
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise ActionRefused("刚刚有人为该事项发出了链接，请刷新后查看") from error


def _held(link_id: int, access: Access) -> ActionLink:
    """The link, locked, within the reach of who could have issued it."""
    purpose = ActionLink.objects.filter(pk=link_id).values_list("purpose", flat=True).get()
    reach = access.reach(purposes.find(purpose).issued_by)
    return ActionLink.objects.within(reach).locked(link_id)


def _require_reached(reach: Reach, subject: Subject) -> None:
    if not reach.covers(subject.jurisdiction_id) and subject.station_id not in reach.station_ids:
        raise NotPermitted("该事项不属于您的单位，不能发送办理链接")


def _revoke(link: ActionLink, reason: str, access: Access, at: datetime) -> None:
    if link.used_at is not None:
        raise ActionRefused("链接已使用，不能作废")
    link.revoked_at, link.revoked_reason = at, reason[:200]
    link.save(update_fields=["revoked_at", "revoked_reason"])
    trail.record("link.revoke", link, access=access, at=at, changes={"reason": reason})
