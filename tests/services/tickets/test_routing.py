"""Where a matter goes is proposed, and the proposal says why; a person may decide otherwise."""

from datetime import date, timedelta
from typing import Any, Final

import pytest
from django.db import DatabaseError, transaction

from measures.models import Measure, MeasureAgency
from services.actions import routes
from services.actions.tickets import handing
from services.models import Ticket, TicketRoute, TicketStep
from services.queries.routing import proposal
from tests.factories.accounts import make_access, make_agency, make_unit, make_user
from tests.races import race
from tests.services.tickets.world import NOW, World
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Agency
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped

SET: Final = "services.routes.set_route"
END: Final = "services.routes.end_route"
TODAY: Final = NOW.date()
NEXT_MONTH: Final = date(2026, 4, 1)


def set_route(access: Access, agency: Agency, **words: Any) -> TicketRoute:
    given = {"category": "financing", "effective_from": TODAY, "source": "示例分办通知", **words}
    return routes.set_route(access=access, at=NOW, agency_id=agency.pk, **given)


def end_route(access: Access, route: TicketRoute, **words: Any) -> TicketRoute:
    given = {"on": NEXT_MONTH, "reason": "机构调整", **words}
    return routes.end_route(route.pk, access=access, at=NOW, **given)


def proposed(ticket: Ticket, on: date = TODAY) -> tuple[Agency | None, str]:
    found = proposal(ticket, on=on)
    return found.lead, found.why


def answered_by(measure: Measure, lead: Agency, *helpers: Agency) -> None:
    """The lead unit of a measure and its co-units, instead of those it came with."""
    with bootstrap_scope():
        MeasureAgency.objects.filter(measure=measure).delete()
        for position, agency in enumerate((lead, *helpers), 1):
            role = "lead" if position == 1 else "co"
            MeasureAgency.objects.create(
                measure=measure, agency=agency, role=role, line=1, position=position
            )


@pytest.fixture
def city(db: None) -> Access:
    return make_access("bureau_lead")


@pytest.mark.covers(SET, "works")
def test_the_route_of_the_unit_goes_before_the_citys_and_both_before_nothing(
    world: World, city: Access
) -> None:
    ticket, elsewhere = world.ticket("triaged"), World().ticket("triaged")

    assert proposed(ticket) == (None, "没有这一类别的分办规则，也没有对应措施，请选择主办单位")
    set_route(city, world.agency)
    set_route(city, world.other_agency, jurisdiction_id=world.unit.pk)
    lead, why = proposed(ticket)

    assert lead == world.other_agency
    assert why == (
        f"按分办规则：{world.unit.name}“融资信贷”类由{world.other_agency.name}主办（示例分办通知）"
    )
    assert proposed(elsewhere)[0] == world.agency
    assert AuditEvent.objects.filter(kind="ticket_route.set").count() == 2


@pytest.mark.covers(SET, "works")
def test_a_new_version_holds_from_its_day_and_the_one_before_until_then(
    world: World, city: Access
) -> None:
    ticket = world.ticket("triaged")
    set_route(city, world.agency)
    set_route(city, world.other_agency, effective_from=NEXT_MONTH)

    assert proposed(ticket, NEXT_MONTH - timedelta(days=1))[0] == world.agency
    assert proposed(ticket, NEXT_MONTH)[0] == world.other_agency


@pytest.mark.covers(SET, "refused")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"category": "whim"}, "没有这个类别"),
        ({"source": " "}, "请填写分办的依据"),
        ({"effective_from": TODAY - timedelta(days=1)}, "施行日期不能早于今天"),
    ],
)
def test_a_faulty_route_is_refused(city: Access, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputRefused, match=sentence):
        set_route(city, make_agency(), **wrong)


@pytest.mark.covers(SET, "refused")
def test_a_route_is_not_overtaken_by_an_earlier_day(city: Access) -> None:
    set_route(city, make_agency(), effective_from=NEXT_MONTH)

    with pytest.raises(ActionRefused, match="新规则须自其后施行"):
        set_route(city, make_agency())


@pytest.mark.covers(SET, "reach", "capability")
@pytest.mark.covers(END, "reach", "capability")
@pytest.mark.parametrize("role", ["district_lead", "bureau_staff", "specialist", "handler"])
def test_routes_are_kept_by_the_city_alone(city: Access, role: str) -> None:
    access, agency = make_access(role), make_agency()
    route = set_route(city, agency)

    with scoped(access), pytest.raises(NotPermitted):
        set_route(access, agency, category="tax")
    with scoped(access), pytest.raises(NotPermitted):
        end_route(access, route)


@pytest.mark.covers(SET, "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_set_the_same_route_one_is_told() -> None:
    city, agency = make_access("bureau_lead"), make_agency()

    def act() -> TicketRoute:
        return set_route(city, agency)

    assert race(act, act, as_first=city, as_second=city) == ("done", "refused")


@pytest.mark.covers(END, "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_end_a_route_one_is_told() -> None:
    city, agency = make_access("bureau_lead"), make_agency()
    with scoped(city):
        route = set_route(city, agency)

    def act() -> TicketRoute:
        return end_route(city, route)

    assert race(act, act, as_first=city, as_second=city) == ("done", "refused")


@pytest.mark.covers(END, "works")
def test_an_ended_route_proposes_nothing_from_its_day_and_may_be_followed(
    world: World, city: Access
) -> None:
    ticket, route = world.ticket("triaged"), set_route(city, world.agency)

    end_route(city, route)
    set_route(city, world.other_agency, effective_from=NEXT_MONTH + timedelta(days=3))

    assert proposed(ticket)[0] == world.agency
    assert proposed(ticket, NEXT_MONTH)[0] is None
    assert proposed(ticket, NEXT_MONTH + timedelta(days=3))[0] == world.other_agency


@pytest.mark.covers(END, "refused")
def test_a_route_does_not_end_in_the_past_nor_twice_nor_without_reason(city: Access) -> None:
    route = set_route(city, make_agency())

    for wrong in ({"on": TODAY - timedelta(days=1)}, {"reason": " "}):
        with pytest.raises(InputRefused):
            end_route(city, route, **wrong)
    end_route(city, route)
    with pytest.raises(ActionRefused, match="停用"):
        end_route(city, route)


def test_the_past_of_a_route_cannot_be_edited_even_by_sql(city: Access) -> None:
    set_route(city, make_agency())

    with bootstrap_scope(), pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        TicketRoute.objects.filter(category="financing").update(source="改")


def test_without_a_route_the_lead_unit_of_the_measure_is_proposed_with_its_helpers(
    world: World,
) -> None:
    measure = Measure.objects.order_by("pk")[0]
    answered_by(measure, world.agency, world.other_agency)
    ticket = world.ticket("triaged", measure=measure)

    found = proposal(ticket, on=TODAY)

    assert (found.lead, found.helpers) == (world.agency, (world.other_agency,))
    assert found.why == f"按对应措施：“{measure}”由{world.agency.name}牵头"


def test_handing_out_without_a_name_takes_the_proposal_and_says_why(
    world: World, city: Access
) -> None:
    ticket, agency = world.ticket("triaged"), world.agency
    set_route(city, agency)

    with scoped(world.desk):
        moved = handing.assign(ticket.pk, access=world.desk, at=NOW)

    step = TicketStep.objects.filter(ticket=ticket).latest("ordinal")
    assert moved.lead_agency_id == agency.pk
    assert step.facts["why"].startswith("按分办规则：全市")


def test_handing_out_without_a_name_is_refused_where_nothing_names_one(world: World) -> None:
    ticket = world.ticket("triaged")

    with scoped(world.desk), pytest.raises(InputRefused, match="请选择主办单位"):
        handing.assign(ticket.pk, access=world.desk, at=NOW)


@pytest.mark.django_db
def test_the_offers_of_a_ticket_name_the_proposed_unit(client: Any) -> None:
    unit, agency = make_unit(), make_agency()
    world, city = World(unit), make_access("bureau_lead")
    ticket = world.ticket("triaged")
    with scoped(city):
        set_route(city, agency)
    client.force_login(make_user("district_staff", unit=unit))

    told = {row["move"]: row for row in client.get(f"/api/v1/tickets/{ticket.pk}/offers/").json()}

    assert told["assign"]["proposal"]["agency"] == {"code": agency.code, "name": agency.name}
    assert "全市" in told["assign"]["proposal"]["why"]
    assert told["decline"]["proposal"] is None
    page = client.get(f"/tickets/{ticket.pk}/").content.decode()
    assert "按分办规则：全市“融资信贷”类" in page


@pytest.mark.django_db
def test_routes_are_read_by_everybody_and_set_over_http_and_on_screen(client: Any) -> None:
    agency = make_agency()
    client.force_login(make_user("bureau_lead"))

    made = client.post(
        "/api/v1/ticket-routes/",
        {
            "category": "tax",
            "agency": agency.code,
            "effective_from": "2099-01-01",
            "source": "示例通知",
        },
        content_type="application/json",
    )
    pk = made.json()["id"]
    words = {"category": "law", "agency_id": agency.pk, "effective_from": "2099-01-01"}
    shown = client.post("/admin/services/ticketroute/add/", {**words, "source": "示例通知"})
    ended = client.post(
        f"/admin/services/ticketroute/{pk}/end/", {"on": "2099-02-01", "reason": "调整"}
    )
    client.force_login(make_user("district_staff", unit=make_unit()))
    listed = client.get("/api/v1/ticket-routes/?on=2099-01-31").json()["results"]

    assert (made.status_code, shown.status_code, ended.status_code) == (201, 302, 302)
    assert {row["category"] for row in listed} == {"tax", "law"}
    assert {row["effective_to"] for row in listed} == {"2099-01-31", None}
    assert client.get("/admin/services/ticketroute/add/").status_code == 403
