"""The use of a link, whoever makes it: the visitor himself, or the unit with his paper."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from wuhan_smes.access import Access, Reach
from wuhan_smes.audit import trail
from wuhan_smes.errors import NotPermitted
from wuhan_smes.links import rules
from wuhan_smes.links.models import ActionLink
from wuhan_smes.links.purposes import Purpose, Subject, purposes


def used(
    link: ActionLink, *, access: Access, at: datetime, answer: Mapping[str, Any], signed_name: str
) -> str:
    """Do what the link is for and mark it used, both or neither; what to tell the visitor.

    The row is locked by the caller.
    """
    kind = purposes.find(link.purpose)
    rules.require_signature(link.promise, signed_name)
    link.used_at, link.signed_name = at, signed_name[:60]
    link.signed_digest = link.seal()
    link.save(update_fields=["used_at", "signed_name", "signed_digest", "proxy_name", "scan"])
    told = {**answer, "signed_name": link.signed_name, "by_proxy": bool(link.proxy_name)}
    said = kind.act(link.object_id, access, at, told)
    changes: dict[str, Any] = {"signed": link.signed_name, "proxy": link.proxy_name}
    if link.signed_digest:
        changes |= {"promise_version": link.promise_version, "sealed": link.signed_digest}
    trail.record("link.used", link, access=access, at=at, changes=changes)
    return said


def reached(reach: Reach, subject: Subject) -> bool:
    """Whether the object of a link is one's unit's or one's station's."""
    return reach.covers(subject.jurisdiction_id) or subject.station_id in reach.station_ids


def require_entering(kind: Purpose, subject: Subject, access: Access) -> None:
    """Papers are entered by who may send the link, and by the station that serves the enterprise.
    Refuses everybody else.
    """
    serving = kind.entered_by
    if serving is not None and access.holds(serving) and reached(access.reach(serving), subject):
        return
    if not reached(access.reach(kind.issued_by), subject):
        raise NotPermitted("该事项不由您服务，不能代企业填写")


def on_behalf(kind: Purpose, link: ActionLink, access: Access) -> Access:
    """Who enters an enterprise's paper: himself by name, able to do besides what the link is for.
    The database goes on showing him no row but his own.
    """
    given = visitor(kind, link.jurisdiction_id, link.station_id).reaches
    held = {it: access.reaches.get(it, Reach()) | reach for it, reach in given.items()}
    return replace(access, reaches={**access.reaches, **held})


def visitor(kind: Purpose, jurisdiction_id: int, station_id: int | None) -> Access:
    """The enterprise behind a link: nobody by name, and able to do only what the link is for."""
    stations = frozenset() if station_id is None else frozenset({station_id})
    reach = Reach(frozenset({jurisdiction_id}), station_ids=stations)
    return Access(None, "企业（凭链接）", dict.fromkeys(kind.capabilities, reach))
