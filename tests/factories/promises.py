"""Programmes with invented amounts, and lines of them."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any, Final

from enterprises.models import Enterprise
from measures.choices import (
    DocumentKind,
    DocumentLevel,
    DocumentStatus,
    EntitlementReason,
    EntitlementState,
    Mode,
    OncePer,
    PayeeKind,
    ProgrammeState,
)
from measures.models import Entitlement, Matter, Payee, PolicyDocument, Programme

AT: Final = datetime(2026, 3, 3, 4, tzinfo=UTC)
_numbers: Final = count(1)


def make_document(**given: Any) -> PolicyDocument:
    n = next(_numbers)
    values = {
        "code": f"document-{n}",
        "title": f"奖补办法（示例 {n}）",
        "level": DocumentLevel.MUNICIPAL,
        "kind": DocumentKind.RULE,
        "status": DocumentStatus.IN_FORCE,
    }
    return PolicyDocument.objects.create(**values | given)


def make_matter(**given: Any) -> Matter:
    n = next(_numbers)
    values = {"code": f"matter-{n}", "title": f"认定奖励（示例 {n}）", "once_per": OncePer.LIFETIME}
    return Matter.objects.create(**values | given)


def make_programme(**given: Any) -> Programme:
    """In force since 2025, approved by two people; a draft where `state` says so."""
    n = next(_numbers)
    matter = given.pop("matter", None) or make_matter()
    values: dict[str, Any] = {
        "code": f"programme-{n}",
        "title": f"奖励项目（示例 {n}）",
        "matter": matter,
        "once_per": matter.once_per,
        "document": given.pop("document", None) or make_document(),
        "mode": Mode.MATCHED,
        "level": DocumentLevel.MUNICIPAL,
        "payee_kind": PayeeKind.ENTERPRISE,
        "eligibility": {"events": [{"event": "title_gained", "tiers": ["little_giant"]}]},
        "amount_rule": {"kind": "fixed", "amount": "1000000.00"},
        "valid_from": date(2025, 1, 1),
        "state": ProgrammeState.IN_FORCE,
    }
    if given.get("state") != ProgrammeState.DRAFT:
        values |= {
            "proposed_by_id": 1,
            "proposed_by_name": "甲",
            "proposed_at": AT,
            "approved_by_id": 2,
            "approved_by_name": "乙",
            "approved_at": AT,
        }
    return Programme.objects.create(**values | given)


def make_payee(enterprise: Enterprise) -> Payee:
    found = Payee.objects.filter(enterprise=enterprise).first()
    return found or Payee.objects.create(
        kind=PayeeKind.ENTERPRISE,
        identifier=enterprise.uscc or f"#{enterprise.pk}",
        name=enterprise.name,
        enterprise=enterprise,
        jurisdiction_id=enterprise.jurisdiction_id,
    )


def make_entitlement(enterprise: Enterprise, **given: Any) -> Entitlement:
    """A line of a million, proposed."""
    programme = given.pop("programme", None) or make_programme()
    payee = given.pop("payee", None) or make_payee(enterprise)
    values: dict[str, Any] = {
        "payee": payee,
        "programme": programme,
        "matter_id": programme.matter_id,
        "period": 0,
        "jurisdiction_id": payee.jurisdiction_id,
        "state": EntitlementState.PROPOSED,
        "reason": EntitlementReason.BEST,
        "gross": 1_000_000,
        "payable": 1_000_000,
        "event_on": date(2025, 6, 1),
        "found_on": date(2026, 3, 1),
        "recorded_at": AT,
    }
    return Entitlement.objects.create(**values | given)
