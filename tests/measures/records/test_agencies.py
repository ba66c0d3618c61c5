"""Departments read the records of the clauses they answer for and keep those of what they lead."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from rest_framework.test import APIClient

from enterprises.models import Enterprise
from measures.actions import records
from measures.actions.records import Told
from measures.models import AeoStatus, PublicEvent, Record, TechDeputy, kinds
from measures.queries.records import counted
from measures.walls import UNITS, reached
from tests.factories.accounts import make_access, make_agency, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.records import make_answering, make_record, said_of
from wuhan_smes.access import Access
from wuhan_smes.scope import scoped

AT = datetime(2026, 3, 3, 4, tzinfo=UTC)
POLICIES = """SELECT policyname, coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies
               WHERE tablename = %s AND policyname IN ('read', 'insert', 'update', 'delete')"""


class City:
    """Two units, a record of each; one department leads 8f, another helps, a district leads too."""

    def __init__(self) -> None:
        self.near, self.far = make_unit("jiangxia"), make_unit("huangpi")
        self.enterprise = make_enterprise(unit=self.near)
        self.foreign = make_enterprise(unit=self.far)
        self.rows = [
            make_record(TechDeputy, enterprise=it) for it in (self.enterprise, self.foreign)
        ]
        self.department = make_agency()
        make_answering(self.department, "8f", "20e")
        helper, government = make_agency(), make_agency(self.near, kind="district_government")
        make_answering(helper, "8f", role="co")
        make_answering(government, "8f")
        self.leads = make_access("handler", agency=self.department)
        self.helps = make_access("handler", agency=helper)
        self.governs = make_access("handler", agency=government)


def seen(model: type[Record], access: Access) -> set[int]:
    """What both walls show, which each of them shows alone."""
    with scoped(access):
        by_policy = set(model.objects.values_list("pk", flat=True))
        mine = set(model.objects.within(access.total_reach()).values_list("pk", flat=True))
    assert mine == by_policy
    return mine


def tell(access: Access, enterprise: Enterprise, **said: Any) -> Record:
    told = Told(said_of(TechDeputy, **said), enterprise.pk)
    with scoped(access):
        (done,) = records.record_set("deputies", [told], access=access, at=AT)
    assert done is not None
    return done.row


@pytest.mark.django_db
def test_who_answers_for_a_clause_reads_its_records_and_who_leads_it_keeps_them() -> None:
    city = City()
    both = {row.pk for row in city.rows}
    event, stranger = make_record(PublicEvent, unit=city.far), make_access("handler")
    make_record(AeoStatus, enterprise=city.enterprise)

    assert seen(TechDeputy, city.leads) == seen(TechDeputy, city.helps) == both
    assert seen(TechDeputy, city.governs) == {city.rows[0].pk}
    assert seen(PublicEvent, city.leads) == {event.pk}
    assert seen(AeoStatus, city.leads) == seen(TechDeputy, stranger) == set()
    with scoped(city.leads):
        found = counted(TechDeputy, on=AT.date(), reach=city.leads.total_reach())
        assert {it.count.code: it.value for it in found}["posted"] == 2

    made = tell(city.leads, city.foreign)
    assert isinstance(made, TechDeputy)
    assert (made.jurisdiction_id, made.enterprise_name) == (city.far.pk, city.foreign.name)
    with scoped(city.leads):
        words: dict[str, Any] = {"access": city.leads, "at": AT}
        put = records.amend("deputies", made.pk, values={"note": "改"}, expected_version=1, **words)
        assert put.version == 2
        records.strike_set("deputies", [made.pk], reason="误登", **words)
        records.record("events", values=said_of(PublicEvent), jurisdiction_id=city.far.pk, **words)
    tell(city.governs, city.enterprise)
    for who, enterprise in ((city.helps, city.enterprise), (city.governs, city.foreign)):
        with pytest.raises(TechDeputy.DoesNotExist):
            tell(who, enterprise)
    with scoped(city.helps):
        row, words = city.rows[0], {"access": city.helps, "at": AT}
        with pytest.raises(TechDeputy.DoesNotExist):
            records.strike_set("deputies", [row.pk], reason="x", **words)
        with pytest.raises(TechDeputy.DoesNotExist):
            records.amend("deputies", row.pk, values={"note": "x"}, expected_version=1, **words)
        assert TechDeputy.objects.filter(pk=row.pk).update(note="绕过") == 0
        row.pk, row.number = None, "绕过"
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            row.save(force_insert=True)


@pytest.mark.django_db
def test_the_walls_stand_where_the_kinds_say() -> None:
    """A kind that answers another clause from now on needs a migration that says so."""
    with connection.cursor() as cursor:
        for model in kinds().values():
            cursor.execute(POLICIES, [model._meta.db_table])
            stands = dict(cursor.fetchall())
            assert stands.keys() == {"read", "insert", "update", "delete"}
            codes = f"{UNITS}('{{{','.join(model.told.clauses)}}}'"
            for name, said in stands.items():
                assert bool(model.told.clauses) == (codes in said), (model, name, said)
                assert bool(model.told.clauses) == (UNITS in said), (model, name, said)
                assert not model.told.clauses or (", false)" in said) == (name == "read")
    assert "true" in reached("write", ["8f"])


@pytest.mark.django_db
def test_a_department_keeps_records_at_its_pages_and_by_program_without_the_register() -> None:
    city = City()
    user = make_user("handler", agency=city.department)
    page, api = Client(), APIClient()
    page.force_login(user)
    api.force_login(user)
    code, said = city.foreign.uscc, said_of(TechDeputy)

    shown = page.get("/records/").content.decode()
    assert "科技副总" in shown
    assert "活动与对接" in shown
    assert "AEO" not in shown
    listed = page.get("/records/deputies/").content.decode()
    assert city.rows[1].title in listed
    assert "按表导入" not in listed
    assert page.post("/records/deputies/new/", {**said, "enterprise": code}).status_code == 302
    refused = page.post("/records/deputies/new/", {**said, "enterprise": city.foreign.name})
    assert "没有找到可登记的企业" in refused.content.decode()
    one = page.get(f"/records/deputies/{city.rows[1].pk}/").content.decode()
    assert city.foreign.name in one
    assert f"/enterprises/{city.foreign.pk}/" not in one

    address = "/api/v1/records/deputies/"
    made = api.post(address, {**said_of(TechDeputy), "enterprise": code}, format="json")
    assert made.status_code == 201, made.content
    assert made.json()["enterprise_uscc"] == code
    by_number = {**said_of(TechDeputy), "enterprise": city.foreign.pk}
    assert api.post(address, by_number, format="json").status_code == 404
    assert len(api.get(address).json()["results"]) == 4
    assert page.get(f"/enterprises/{city.foreign.pk}/").status_code in {403, 404}
