"""A unit with its keeper of titles, a neighbour, the city above them, and the trail they leave."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest
from django.db import connection

from enterprises.actions import recognitions
from enterprises.actions.recognitions import Award
from enterprises.choices import Tier
from enterprises.models import Enterprise, Recognition
from tests import databases
from tests.factories.accounts import make_access, make_unit
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_title
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.audit.models import AuditEvent

NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
TODAY = date(2026, 3, 3)


@pytest.fixture
def large_register(db: None) -> None:
    """Numbers as beyond a hundred thousand enterprises, so that counts are told in halves; each
    test's own come to lie on both sides of the middle.
    """
    url = databases.url_for("APP_OWNER_DATABASE_URL", connection.settings_dict["NAME"])
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("SELECT setval('enterprises_enterprise_id_seq', 200000)")


@dataclass(frozen=True)
class Town:
    """`keeper` keeps the titles of the unit, `neighbour` those of another, `city` all of them."""

    unit: Jurisdiction
    keeper: Access
    neighbour: Access
    city: Access
    reader: Access

    def enterprise(self, **values: object) -> Enterprise:
        return make_enterprise(unit=self.unit, **values)  # type: ignore[arg-type] # as the builder's

    def title(self, tier: str = Tier.INNOVATIVE_SME, **values: Any) -> Recognition:
        return make_title(values.pop("enterprise", None) or self.enterprise(), tier, **values)


def build_town() -> Town:
    here, there = make_unit(), make_unit()
    return Town(
        here,
        make_access("bureau_staff", unit=here),
        make_access("bureau_staff", unit=there),
        make_access("bureau_staff"),
        make_access("district_staff", unit=here),
    )


def award(**values: Any) -> Award:
    """A 创新型 title from 2026 on, unless said otherwise."""
    return Award(**{"tier": Tier.INNOVATIVE_SME, "valid_from": date(2026, 1, 1), **values})


def recognise(town: Town, enterprise: Enterprise, despite: str = "", **values: Any) -> Recognition:
    return recognitions.recognise(
        enterprise.pk, access=town.keeper, at=NOON, award=award(**values), despite=despite
    )


def current(series: int) -> Recognition:
    return Recognition.objects.current().get(series=series)


def versions(series: int) -> list[Recognition]:
    return list(Recognition.objects.filter(series=series).order_by("version"))


def entries(kind: str) -> list[dict[str, Any]]:
    """What the trail says of acts of this kind, oldest first."""
    return [event.changes for event in AuditEvent.objects.filter(kind=kind).order_by("id")]


@pytest.fixture
def town(db: None) -> Town:
    return build_town()
