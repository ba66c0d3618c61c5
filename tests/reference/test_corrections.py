"""Correcting reference data by hand, as an action and in the admin."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from enterprises.models import (
    ChainMapping,
    Industry,
    IndustryChain,
    Place,
    SizeThreshold,
    SourceFlag,
    TierDefinition,
)
from tests.factories.accounts import make_access, make_unit, make_user
from wuhan_smes.accounts.models import Agency, Jurisdiction, StatutoryDistrict, User
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.corrections import correct, enter
from wuhan_smes.errors import NotPermitted
from wuhan_smes.operations.actions.reference import load
from wuhan_smes.operations.reference import FOLDER, TABLES

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture
def street() -> Place:
    return Place.objects.get(code="420102002")


def test_a_correction_changes_the_row_and_leaves_both_values_in_the_trail(street):
    access = make_access("bureau_lead")

    correct(
        Place, street.pk, access=access, at=NOON, values={"name": "大智街", "note": street.note}
    )

    street.refresh_from_db()
    assert street.name == "大智街"
    event = AuditEvent.objects.get(kind="reference.correct")
    assert (event.target_id, event.changes) == (street.pk, {"name": ["大智街道", "大智街"]})


def test_a_correction_that_changes_nothing_leaves_no_trail(street):
    correct(
        Place, street.pk, access=make_access("bureau_lead"), at=NOON, values={"name": street.name}
    )

    assert not AuditEvent.objects.filter(kind="reference.correct").exists()


def test_a_correction_survives_the_next_load(street):
    access = make_access("bureau_lead")
    correct(Place, street.pk, access=access, at=NOON, values={"name": "大智街"})

    report = load(TABLES, FOLDER, access=access, at=NOON)

    assert [row.kept for row in report.kept] == [{"name": ["大智街", "大智街道"]}]
    street.refresh_from_db()
    assert street.name == "大智街"


def test_staff_may_look_but_not_correct(street):
    with pytest.raises(NotPermitted, match="维护基础数据"):
        correct(Place, street.pk, access=make_access("bureau_staff"), at=NOON, values={"name": "x"})


def test_the_right_over_one_unit_is_not_the_right_over_the_citys_vocabulary(street):
    access = make_access("administrator", unit=make_unit("jiangan"))

    with pytest.raises(NotPermitted, match="由市级统一维护"):
        correct(Place, street.pk, access=access, at=NOON, values={"name": "大智街"})


def test_what_is_no_reference_data_cannot_be_corrected_this_way():
    with pytest.raises(TypeError, match="no reference data"):
        correct(User, 1, access=make_access("bureau_lead"), at=NOON, values={"username": "x"})


def test_a_park_is_entered_with_its_trail():
    park = enter(
        Place,
        access=make_access("bureau_lead"),
        at=NOON,
        values={
            "kind": "park",
            "code": "park-demo",
            "name": "示例园区",
            "jurisdiction": Jurisdiction.objects.get(code="jiangan"),
        },
    )

    event = AuditEvent.objects.get(kind="reference.enter")
    assert (event.target_id, event.changes["jurisdiction"]) == (park.pk, [None, "江岸区"])


@pytest.fixture
def lead(client: Client) -> Client:
    client.force_login(make_user("bureau_lead"))
    return client


def test_the_admin_corrects_through_the_action(lead):
    industry = Industry.objects.get(code="C3976")

    answer = lead.post(f"/admin/enterprises/industry/{industry.pk}/change/", {"name": "光电器件"})

    assert answer.status_code == 302
    assert AuditEvent.objects.get(kind="reference.correct").changes == {
        "name": ["光电子器件制造", "光电器件"]
    }


def test_the_admin_never_changes_what_names_a_row(lead):
    industry = Industry.objects.get(code="C3976")

    lead.post(f"/admin/enterprises/industry/{industry.pk}/change/", {"name": "甲", "code": "C9999"})

    industry.refresh_from_db()
    assert industry.code == "C3976"


def test_the_admin_enters_a_park(lead):
    unit = Jurisdiction.objects.get(code="jiangan")

    answer = lead.post(
        "/admin/enterprises/place/add/",
        {"kind": "park", "code": "park-demo", "name": "示例园区", "jurisdiction": unit.pk},
    )

    assert answer.status_code == 302, answer.content.decode()
    assert Place.objects.get(code="park-demo").jurisdiction == unit
    assert AuditEvent.objects.filter(kind="reference.enter").count() == 1


def test_an_alias_is_added_in_the_admin(lead):
    unit = Jurisdiction.objects.get(code="east_lake")
    page = f"/admin/accounts/jurisdiction/{unit.pk}/change/"
    form = lead.get(page).context["adminform"].form

    held = {name: form.initial.get(name) or "" for name in form.fields}
    answer = lead.post(page, {**held, "aliases": "光谷,东湖高新区,光谷科创大走廊"})

    assert answer.status_code == 302
    assert AuditEvent.objects.get(kind="reference.correct").changes == {
        "aliases": [unit.aliases, ["光谷", "东湖高新区", "光谷科创大走廊"]]
    }


MODELS = [
    Jurisdiction,
    Agency,
    StatutoryDistrict,
    Industry,
    IndustryChain,
    ChainMapping,
    Place,
    TierDefinition,
    SizeThreshold,
    SourceFlag,
]


@pytest.mark.parametrize("model", MODELS)
def test_every_vocabulary_opens_for_staff_and_is_corrected_by_the_lead_alone(lead, model):
    staff = Client()
    staff.force_login(make_user("bureau_staff"))
    listed = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    opened = f"{listed}{model.objects.values_list('pk', flat=True)[0]}/change/"

    assert [staff.get(path).status_code for path in (listed, opened)] == [200, 200]
    assert [lead.get(path).status_code for path in (listed, opened)] == [200, 200]
    assert staff.post(opened, {}).status_code == 403
