"""Who may sign in to the demo, and what he may do."""

from datetime import UTC, datetime

import pytest
from django.conf import settings

from wuhan_smes.access import Capability
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Grant, ServiceStation, User
from wuhan_smes.operations.demo import people
from wuhan_smes.scope import bootstrap_scope

AT = datetime(2026, 11, 20, 1, tzinfo=UTC)


@pytest.fixture
def made(db: None) -> int:
    with bootstrap_scope():
        return people.settle(at=AT)


def test_there_is_a_login_for_each_role_and_two_for_each_unit(made: int) -> None:
    names = set(User.objects.values_list("username", flat=True))

    assert made == 39
    assert {
        "bureau",
        "bureau_lead",
        "station",
        "handler",
        "finance",
        "finance_lead",
        "auditor",
        "privacy",
        "admin",
        "district_east_lake",
        "district_lead_jiangan",
    } <= names


def test_all_share_one_password_hashed_once(made: int) -> None:
    hashes = set(User.objects.filter(username__in=["bureau", "admin"]).values_list("password"))

    assert len(hashes) == 1
    assert User.objects.get(username="auditor").check_password(settings.DEMO_PASSWORD)


def test_grants_are_in_force_from_installation(made: int) -> None:
    assert Grant.objects.in_force().filter(at_installation=True).count() == made


def test_a_district_sees_itself_and_the_bureau_the_city(made: int) -> None:
    district = User.objects.get(username="district_jiangxia")
    bureau = User.objects.get(username="bureau")

    reach = access_for(district).reach(Capability.REGISTER_EDIT)

    assert reach.jurisdiction_ids == {district.jurisdiction_id}
    assert access_for(bureau).reach(Capability.REGISTER_EDIT).everywhere


def test_the_specialist_looks_up_the_enterprises_around_his_station(made: int) -> None:
    specialist = User.objects.get(username="station")

    reach = access_for(specialist).reach(Capability.REGISTER_VIEW)

    assert specialist.station is not None
    assert reach.jurisdiction_ids == {specialist.station.jurisdiction_id}


def test_the_handler_works_at_the_science_bureau(made: int) -> None:
    handler = User.objects.get(username="handler")

    assert handler.agency is not None
    assert handler.agency.name == "市科创局"


def test_making_them_again_changes_nothing(made: int) -> None:
    with bootstrap_scope():
        again = people.settle(at=AT)

    assert again == 0
    assert ServiceStation.objects.filter(code__startswith="demo-").count() == 15
