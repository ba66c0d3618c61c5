"""What ledgers tell is written down with its own days by who may, and taken off again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest

from enterprises.models import Enterprise
from services.actions import ticket_ledger, visit_ledger
from services.actions.visit_ledger import PastVisit
from services.choices.tickets import Outcome, Satisfaction, TicketState
from services.choices.visits import Purpose, VisitMode
from services.models import Survey, Ticket, TicketAgency, TicketStep, Visit
from services.rules.ledgers import PastTicket
from tests.factories.accounts import make_access, make_agency, make_unit
from tests.factories.enterprises import make_enterprise
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import scoped

NOON: Final = datetime(2026, 3, 3, 4, tzinfo=UTC)
DAY, END = date(2024, 5, 20), date(2024, 6, 18)
LEDGERS: Final[dict[str, Any]] = {"visit_ledger": visit_ledger, "ticket_ledger": ticket_ledger}


@dataclass(frozen=True)
class Town:
    here: Jurisdiction
    lead: Access
    clerk: Access
    stranger: Access

    def enterprise(self, **values: Any) -> Enterprise:
        return make_enterprise(unit=self.here, **values)


def build() -> Town:
    here = make_unit()
    return Town(
        here,
        make_access("district_lead", unit=here),
        make_access("district_staff", unit=here),
        make_access("district_lead", unit=make_unit()),
    )


@pytest.fixture
def town(db: None) -> Town:
    return build()


def visit(enterprise: Enterprise, **words: Any) -> PastVisit:
    member = visit_ledger.Member("张三", "区科经局", "district")
    told = PastVisit(
        enterprise.pk, DAY, VisitMode.PLACE, [Purpose.ROUTINE], "生产正常", members=[member]
    )
    return replace(told, **words)


def matter(enterprise: Enterprise, **words: Any) -> PastTicket:
    return replace(PastTicket(enterprise.pk, DAY, "扩产用电容量不足"), **words)


def told(ledger: str, enterprise: Enterprise, **words: Any) -> Any:
    return (visit if ledger == "visit_ledger" else matter)(enterprise, **words)


def record(ledger: str, access: Access, *lines: Any) -> list[Any]:
    with scoped(access):
        done = LEDGERS[ledger].record_past(lines, access=access, at=NOON)
    return list(done)


def take_back(ledger: str, access: Access, *rows: Any, reason: str = "传错文件") -> None:
    ids = [row.pk for row in rows]
    with scoped(access):
        LEDGERS[ledger].take_back_past(ids, access=access, at=NOON, reason=reason)


def each(kind: str, *acts: str) -> pytest.MarkDecorator:
    """One run for each ledger, claiming `kind` for its acts."""
    return pytest.mark.parametrize(
        "ledger",
        [
            pytest.param(
                name,
                marks=[pytest.mark.covers(f"services.{name}.{act}", kind) for act in acts],
            )
            for name in LEDGERS
        ],
    )


def moves(ticket: Ticket) -> Sequence[str]:
    return list(
        TicketStep.objects.filter(ticket=ticket).order_by("ordinal").values_list("move", flat=True)
    )


@pytest.mark.covers("services.visit_ledger.record_past", "works")
def test_a_visit_of_the_past_keeps_its_day_and_leaves_an_entry(town: Town) -> None:
    (row,) = record("visit_ledger", town.lead, visit(town.enterprise()))

    kept = Visit.objects.get(pk=row.pk)
    assert (kept.visited_on, kept.historical, kept.rank) == (DAY, True, "district")
    assert [member.name for member in kept.members.all()] == ["张三"]
    assert AuditEvent.objects.filter(kind="visit.log_past", target_id=kept.pk).count() == 1


@pytest.mark.covers("services.ticket_ledger.record_past", "works")
def test_a_closed_matter_has_the_steps_it_must_have_taken_and_no_clock(town: Town) -> None:
    lead, helper = make_agency(), make_agency()
    line = matter(
        town.enterprise(),
        agency_ids=(lead.pk, helper.pk),
        closed_on=END,
        outcome=Outcome.SOLVED,
        satisfaction=Satisfaction.SATISFIED,
        answer="已增容",
    )

    (row,) = record("ticket_ledger", town.lead, line)

    kept = Ticket.objects.get(pk=row.pk)
    assert (kept.state, kept.historical, kept.due_at, kept.escalate_at) == (
        TicketState.CLOSED,
        True,
        None,
        None,
    )
    assert " ".join(moves(kept)) == "raise triage assign sign progress reply audit survey close"
    legs = TicketAgency.objects.filter(ticket=kept).order_by("id").values_list("agency_id", "part")
    assert list(legs) == [(lead.pk, "lead"), (helper.pk, "co")]
    assert Survey.objects.get(ticket=kept).satisfaction == Satisfaction.SATISFIED
    assert AuditEvent.objects.filter(kind="ticket.raise_past", target_id=kept.pk).count() == 1


def test_an_open_matter_stands_on_the_desk_that_handles_it(town: Town) -> None:
    agency = make_agency()
    by_agency = matter(town.enterprise(), agency_ids=(agency.pk,))

    of_agency, of_unit = record("ticket_ledger", town.lead, by_agency, matter(town.enterprise()))

    assert (of_agency.state, of_agency.holder_name) == (TicketState.IN_PROGRESS, agency.name)
    assert (of_unit.state, of_unit.holder_name) == (TicketState.SELF_HANDLED, town.here.name)


@pytest.mark.parametrize("ledger", LEDGERS)
def test_the_same_line_again_is_known(town: Town, ledger: str) -> None:
    line = told(ledger, town.enterprise())

    (first, twice) = record(ledger, town.lead, line, line)
    (again,) = record(ledger, town.lead, line)

    assert first is not None
    assert (twice, again) == (None, None)


@each("refused", "record_past")
def test_a_line_that_cannot_be_stops_all(town: Town, ledger: str) -> None:
    day = "visited_on" if ledger == "visit_ledger" else "received_on"
    line = told(ledger, town.enterprise(), **{day: date(2027, 1, 1)})

    with pytest.raises(InputRefused, match="不能晚于今天"):
        record(ledger, town.lead, told(ledger, town.enterprise()), line)

    assert not Visit.objects.exists()
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"closed_on": date(2024, 5, 1), "outcome": Outcome.SOLVED}, "早于收到日期"),
        ({"closed_on": END}, "办理结果"),
        ({"satisfaction": Satisfaction.SATISFIED}, "未销号"),
    ],
)
def test_a_matter_that_contradicts_itself_is_refused(
    town: Town, words: dict[str, Any], said: str
) -> None:
    with pytest.raises(InputRefused, match=said):
        record("ticket_ledger", town.lead, matter(town.enterprise(), **words))


@each("reach", "record_past", "take_back_past")
def test_what_another_unit_keeps_is_out_of_reach(town: Town, ledger: str) -> None:
    enterprise = town.enterprise()
    with pytest.raises(Enterprise.DoesNotExist):
        record(ledger, town.stranger, told(ledger, enterprise))

    (row,) = record(ledger, town.lead, told(ledger, enterprise))
    with pytest.raises(type(row).DoesNotExist):
        take_back(ledger, town.stranger, row)


@each("capability", "record_past", "take_back_past")
def test_a_clerk_writes_down_no_past(town: Town, ledger: str) -> None:
    enterprise = town.enterprise()
    with pytest.raises(NotPermitted):
        record(ledger, town.clerk, told(ledger, enterprise))

    (row,) = record(ledger, town.lead, told(ledger, enterprise))
    with pytest.raises(NotPermitted):
        take_back(ledger, town.clerk, row)


@pytest.mark.covers("services.visit_ledger.take_back_past", "works")
def test_a_visit_taken_back_is_void_and_may_be_told_again(town: Town) -> None:
    line = visit(town.enterprise(), external_no="ZF-1")
    (row,) = record("visit_ledger", town.lead, line)

    take_back("visit_ledger", town.lead, row)

    assert Visit.objects.get(pk=row.pk).void_reason == "传错文件"
    assert record("visit_ledger", town.lead, line) != [None]


@pytest.mark.covers("services.ticket_ledger.take_back_past", "works")
@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("by_agency", [True, False])
def test_a_matter_taken_back_is_withdrawn_and_may_be_told_again(
    town: Town, closed: bool, by_agency: bool
) -> None:
    line = matter(
        town.enterprise(),
        agency_ids=(make_agency().pk,) if by_agency else (),
        closed_on=END if closed else None,
        outcome=Outcome.EXPLAINED if closed else "",
    )
    (row,) = record("ticket_ledger", town.lead, line)

    take_back("ticket_ledger", town.lead, row)

    kept = Ticket.objects.get(pk=row.pk)
    assert (kept.state, kept.outcome, kept.holder_kind) == ("closed", Outcome.WITHDRAWN, "")
    assert not TicketAgency.objects.filter(ticket=kept, ended_at__isnull=True).exists()
    assert record("ticket_ledger", town.lead, line) != [None]


@each("refused", "take_back_past")
def test_what_was_taken_back_is_not_taken_back_twice(town: Town, ledger: str) -> None:
    (row,) = record(ledger, town.lead, told(ledger, town.enterprise()))
    with pytest.raises(InputRefused, match="理由"):
        take_back(ledger, town.lead, row, reason=" ")

    take_back(ledger, town.lead, row)

    with pytest.raises(ActionRefused, match=r"变动|办理"):
        take_back(ledger, town.lead, row)


@each("race", "record_past", "take_back_past")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_sees_what_the_first_wrote(ledger: str) -> None:
    town = build()
    line = told(ledger, town.enterprise())
    both = {"as_first": town.lead, "as_second": town.lead}

    assert race(*[lambda: record(ledger, town.lead, line)] * 2, **both) == ("done", "done")
    model = Visit if ledger == "visit_ledger" else Ticket
    with scoped(town.lead):
        row = model.objects.get()

    again = race(*[lambda: take_back(ledger, town.lead, row)] * 2, **both)

    assert again == ("done", "refused")
