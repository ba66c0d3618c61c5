"""Giving an enterprise a link, taking it back, and answering for it on paper."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted
from wuhan_smes.files.storing import store
from wuhan_smes.in_line import stand_in_line
from wuhan_smes.links import rules
from wuhan_smes.links.models import ActionLink
from wuhan_smes.links.purposes import Purpose, Subject, purposes
from wuhan_smes.links.using import on_behalf, reached, require_entering, used


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
    if not reached(access.reach(kind.issued_by), subject):
        raise NotPermitted("该事项不属于您的单位，不能发送办理链接")
    return _issued(kind, object_id, subject, access=access, at=at, days=days, phone=phone)


@transaction.atomic
def enter_paper(
    object_id: int,
    *,
    access: Access,
    at: datetime,
    purpose: str,
    answer: Mapping[str, Any],
    signed_name: str,
    scan_name: str,
    scan_type: str,
    scan: Iterable[bytes],
) -> str:
    """Enter what an enterprise answered on a signed paper, by who sends its links or serves it.

    A link is made and used up in one breath, so that paper and link can never both answer. He acts
    by the enterprise's right over its unit, and under his own name.
    """
    kind = purposes.find(purpose)
    stand_in_line(f"paper {purpose} {object_id}")
    subject = kind.subject(object_id, access)
    require_entering(kind, subject, access)
    link, _ = _issued(kind, object_id, subject, access=access, at=at)
    return _entered(
        link,
        on_behalf(kind, link, access),
        at,
        answer=answer,
        signed_name=signed_name,
        scan=(scan_name, scan_type, scan),
    )


def _issued(
    kind: Purpose,
    object_id: int,
    subject: Subject,
    *,
    access: Access,
    at: datetime,
    days: int | None = None,
    phone: str = "",
) -> tuple[ActionLink, str]:
    """A link that is the only open one for its thing, and its secret."""
    secret, promise, purpose = token_urlsafe(32), kind.promise, kind.code
    for earlier in ActionLink.objects.about(purpose, object_id).waiting():
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
    """Enter what an enterprise that was sent a link answered on paper instead, with the scan."""
    link = _held(link_id, access)
    rules.require_open(link.standing, at)
    paper = (scan_name, scan_type, scan)
    return _entered(link, access, at, answer=answer, signed_name=signed_name, scan=paper)


def _entered(
    link: ActionLink,
    access: Access,
    at: datetime,
    *,
    answer: Mapping[str, Any],
    signed_name: str,
    scan: tuple[str, str, Iterable[bytes]],
) -> str:
    """The link used with a paper: the signature beside the answer."""
    if not signed_name.strip():
        raise InputRefused(Fault("signed_name", "required", "请填写签字人姓名"))
    file = store(*scan, access=access, at=at, jurisdiction_id=link.jurisdiction_id)
    if not file.size:
        raise InputRefused(Fault("scan", "empty", "请上传签字扫描件"))
    papers = ActionLink.objects.about(link.purpose, link.object_id)
    if papers.filter(scan__sha256=file.sha256).exists():
        raise ActionRefused("这份扫描件此前已经录入，没有重复登记")
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
        sentence = "该事项已有发出的链接，请由发出链接的单位办理；刚刚发出的请刷新后查看"
        raise ActionRefused(sentence) from error


def _held(link_id: int, access: Access) -> ActionLink:
    """The link, locked, within the reach of who could have issued it."""
    purpose = ActionLink.objects.filter(pk=link_id).values_list("purpose", flat=True).get()
    reach = access.reach(purposes.find(purpose).issued_by)
    return ActionLink.objects.within(reach).locked(link_id)


def _revoke(link: ActionLink, reason: str, access: Access, at: datetime) -> None:
    if link.used_at is not None:
        raise ActionRefused("链接已使用，不能作废")
    link.revoked_at, link.revoked_reason = at, reason[:200]
    link.save(update_fields=["revoked_at", "revoked_reason"])
    trail.record("link.revoke", link, access=access, at=at, changes={"reason": reason})
