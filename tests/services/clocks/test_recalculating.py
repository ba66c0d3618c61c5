"""Limits are reckoned again on purpose only, for what is open, with the old days kept."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from django.utils import timezone

from services.actions import policies
from services.actions.raising import raise_ticket
from services.actions.recalculating import Portion, recalculate
from services.models import Ticket, TicketStep
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.tickets import make_ticket
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import InputRefused, NotPermitted
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.running import run
from wuhan_smes.scope import scoped
from wuhan_smes.worktime.actions import calendar
from wuhan_smes.worktime.choices import DayKind

MONDAY: Final = datetime(2026, 11, 16, 2, tzinfo=UTC)
NOON: Final = datetime(2026, 11, 17, 4, tzinfo=UTC)
REST: Final = date(2026, 11, 20)


def raised(city: Access, **words: Any) -> Ticket:
    return raise_ticket(
        access=city,
        at=MONDAY,
        title="周转资金紧张",
        text="希望对接银行",
        category="financing",
        channel="letter",
        jurisdiction_id=make_unit().pk,
        enterprise_name="示例公司",
        **words,
    )


def again(access: Access, **words: Any) -> Portion:
    given = {"at": NOON, "reason": "国办发明电〔2026〕1号", **words}
    return recalculate(access=access, **given)


def rest_on(day: date, city: Access) -> None:
    calendar.set_day(day, access=city, at=NOON, kind=DayKind.HOLIDAY, name="示例假日")


@pytest.fixture
def city(db: None) -> Access:
    return make_access("bureau_lead")


@pytest.mark.covers("services.recalculating.recalculate", "works")
def test_a_new_holiday_moves_open_limits_when_somebody_says_so(city: Access) -> None:
    with scoped(city):
        ticket = raised(city)
        before = ticket.solve_due_at
        rest_on(REST, city)
        ticket.refresh_from_db()
        assert ticket.solve_due_at == before

        found = again(city)

    ticket.refresh_from_db()
    assert before is not None
    assert (found.looked_at, [it.ticket.pk for it in found.moved]) == (1, [ticket.pk])
    assert ticket.solve_due_at == before + timedelta(days=1)
    step = TicketStep.objects.filter(ticket=ticket).latest("ordinal")
    assert (step.move, step.note) == ("recalculate", "国办发明电〔2026〕1号")
    assert datetime.fromisoformat(step.facts["due"]["solve"][0]) == before
    assert AuditEvent.objects.filter(kind="ticket.recalculate", target_id=ticket.pk).exists()


def test_reckoning_twice_changes_nothing_the_second_time(city: Access) -> None:
    raised(city)
    rest_on(REST, city)

    assert [len(again(city).moved) for _ in range(2)] == [1, 0]


def test_a_preview_tells_and_changes_nothing(city: Access) -> None:
    ticket = raised(city)
    rest_on(REST, city)

    found = again(city, dry_run=True)

    stored = Ticket.objects.get(pk=ticket.pk)
    assert [it.ticket.pk for it in found.moved] == [ticket.pk]
    assert (stored.solve_due_at, stored.step_no) == (ticket.solve_due_at, 1)


def test_a_new_limit_is_applied_only_where_its_day_is_named(city: Access) -> None:
    raised(city)
    policies.add_version(
        access=city,
        at=MONDAY,
        urgency="normal",
        kind="solve",
        amount=5,
        unit="workdays",
        effective_from=date(2026, 11, 17),
        source="示例通知",
    )

    assert again(city, dry_run=True).moved == []
    (moved,) = again(city, limits_on=date(2026, 11, 17)).moved
    assert moved.ticket.solve_due_at is not None
    assert timezone.localdate(moved.ticket.solve_due_at) == date(2026, 11, 23)


def test_what_is_closed_or_never_ran_is_left_alone(city: Access) -> None:
    make_ticket("closed")
    make_ticket("in_progress", historical=True)

    assert again(city).looked_at == 0


def test_a_large_city_is_reckoned_portion_by_portion(city: Access) -> None:
    for _ in range(3):
        raised(city)
    first = again(city, most=2)
    rest = again(city, most=2, after_id=first.last_id)

    assert (first.looked_at, rest.looked_at, rest.last_id) == (2, 1, None)


@pytest.mark.covers("services.recalculating.recalculate", "refused")
def test_it_is_not_done_without_a_reason(city: Access) -> None:
    with pytest.raises(InputRefused, match="请写明重算的原因"):
        again(city, reason=" ")


@pytest.mark.covers("services.recalculating.recalculate", "reach", "capability")
@pytest.mark.django_db
def test_only_the_city_reckons_again() -> None:
    for access in (make_access("bureau_lead", unit=make_unit()), make_access("district_lead")):
        with scoped(access), pytest.raises(NotPermitted):
            again(access)


@pytest.mark.covers("services.recalculating.recalculate", "race")
@pytest.mark.django_db(transaction=True)
def test_two_at_once_move_each_limit_once() -> None:
    city = make_access("bureau_lead")
    ticket = raised(city)
    rest_on(REST, city)

    def act() -> Portion:
        return again(city)

    assert race(act, act, as_first=city, as_second=city) == ("done", "done")
    assert TicketStep.objects.filter(ticket=ticket, move="recalculate").count() == 1


@pytest.mark.django_db(transaction=True)
def test_it_is_previewed_and_ordered_over_http(client: Any) -> None:
    user = make_user("bureau_lead")
    city = make_access("bureau_lead")
    ticket = raised(city)
    rest_on(REST, city)
    client.force_login(user)

    seen = client.get("/api/v1/ticket-recalculation/").json()
    ordered = client.post(
        "/api/v1/ticket-recalculation/", {"reason": "放假通知"}, content_type="application/json"
    )
    run(ordered.json()["job"])

    assert [row["number"] for row in seen["moved"]] == [ticket.number]
    assert ordered.status_code == 202
    assert Job.objects.get(pk=ordered.json()["job"]).state == "done"
    assert TicketStep.objects.filter(ticket=ticket, move="recalculate").exists()


def test_the_page_previews_portion_by_portion(
    client: Any, city: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.pages.recalculation.SHOWN", 1)
    tickets = [raised(city), raised(city)]
    rest_on(REST, city)
    client.force_login(make_user("bureau_lead"))

    first = client.get("/tickets/recalculation/?limits_on=").context["preview"]
    page = client.get(f"/tickets/recalculation/{first['next_url']}")

    shown = [line["ticket"] for it in (first, page.context["preview"]) for line in it["rows"]]
    assert shown == tickets
    assert "从头预览" in page.content.decode()


def test_the_page_previews_orders_and_tells(client: Any, city: Access) -> None:
    client.force_login(make_user("bureau_lead"))

    first = client.get("/tickets/recalculation/").content.decode()
    preview = client.get("/tickets/recalculation/?limits_on=").context["preview"]
    refused = client.post("/tickets/recalculation/", {"reason": "", "limits_on": ""})
    ordered = client.post(
        "/tickets/recalculation/", {"reason": "示例放假通知", "limits_on": ""}, follow=True
    )

    assert "还没有重算过" in first
    assert preview["rows"] == []
    assert "reason" in refused.context["order"].errors
    assert "示例放假通知" in ordered.content.decode()
    assert Job.objects.filter(task="services.recalculate_tickets").count() == 1
