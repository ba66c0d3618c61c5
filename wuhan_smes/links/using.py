"""The use of a link, whoever makes it: the visitor himself, or the unit with his paper."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wuhan_smes.access import Access, Reach
from wuhan_smes.audit import trail
from wuhan_smes.links import rules
from wuhan_smes.links.models import ActionLink
from wuhan_smes.links.purposes import Purpose, purposes


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


def visitor(kind: Purpose, jurisdiction_id: int, station_id: int | None) -> Access:
    """The enterprise behind a link: nobody by name, and able to do only what the link is for."""
    stations = frozenset() if station_id is None else frozenset({station_id})
    reach = Reach(frozenset({jurisdiction_id}), station_ids=stations)
    return Access(None, "企业（凭链接）", dict.fromkeys(kind.capabilities, reach))
