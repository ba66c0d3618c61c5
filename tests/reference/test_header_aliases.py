"""How lists head their columns: everybody's ways, loaded beside those of the units."""

from datetime import UTC, datetime

import pytest

from tests.factories.accounts import make_unit
from tests.reference.files import rows
from wuhan_smes.access import Access
from wuhan_smes.exchange.models import HeaderAlias
from wuhan_smes.operations.actions.reference import load
from wuhan_smes.operations.reference import FOLDER, TABLES
from wuhan_smes.reference import Verdict
from wuhan_smes.scope import bootstrap_scope

NOW = datetime(2026, 3, 3, 4, tzinfo=UTC)


def test_no_field_claims_a_header_twice() -> None:
    claims = [
        (line.required("field"), alias)
        for line in rows("column_aliases.json")
        for alias in line.words("aliases")
    ]

    assert len(claims) == len(set(claims))
    assert max(len(alias) for _, alias in claims) <= 80


@pytest.mark.django_db
def test_everybodys_aliases_are_there_after_a_load() -> None:
    fields = set(HeaderAlias.objects.filter(alias="金额").values_list("field", flat=True))

    assert fields == {"amount", "amount_city", "amount_district"}
    assert not HeaderAlias.objects.filter(jurisdiction__isnull=False).exists()


@pytest.mark.django_db
def test_a_units_own_alias_stays_its_own_when_the_files_are_loaded_again() -> None:
    unit = make_unit()
    with bootstrap_scope():
        own = HeaderAlias.objects.create(field="name", alias="企业名称", jurisdiction=unit)

        report = load(TABLES, FOLDER, access=Access.of_system("测试"), at=NOW)

    own.refresh_from_db()
    assert own.jurisdiction == unit
    assert set(report.counts()["header_aliases"]) == {Verdict.UNCHANGED}
