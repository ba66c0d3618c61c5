"""The first page: what waits for each person, as many questions however much waits."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.accounts import make_agency, make_station, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.money import Office
from tests.factories.tickets import make_ticket

pytestmark = pytest.mark.django_db
NOTHING = "现在没有等您办理的事项"
WAITS = re.compile(r'<li><span>([^<]+) <strong class="num">([\d,]+)</strong>')


@pytest.fixture
def people(db):
    """One person of each kind of desk."""
    unit, agency = make_unit("jiangxia"), make_agency()
    return {
        "specialist": make_user("specialist", station=make_station(unit)),
        "district_staff": make_user("district_staff", unit=unit),
        "bureau_lead": make_user("bureau_lead"),
        "handler": make_user("handler", agency=agency),
        "finance": make_user("finance"),
        "finance_lead": make_user("finance_lead"),
        "auditor": make_user("auditor"),
    }


def page_of(client, user) -> str:
    client.force_login(user)
    return str(client.get("/").content.decode())


def waits(page: str) -> dict[str, str]:
    return dict(WAITS.findall(page))


def test_everybody_without_work_is_told_so_and_an_auditor_finds_his_tools(client, people):
    for name, user in people.items():
        page = page_of(client, user)
        assert NOTHING in page, (name, waits(page))
        assert ("操作留痕" in page and "核验报表" in page) == (name in {"auditor", "bureau_lead"})


def test_what_waits_is_counted_for_who_may_act_and_leads_there(client, people):
    Office(make_unit("jiangxia")).line()
    Office(make_unit("hongshan")).line()

    assert waits(page_of(client, people["district_staff"])) == {"待区审核": "1"}
    assert waits(page_of(client, people["finance"])) == {}


@pytest.mark.parametrize("name", ["specialist", "district_staff", "bureau_lead", "handler"])
def test_the_page_asks_the_same_number_of_questions_however_much_waits(client, people, name):
    user = people[name]

    def asked() -> int:
        client.force_login(user)
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        return len(queries)

    def come() -> None:
        firm = make_enterprise(unit=make_unit("jiangxia"))
        late = timezone.now() - timedelta(5)
        agency = user.agency or make_agency()
        make_ticket("assigned", enterprise=firm, agency=agency, due_at=late)
        make_ticket("collected", enterprise=firm, station=user.station, due_at=late)

    come()
    asked()
    before = asked()
    for _ in range(3):
        come()

    assert asked() == before
