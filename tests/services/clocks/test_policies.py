"""Time limits: versions from a coming day, kept by the city, the past never changed."""

from datetime import UTC, date, datetime
from typing import Any, Final

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from services.actions import policies
from services.choices.clocks import ClockKind, LimitUnit
from services.models import TicketPolicy
from services.queries.policies import limits_for
from services.rules.clocks import Limit, WarningRule
from tests.factories.accounts import make_access, make_unit, make_user
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped

NOON: Final = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
LATER: Final = date(2026, 4, 1)
TEN: Final[dict[str, Any]] = {
    "urgency": "normal",
    "kind": "solve",
    "amount": 10,
    "unit": "workdays",
    "effective_from": LATER,
    "source": "示例通知",
}


def add(access: Access, **values: Any) -> TicketPolicy:
    return policies.add_version(access=access, at=NOON, **{**TEN, **values})


@pytest.fixture
def city(db: None) -> Access:
    return make_access("bureau_lead")


def solve_on(day: date, **of: str) -> Limit:
    words = {"category": "", "urgency": "normal", **of}
    return limits_for(on=day, **words).limit(ClockKind.SOLVE)


@pytest.mark.django_db
def test_the_limits_the_product_comes_with_are_those_of_the_design() -> None:
    normal = limits_for(category="", urgency="normal", on=date(2026, 3, 3))
    found = {kind: limit.amount for kind, limit in normal.of.items()}

    assert found == {"sign": 1, "contact": 1, "plan": 3, "study": 10, "solve": 15}
    assert solve_on(date(2026, 3, 3), urgency="complex").amount == 30
    assert solve_on(date(2026, 3, 3), urgency="urgent") == Limit(
        24, LimitUnit.HOURS, WarningRule(70, None, 5)
    )


@pytest.mark.covers("services.policies.add_version", "works")
def test_a_version_holds_from_its_day_and_the_one_before_until_then(city: Access) -> None:
    with scoped(city):
        made = add(city)

    assert [solve_on(day).amount for day in (date(2026, 3, 31), LATER)] == [15, 10]
    assert made.version == 2
    entry = AuditEvent.objects.filter(kind="ticket_policy.add_version").order_by("-id")[0]
    assert (entry.changes["amount"], entry.changes["before"]) == (10, "15 个工作日")


def test_the_limit_of_a_category_goes_before_the_one_of_all(city: Access) -> None:
    add(city, category="financing", amount=7)

    assert solve_on(LATER, category="financing").amount == 7
    assert solve_on(LATER, category="other").amount == 15


@pytest.mark.covers("services.policies.add_version", "refused")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"effective_from": date(2026, 3, 2)}, "施行日期不能早于今天"),
        ({"amount": 0}, "时限应为 1 至 1000"),
        ({"urgency": "whim"}, "没有这个紧急程度"),
        ({"kind": "whim"}, "没有这个环节"),
        ({"category": "whim"}, "没有这个类别"),
        ({"unit": "moons"}, "时限单位只能是"),
        ({"extension": 5}, "延期须同时写明"),
        ({"warn_percent": 101}, "预警应为"),
        ({"source": " "}, "请填写时限的依据"),
    ],
)
def test_a_faulty_limit_is_refused(city: Access, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputRefused, match=sentence):
        add(city, **wrong)


@pytest.mark.covers("services.policies.add_version", "refused")
def test_a_limit_is_not_overtaken_by_an_earlier_day(city: Access) -> None:
    add(city)

    for day in (LATER, date(2026, 3, 20)):
        with pytest.raises(ActionRefused, match="新时限须自其后的日期施行"):
            add(city, effective_from=day)


def test_the_past_cannot_be_edited_even_by_sql(city: Access) -> None:
    with bootstrap_scope(), pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        TicketPolicy.objects.filter(kind="solve").update(amount=1)


def test_two_limits_of_one_kind_never_hold_on_one_day(city: Access) -> None:
    with pytest.raises(IntegrityError, match="ticket_policy_holds_alone"), transaction.atomic():
        TicketPolicy.objects.create(**TEN)


@pytest.mark.covers("services.policies.add_version", "reach", "capability")
@pytest.mark.parametrize("role", ["district_lead", "bureau_staff", "specialist", "handler"])
@pytest.mark.django_db
def test_limits_are_kept_by_the_city_alone(role: str) -> None:
    access = make_access(role)

    with scoped(access), pytest.raises(NotPermitted):
        add(access)


@pytest.mark.covers("services.policies.add_version", "reach")
@pytest.mark.django_db
def test_who_holds_the_right_over_one_district_does_not_hold_it_over_the_city() -> None:
    access = make_access("bureau_lead", unit=make_unit())

    with scoped(access), pytest.raises(NotPermitted, match="办理时限全市统一"):
        add(access)


@pytest.mark.covers("services.policies.add_version", "race")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("category", ["", "financing"])
def test_of_two_at_once_one_is_told(category: str) -> None:
    city = make_access("bureau_lead")

    def act() -> TicketPolicy:
        return add(city, category=category)

    assert race(act, act, as_first=city, as_second=city) == ("done", "refused")


@pytest.mark.django_db
def test_limits_over_http_are_listed_for_a_day_and_set_from_one(client: Any) -> None:
    client.force_login(make_user("bureau_lead"))

    made = client.post(
        "/api/v1/ticket-policies/",
        {**TEN, "effective_from": "2099-01-01"},
        content_type="application/json",
    )
    listed = client.get("/api/v1/ticket-policies/?urgency=normal&kind=solve&on=2026-03-03").json()

    assert made.status_code == 201
    assert made.json()["words"] == "10 个工作日"
    assert [(row["amount"], row["effective_to"]) for row in listed["results"]] == [
        (15, "2098-12-31")
    ]


@pytest.mark.django_db
def test_limits_on_screen_are_set_by_the_city_and_shown_to_everybody(client: Any) -> None:
    client.force_login(make_user("bureau_lead"))
    words = {**TEN, "effective_from": "2099-01-01", "extension": 0, "extensions": 0}
    words |= {"warn_percent": 70, "warn_days_left": "", "warn_days_left_from": 5}

    answer = client.post("/admin/services/ticketpolicy/add/", words)

    assert answer.status_code == 302
    assert TicketPolicy.objects.get(effective_from="2099-01-01").warn_days_left is None
    client.force_login(make_user("district_staff"))
    assert "2099" in client.get("/admin/services/ticketpolicy/").content.decode()
    assert client.get("/admin/services/ticketpolicy/add/").status_code == 403
