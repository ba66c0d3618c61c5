"""The example of the documentation is a kind: one declaration and a table, nothing else."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from enterprises.queries import computed
from measures import models as every
from measures.choices import CountOver
from measures.exchange.records import RecordList
from measures.figures import register_counts
from measures.models import UnitRecord, kinds
from measures.pages.records.forms import RecordForm, RecordSieve
from measures.queries.records import counted
from measures.reports.records import export_of
from measures.rules.records import Count, Kind
from measures.walls import record_table
from tests.databases import own_name, url_for
from tests.factories.accounts import make_access, make_unit
from tests.measures.records.whole import lacking
from wuhan_smes.access import Reach
from wuhan_smes.exchange.kinds import kinds as lists
from wuhan_smes.scope import bootstrap_scope, scoped

GUIDE = Path(__file__).parents[3] / "docs" / "duties.md"
TABLE = "measures_factorytour"


def declared() -> Any:
    """The class as it stands in the documentation."""
    (code,) = re.findall(
        r"```python\n(class FactoryTour.*?)```", GUIDE.read_text("utf-8"), re.DOTALL
    )
    words = {
        "UnitRecord": UnitRecord,
        "models": models,
        "Kind": Kind,
        "Count": Count,
        "CountOver": CountOver,
        "__name__": every.__name__,
    }
    exec(compile(code, str(GUIDE), "exec"), words)
    return words["FactoryTour"]


@pytest.fixture(scope="module")
def model(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """The kind of the documentation with its table and wall, as a migration would make them."""
    made = declared()
    with django_db_blocker.unblock():
        with connection.schema_editor(collect_sql=True, atomic=False) as editor:
            editor.create_model(made)
        connection.close()
    (wall,) = record_table(TABLE, made.told.clauses)
    with psycopg.connect(url_for("APP_OWNER_DATABASE_URL", own_name()), autocommit=True) as owner:
        for statement in (*editor.collected_sql, *wall.sql):
            owner.execute(statement)
        kinds.cache_clear()
        yield made
        owner.execute(f"DROP TABLE {TABLE}")
    del apps.all_models["measures"]["factorytour"]
    apps.clear_cache()
    kinds.cache_clear()


@pytest.fixture
def at_work(model: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The kind as it is once the product has started anew with it: what is built from all kinds
    at the start knows it, too.
    """
    monkeypatch.setattr(lists, "_kinds", dict(lists._kinds))
    monkeypatch.setattr(computed, "_REGISTERED", dict(computed._REGISTERED))
    monkeypatch.setattr(computed, "_WORDED", dict(computed._WORDED))
    lists.add(RecordList(model).kind())
    register_counts(model)
    return model


@pytest.mark.django_db
def test_a_kind_as_documented_lacks_nothing_that_every_kind_has(at_work: Any) -> None:
    assert lacking(at_work) == set()
    assert kinds()["factory-tours"] is at_work


@pytest.mark.django_db
def test_a_kind_as_documented_is_listed_asked_for_imported_counted_and_walled(model: Any) -> None:
    near, far = make_unit("jiangxia"), make_unit("huangpi")
    clerk = make_access("district_staff", unit=near)
    with bootstrap_scope():
        given = {"factory": "示例灯塔工厂", "recorded_at": datetime(2026, 1, 1, tzinfo=UTC)}
        for number, unit, guests in (("1", near, 30), ("2", near, 12), ("1", far, 5)):
            model.objects.create(
                **given, jurisdiction_id=unit.pk, number=number, title="参观", guests=guests,
                happened_on=date(2025, 9, 1), recorded_by_name="甲",
            )  # fmt: skip
        with pytest.raises(IntegrityError, match="numbered_once_a_unit"), transaction.atomic():
            model.objects.create(
                **given, jurisdiction_id=near.pk, number="1", title="又一次",
                happened_on=date(2025, 9, 1), recorded_by_name="甲",
            )  # fmt: skip

    with scoped(clerk):
        mine = counted(model, on=date(2026, 3, 3), reach=clerk.total_reach())
        assert {it.count.code: it.value for it in mine} == {"tours": 2, "guests": 42}
        assert model.objects.count() == 2
    with bootstrap_scope():
        everywhere = counted(model, on=date(2026, 3, 3), reach=Reach(everywhere=True))
        assert {it.count.code: it.value for it in everywhere} == {"tours": 3, "guests": 47}
    form = RecordForm(model=model, reach=clerk.total_reach(), new=True)
    assert [*form.fields][:2] == ["jurisdiction", "number"]
    assert {"factory", "guests"} <= form.fields.keys()
    sieve = RecordSieve({}, model=model, reach=clerk.total_reach())
    assert dict(sieve.fields["count"].choices)["guests"] == "参加企业"  # type: ignore[attr-defined] # a ChoiceField
    kind = RecordList(model).kind()
    assert (kind.name, kind.title) == ("record-factory-tours", "台账：工厂参观")
    assert {"参观工厂", "参加企业"} <= {field.label for field in kind.fields}
    assert "参观工厂" in {column.label for column in export_of(model).columns}
