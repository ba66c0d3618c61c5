"""A programme as a clerk writes it down, and as two people put it into force."""

from datetime import date
from decimal import Decimal
from typing import Any

from measures.actions import programmes
from measures.models import Programme
from tests.enterprises.register.conftest import NOON
from tests.factories.promises import make_document, make_matter
from wuhan_smes.access import Access
from wuhan_smes.scope import bootstrap_scope, scoped

SHARES = [
    {"level": "municipal", "percent": Decimal(70), "document_no": ""},
    {"level": "district", "percent": Decimal(30), "document_no": ""},
]
INSTALMENTS = [
    {"ordinal": 1, "percent": Decimal(60), "after_months": 0, "gate": "none", "gate_note": ""},
    {
        "ordinal": 2,
        "percent": Decimal(40),
        "after_months": 12,
        "gate": "performance",
        "gate_note": "",
    },
]
PAPER = [{"code": "promise", "kind": "paper", "title": "承诺书"}]
MARCH = date(2026, 3, 1)


def terms(**values: Any) -> dict[str, Any]:
    with bootstrap_scope():
        matter, document = make_matter(), make_document()
    return {
        "title": "小巨人认定奖励",
        "matter_id": matter.pk,
        "document_id": document.pk,
        "mode": "matched",
        "level": "municipal",
        "payee_kind": "enterprise",
        "eligibility": {"events": [{"event": "title_gained", "tiers": ["little_giant"]}]},
        "amount_rule": {"kind": "fixed", "amount": "100000"},
        "shares": SHARES,
        "instalments": INSTALMENTS,
        "evidence": PAPER,
        **values,
    }


def drafted(access: Access, code: str = "giants", **values: Any) -> Programme:
    with scoped(access):
        return programmes.draft(access=access, at=NOON, code=code, values=terms(**values))


def in_force(lead: Access, city: Access, code: str = "giants", **values: Any) -> Programme:
    row = drafted(city, code, **values)
    with scoped(city):
        programmes.propose(row.pk, access=city, at=NOON, valid_from=MARCH)
    with scoped(lead):
        return programmes.put_into_force(row.pk, access=lead, at=NOON)
