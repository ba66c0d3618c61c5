"""Who controls whom, from when to when: little giants of one group exclude each other."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from enterprises.actions.facts import refuse_future
from enterprises.actions.held import held, kept
from enterprises.choices import OwnershipKind
from enterprises.models import OwnershipLink
from enterprises.rules import register
from enterprises.rules.uscc import require_uscc
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused


@transaction.atomic
def link(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    kind: str,
    other_name: str,
    valid_from: date,
    other_uscc: str = "",
    share_percent: Decimal | None = None,
    source: str = "",
    expected_version: int | None = None,
) -> OwnershipLink:
    """Record that the enterprise controls, invests in or shares a group with another body."""
    enterprise = held(enterprise_id, access=access, expected_version=expected_version)
    refuse_future(valid_from, at=at, field_name="valid_from")
    code = require_uscc(other_uscc, field="other_uscc") if other_uscc else ""
    if code and code == enterprise.uscc:
        raise InputRefused(Fault("other_uscc", "itself", "对方不能是企业自身"))
    if share_percent is not None and not 0 <= share_percent <= 100:
        raise InputRefused(Fault("share_percent", "range", "持股比例应在 0 至 100 之间"))
    name = register.checked_name(other_name)
    _require_new(enterprise.pk, kind, name, code)
    row = OwnershipLink.objects.create(
        enterprise=enterprise,
        jurisdiction_id=enterprise.jurisdiction_id,
        kind=kind,
        other_name=name,
        other_uscc=code,
        share_percent=share_percent,
        valid_from=valid_from,
        source=source,
    )
    kept(enterprise, {}, at=at)
    changes = {"enterprise": enterprise.pk, "kind": kind, "other": row.other_name}
    trail.record("ownership.link", row, access=access, at=at, changes=changes)
    return row


def _require_new(enterprise_id: int, kind: str, name: str, code: str) -> None:
    """A relation that lasts is not told twice; where its share changed, it ends and begins anew."""
    lasting = OwnershipLink.objects.filter(enterprise_id=enterprise_id, valid_until=None, kind=kind)
    same = Q(other_name=name) | Q(other_uscc=code) if code else Q(other_name=name)
    if lasting.filter(same).exists():
        raise ActionRefused(
            f"与“{name}”的{OwnershipKind(kind).label}关系已登记；持股比例有变的，请先终止原关系"
        )


@transaction.atomic
def unlink(link_id: int, *, access: Access, at: datetime, on: date) -> OwnershipLink:
    """The relation ended on day `on`; the row stays with its term."""
    rows = OwnershipLink.objects.within(access.reach(Capability.REGISTER_EDIT))
    row = rows.select_for_update(of=("self",), no_key=True).get(pk=link_id)
    refuse_future(on, at=at)
    if row.valid_until is not None:
        raise ActionRefused("该关系已终止")
    if on <= row.valid_from:
        raise InputRefused(Fault("on", "too_early", f"终止日期须晚于起始日期（{row.valid_from}）"))
    row.valid_until = on
    row.save(update_fields=["valid_until"])
    changes = {"enterprise": row.enterprise_id, "valid_until": [None, on]}
    trail.record("ownership.unlink", row, access=access, at=at, changes=changes)
    return row
