"""Budgets: granted by a document, cut back to what is not spoken for, closed with their surplus."""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F
from psycopg.errors import UniqueViolation

from measures.actions.booking import book
from measures.choices import DocumentLevel, LedgerMove
from measures.models import Budget, Programme
from measures.rules import ledger as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.accounts.models.unit import JurisdictionKind
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused


@transaction.atomic
def allot(
    *,
    access: Access,
    at: datetime,
    programme_id: int,
    year: int,
    level: str,
    jurisdiction_id: int,
    amount: Decimal,
    document_no: str,
) -> Budget:
    """Grant money to a programme for one year and level, for the first time or on top."""
    reach = access.reach(Capability.BUDGET_EDIT)
    rules.require_amount("amount", amount)
    if not document_no.strip():
        raise InputRefused(Fault("document_no", "required", "请填写预算文号"))
    if level not in DocumentLevel.values:
        raise InputRefused(Fault("level", "unknown", "没有这一资金层级"))
    unit = Jurisdiction.objects.get(pk=jurisdiction_id)
    if not reach.covers(unit.pk):
        raise Jurisdiction.DoesNotExist("the unit is not within reach")
    if (unit.kind == JurisdictionKind.CITY) == (level == DocumentLevel.DISTRICT):
        raise InputRefused(Fault("level", "other_unit", "区级预算属于区，其余层级由市级掌握"))
    programme = Programme.objects.get(pk=programme_id)
    budget = _budget(programme, year, level, unit)
    Budget.objects.filter(pk=budget.pk).update(
        total=F("total") + amount, document_no=document_no.strip(), version=F("version") + 1
    )
    book([rules.Posting(budget.pk, LedgerMove.ALLOT, amount)], access, at, document_no.strip())
    budget.refresh_from_db()
    changes = {"amount": amount, "total": budget.total, "document_no": budget.document_no}
    trail.record("budget.allot", budget, access=access, at=at, changes=changes)
    return budget


@transaction.atomic
def cut(
    budget_id: int, *, access: Access, at: datetime, amount: Decimal, document_no: str
) -> Budget:
    """Take back money that nothing is arranged from."""
    budget = _held(budget_id, access)
    rules.require_amount("amount", amount)
    if not document_no.strip():
        raise InputRefused(Fault("document_no", "required", "请填写预算文号"))
    rules.require_left(budget.programme.title, left=budget.total - budget.committed, wanted=amount)
    budget.total -= amount
    budget.version += 1
    budget.save(update_fields=["total", "version"])
    book([rules.Posting(budget.pk, LedgerMove.CUT, amount)], access, at, document_no.strip())
    changes = {"amount": amount, "total": budget.total, "document_no": document_no.strip()}
    trail.record("budget.cut", budget, access=access, at=at, changes=changes)
    return budget


@transaction.atomic
def close(budget_id: int, *, access: Access, at: datetime, on: date) -> Budget:
    """Close the year: what was not spent goes back (结余). Refused while payments are under way."""
    budget = _held(budget_id, access)
    if budget.payments.filter(state__in=["reserved", "submitted", "approved", "released"]).exists():
        raise ActionRefused("还有付款在办，结清后再结账")
    surplus = budget.total - budget.committed
    book([rules.Posting(budget.pk, LedgerMove.CLOSE, surplus)], access, at)
    Budget.objects.filter(pk=budget.pk).update(closed_on=on)
    budget.refresh_from_db()
    changes = {"surplus": surplus, "closed_on": on}
    trail.record("budget.close", budget, access=access, at=at, changes=changes)
    return budget


def _budget(programme: Programme, year: int, level: str, unit: Jurisdiction) -> Budget:
    """The budget, its row held; made if there is none. Of two people at once one is told."""
    mine = Budget.objects.filter(
        programme=programme, year=year, level=level, jurisdiction=unit
    ).select_for_update(of=("self",), no_key=True)
    found = mine.first()
    if found is not None:
        if found.closed_on is not None:
            raise ActionRefused("该预算已结账，不能再下达")
        return found
    budget = Budget(programme=programme, year=year, level=level, jurisdiction=unit)
    try:
        with transaction.atomic():
            budget.save(force_insert=True)
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise ActionRefused("刚刚有人下达了同一预算，请刷新后重试") from error
    return budget


def _held(budget_id: int, access: Access) -> Budget:
    budget = Budget.objects.within(access.reach(Capability.BUDGET_EDIT)).locked(budget_id)
    if budget.closed_on is not None:
        raise ActionRefused("该预算已结账")
    return budget
