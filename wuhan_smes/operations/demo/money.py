"""The invented city's money: some lines taken by real steps to each place they can stand at.

A first batch was paid this autumn (and came back, and is demanded back), a second one is shown to
the public now, a third is arranged. All of it is done by the actions, by the demo's own people.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Final

from django.utils import timezone

from measures.actions import budgets
from measures.actions.flow import (
    arranging,
    confirming,
    noticing,
    ordering,
    paying,
    recovering,
    reviewing,
)
from measures.choices import ConfirmedVia, DocumentLevel, EntitlementState
from measures.models import DisbursementBatch, Entitlement, Payment, Programme
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.operations.demo.names import MARK

GRANTED: Final = Decimal(60_000_000)
DAY: Final = timedelta(days=1)
# How far each line of the first batch got, in the order of the lines.
FIRST: Final = (
    "settled",
    "returned",
    "released",
    "approved",
    "submitted",
    "ordered",
    "recovering",
    "surplus",
    "settled",
)
SECOND, THIRD, CHECKED, REVIEWED, REJECTED = 3, 2, 2, 3, 1


class Desk:
    """Who does what, by their logins."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.who = cache(self._who)

    def _who(self, username: str) -> Access:
        return access_for(User.objects.get(username=username))

    @property
    def bureau(self) -> Access:
        return self.who("bureau")

    def review(self, lines: Iterable[Entitlement], at: datetime) -> None:
        for line in lines:
            district = self.who(f"district_{line.jurisdiction.code}")
            reviewing.review([line.pk], access=district, at=at, note="材料与名录一致")

    def check(self, lines: Sequence[Entitlement], at: datetime) -> None:
        self.review(lines, at)
        if lines:
            reviewing.check(keys(lines), access=self.who("bureau_lead"), at=at + DAY)

    def arrange(self, lines: Sequence[Entitlement], title: str, at: datetime) -> DisbursementBatch:
        self.check(lines, at - 3 * DAY)
        return arranging.arrange(
            keys(lines), access=self.bureau, at=at, title=f"{MARK}{title}", year=at.year
        )

    def publish(self, batch: DisbursementBatch, at: datetime) -> None:
        day = timezone.localdate(at)
        noticing.publish(
            batch.pk,
            access=self.bureau,
            at=at,
            shown_from=day,
            discipline_phone="027-00000001",
            business_phone="027-00000002",
        )


def keys(lines: Iterable[Entitlement]) -> list[int]:
    return [line.pk for line in lines]


def settle(programme: Programme, *, at: datetime) -> None:
    """Budgets, and every line of `programme` that is proposed taken on as far as the samples go."""
    desk, lines = Desk(at), _lines(programme)
    city = Jurisdiction.objects.get(parent=None)
    budgets.allot(
        access=desk.who("finance"),
        at=at - 60 * DAY,
        programme_id=programme.pk,
        year=(at - 45 * DAY).year,
        level=DocumentLevel.MUNICIPAL,
        jurisdiction_id=city.pk,
        amount=GRANTED,
        document_no=f"{MARK}财〔{at.year}〕1号",
    )
    if first := list(_next(lines, len(FIRST))):
        _first(desk, first)
    if (at - 45 * DAY).year == at.year and (second := list(_next(lines, SECOND))):
        batch = desk.arrange(second, "第二批", at - 3 * DAY)
        desk.publish(batch, at - DAY)
        noticing.object_to(
            second[-1].pk,
            access=desk.bureau,
            at=at,
            text=f"{MARK}：反映该企业已停产",
            by_whom=f"{MARK}市民",
            raised_on=batch.notice.shown_from,
        )
        if third := list(_next(lines, THIRD)):
            desk.arrange(third, "第三批", at)
    desk.check(list(_next(lines, CHECKED)), at - 2 * DAY)
    desk.review(list(_next(lines, REVIEWED)), at - DAY)
    for line in _next(lines, REJECTED):
        district = desk.who(f"district_{line.jurisdiction.code}")
        reviewing.reject([line.pk], access=district, at=at, reason=f"{MARK}：经核实已停产")


def _first(desk: Desk, lines: list[Entitlement]) -> None:
    began = desk.at - 45 * DAY
    batch = desk.arrange(lines, "第一批", began)
    desk.publish(batch, began)
    ordered = desk.at - 20 * DAY
    ordering.order(
        batch.pk,
        access=desk.bureau,
        at=ordered,
        document_no=f"{MARK}财产〔{ordered.year}〕9号",
        on=timezone.localdate(ordered),
    )
    for line, far in zip(lines, FIRST, strict=False):
        _take(desk, line, far, ordered)


def _take(desk: Desk, line: Entitlement, far: str, at: datetime) -> None:
    """One line on from its order, until it stands where it should."""
    if far == "ordered":
        return
    if far == "surplus":
        confirming.decline([line.pk], access=desk.bureau, at=at + DAY, reason="企业书面放弃")
        return
    confirming.confirm(
        line.pk,
        access=desk.who(f"district_{line.jurisdiction.code}"),
        at=at + DAY,
        holder=line.payee.name,
        bank=f"{MARK}银行武汉分行",
        number=f"62000000{line.pk:08d}",
        signed_name=f"{MARK}法人",
        via=ConfirmedVia.LINK,
    )
    if far == "submitted":
        return
    mine = Payment.objects.filter(entitlement=line).order_by("pk")
    ids = list(mine.values_list("pk", flat=True))
    paying.approve(ids, access=desk.who("finance_lead"), at=at + 2 * DAY)
    if far == "approved":
        return
    finance, released = desk.who("finance"), at + 3 * DAY
    paying.release(ids, access=finance, at=released)
    if far == "released":
        return
    day = timezone.localdate(released + DAY)
    if far == "returned":
        paying.bounce(ids[0], access=finance, at=released + DAY, on=day, cause="户名与账号不符")
        return
    paying.settle(ids, access=finance, at=released + DAY, on=day)
    if far == "recovering":
        _demand(desk, line, released + 2 * DAY)


def _demand(desk: Desk, line: Entitlement, at: datetime) -> None:
    day = timezone.localdate(at)
    recovering.claw_back(
        line.pk,
        access=desk.who("finance_lead"),
        at=at,
        cause=f"{MARK}：提供的材料不实",
        decision_no=f"{MARK}追〔{day.year}〕1号",
        decided_on=day,
        due_on=day + 30 * DAY,
        interest_percent=Decimal("3.450"),
        barred_until=day.replace(year=day.year + 3),
    )


def _lines(programme: Programme) -> Iterator[Entitlement]:
    waiting = Entitlement.objects.filter(
        programme=programme, state=EntitlementState.PROPOSED, payable__gt=0
    )
    return iter(waiting.select_related("payee", "jurisdiction").order_by("pk")[:100])


def _next(lines: Iterator[Entitlement], count: int) -> Iterator[Entitlement]:
    return islice(lines, count)
