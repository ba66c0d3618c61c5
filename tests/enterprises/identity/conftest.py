"""Two rows of one unit that turn out to be one enterprise."""

from typing import Any

import pytest
from django.db.models import QuerySet

from enterprises.actions import merges
from enterprises.models import Enterprise, Merge
from tests.enterprises.register.conftest import NOON, Town, build_town
from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.scope import scoped


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def merge(gone: Enterprise, into: Enterprise, access: Access, **words: Any) -> Merge:
    given = {"into_id": into.pk, "reason": "同一企业重复登记", "at": NOON, **words}
    with scoped(access):
        return merges.merge(gone.pk, access=access, **given)


def undo(done: Merge, access: Access, **words: Any) -> Merge:
    given = {"reason": "核实为两家企业", "at": NOON, **words}
    with scoped(access):
        return merges.undo(done.pk, access=access, **given)


def entries() -> QuerySet[AuditEvent]:
    """The entries about identity, in order."""
    return AuditEvent.objects.filter(kind__regex=r"^(enterprise\.|duplicate\.)").order_by("id")
