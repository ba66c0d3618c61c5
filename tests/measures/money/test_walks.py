"""What holds whatever is done: the book agrees after every step of any walk through the flow, and
the finder's SQL pays what the rule says, whatever was paid, promised and given back before.

Twenty times as much: make long LONG=tests/measures/money/test_walks.py
"""

import os
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

import pytest

from enterprises.choices import Tier
from enterprises.models import Enterprise
from measures.actions import finding
from measures.actions.flow import (
    arranging,
    confirming,
    evaluating,
    noticing,
    paying,
    recovering,
    reviewing,
)
from measures.choices import EntitlementState as S
from measures.choices import FlowMove as M
from measures.models import (
    Clawback,
    DisbursementBatch,
    Entitlement,
    Objection,
    PastPayment,
    Payment,
)
from measures.queries.book_check import findings
from measures.queries.paid import paid_for
from measures.rules.flow import FLOW
from measures.rules.highest import Option, settle
from tests.factories.accounts import make_access
from tests.factories.enterprises import make_enterprise
from tests.factories.money import AT, DAY, Office
from tests.factories.promises import make_matter, make_payee, make_programme
from tests.factories.titles import make_title
from tests.measures.money.cases import instalments
from wuhan_smes.errors import ActionRefused
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = pytest.mark.django_db
WALKS: Final = int(os.environ.get("MONEY_WALKS", "1"))
STEPS: Final = 45
LATER: Final = AT + 30 * DAY
DAY_AFTER: Final = (LATER + DAY).date()


class Walk:
    """One office and a line; every move of the table, made by whoever makes it."""

    def __init__(self) -> None:
        self.office = instalments(Office())
        self.office.grant(Decimal(10_000_000))
        self.line = self.office.line()

    @property
    def state(self) -> str:
        with bootstrap_scope():
            return Entitlement.objects.values_list("state", flat=True).get(pk=self.line.pk)

    def make(self, move: M) -> None:
        who = getattr(self.office, WHO[move])
        with scoped(who):
            MOVES[move](self, {"access": who, "at": LATER})

    def batch(self) -> DisbursementBatch:
        return DisbursementBatch.objects.filter(payments__entitlement=self.line).latest("pk")

    def payments(self, *states: str) -> list[int]:
        mine = Payment.objects.filter(entitlement=self.line, state__in=states)
        return list(mine.values_list("pk", flat=True)) or [0]

    def claw_back(self, who: dict[str, Any]) -> None:
        recovering.claw_back(
            self.line.pk,
            cause="不实",
            decision_no="决1号",
            decided_on=DAY_AFTER,
            due_on=DAY_AFTER,
            principal=Decimal(1000),
            **who,
        )

    def receive(self, who: dict[str, Any], principal: int) -> None:
        row = Clawback.objects.filter(entitlement=self.line).latest("pk")
        recovering.receive(row.pk, principal=Decimal(principal), **who)


def many(act: Callable[..., object], **given: Any) -> Callable[[Walk, dict[str, Any]], object]:
    return lambda walk, who: act([walk.line.pk], **who, **given)


def of_batch(act: Callable[..., object]) -> Callable[[Walk, dict[str, Any]], object]:
    return lambda walk, who: act(walk.batch(), AT + 20 * DAY)


def objection(act: Callable[..., object]) -> Callable[[Walk, dict[str, Any]], object]:
    def do(walk: Walk, who: dict[str, Any]) -> object:
        open_one = Objection.objects.filter(entitlement=walk.line).latest("pk")
        return act(open_one.pk, finding="已核实", **who)

    return do


WHY: Final = {"reason": "经核查"}
MOVES: Final[dict[M, Callable[[Walk, dict[str, Any]], object]]] = {
    M.REVIEW: many(reviewing.review),
    M.REJECT: many(reviewing.reject, **WHY),
    M.REOPEN: many(reviewing.reopen, **WHY),
    M.CHECK: many(reviewing.check),
    M.SEND_BACK: many(reviewing.send_back, **WHY),
    M.ARRANGE: many(arranging.arrange, title="批", year=2026),
    M.TAKE_OUT: many(arranging.take_out, **WHY),
    M.PUBLISH: lambda walk, who: walk.office.publish(walk.batch(), LATER),
    M.OBJECT: lambda walk, who: noticing.object_to(walk.line.pk, text="异议", **who),
    M.DISMISS: objection(noticing.dismiss),
    M.UPHOLD: objection(noticing.uphold),
    M.ORDER: lambda walk, who: walk.office.order(walk.batch(), LATER),
    M.CONFIRM: lambda walk, who: walk.office.confirm(walk.line.pk),
    M.DECLINE: many(confirming.decline, **WHY),
    M.APPROVE: lambda walk, who: paying.approve(walk.payments("submitted"), **who),
    M.RELEASE: lambda walk, who: paying.release(walk.payments("approved"), **who),
    M.SETTLE: lambda walk, who: paying.settle(walk.payments("released"), on=DAY_AFTER, **who),
    M.BOUNCE: lambda walk, who: paying.bounce(
        walk.payments("released")[0], on=DAY_AFTER, cause="账号有误", **who
    ),
    M.EVALUATE: lambda walk, who: evaluating.evaluate(
        walk.line.pk, passed=True, note="合格", **who
    ),
    M.FORFEIT: lambda walk, who: evaluating.evaluate(
        walk.line.pk, passed=False, note="不合格", **who
    ),
    M.CORRECT: many(evaluating.correct, **WHY),
    M.CLAW_BACK: Walk.claw_back,
    M.RECEIVE: lambda walk, who: walk.receive(who, 400),
    M.RECOVER: lambda walk, who: walk.receive(who, 1000),
    M.WAIVE: lambda walk, who: recovering.waive(
        Clawback.objects.filter(entitlement=walk.line).latest("pk").pk, **WHY, **who
    ),
}
WHO: Final = {
    **dict.fromkeys(M, "bureau"),
    **dict.fromkeys((M.REVIEW, M.REJECT, M.CONFIRM), "district"),
    **dict.fromkeys((M.APPROVE, M.CLAW_BACK, M.WAIVE), "finance_lead"),
    **dict.fromkeys((M.RELEASE, M.SETTLE, M.BOUNCE, M.RECEIVE, M.RECOVER), "finance"),
}


@pytest.mark.parametrize("seed", range(WALKS))
def test_the_book_agrees_after_every_step_of_any_walk(seed: int) -> None:
    """What the table has is made (or refused in words), what it does not have is refused."""
    dice, walk, went = Random(seed), Walk(), []
    for _ in range(STEPS):
        state = walk.state
        table = sorted({row.move for row in FLOW if state in row.frm} & MOVES.keys())
        # Mostly a step of the table, and of those rather one that leads on than one that ends.
        onward = [move for move in table if move not in {M.REJECT, M.UPHOLD, M.DECLINE, M.FORFEIT}]
        move = dice.choice((onward or table) * 6 + table + sorted(MOVES))
        try:
            walk.make(move)
            went.append(move)
        except (ActionRefused, Entitlement.DoesNotExist, Payment.DoesNotExist):
            assert walk.state == state
        except (Clawback.DoesNotExist, Objection.DoesNotExist, DisbursementBatch.DoesNotExist):
            assert walk.state == state
        with bootstrap_scope():
            assert list(findings()) == [], (seed, went)

    assert len(went) > 5, went


CASES: Final = 12
AMOUNTS: Final = (None, 30, 60, 100)


def test_the_finder_pays_what_the_rule_says_whatever_was_paid_before() -> None:
    city = make_access("bureau_staff")
    for seed in range(CASES * WALKS):
        dice = Random(seed)
        firm, before, others = small_case(dice)
        with scoped(city):
            finding.find(others[0].pk, access=city, at=LATER, on=date(2026, 5, 1))
        with bootstrap_scope():
            paid = paid_for([make_payee(firm).pk], before.of.matter)[make_payee(firm).pk]
            lines = Entitlement.objects.filter(programme__in=others, payee__enterprise=firm)
            lines = lines.exclude(state=S.RECOVERED)
            found = {line.programme.code: line.payable for line in lines}
        options = [Option(it.code, standard(it), 0) for it in others]
        wanted = settle(options, paid=paid.paid, approved=paid.approved, recovered=paid.recovered)

        assert found == {it.option.code: it.payable.amount for it in wanted}, seed


def small_case(dice: Random) -> tuple[Enterprise, Office, list[Any]]:
    """An enterprise with a line of one programme as far as the dice take it, and other programmes
    of the matter that may claim; perhaps a payment of the past as well.
    """
    with bootstrap_scope():
        matter = make_matter()
        mine = make_programme(matter=matter, amount_rule={"kind": "fixed", "amount": "100"})
        others = [
            make_programme(
                matter=matter,
                amount_rule=None if it is None else {"kind": "fixed", "amount": str(it)},
            )
            for it in dice.choices(AMOUNTS, k=dice.randint(1, 2))
        ]
        office = Office(programme=mine)
        firm = make_enterprise(unit=office.unit)
        make_title(firm, Tier.LITTLE_GIANT, valid_from=date(2025, 6, 1))
        told = dice.choice((None, "unknown", 10, 40))
        if told is not None:
            PastPayment.objects.create(
                enterprise=firm,
                jurisdiction=office.unit,
                programme="旧奖励",
                matter=matter.title,
                amount=None if told == "unknown" else told,
                year=2024,
                recorded_at=AT,
            )
    far = dice.choice(("nowhere", "checked", "paid", "back", "forgiven"))
    if far == "nowhere" or told == "unknown":
        return firm, office, [*others, mine]  # it may claim as well
    payable = Decimal(dice.choice((20, 50)))
    line = office.line(firm, gross=100, payable=payable)
    if far == "checked":
        office.checked([line])
        return firm, office, others
    office.grant(Decimal(1000))
    office.__dict__["budget"] = None
    office.paid([line])
    part = Decimal(0)
    if far in {"back", "forgiven"}:
        part = Decimal(dice.choice((dice.randint(1, int(payable)), int(payable))))
        with scoped(office.finance_lead):
            row = recovering.claw_back(
                line.pk,
                access=office.finance_lead,
                at=LATER,
                cause="不实",
                decision_no="决1号",
                decided_on=LATER.date(),
                due_on=LATER.date() + timedelta(days=9),
                principal=part,
            )
        if far == "back":
            with scoped(office.finance):
                recovering.receive(row.pk, access=office.finance, at=LATER, principal=part)
        else:
            with scoped(office.finance_lead):
                recovering.waive(row.pk, access=office.finance_lead, at=LATER, reason="撤销")
    with bootstrap_scope():
        assert Entitlement.objects.get(pk=line.pk).state in {S.SETTLED, S.RECOVERED}
    # Wholly given back, and no bar: what was promised may be claimed again.
    free = far == "back" and part == payable
    return firm, office, [*others, mine] if free else others


def standard(programme: Any) -> Decimal | None:
    rule = programme.amount_rule
    return None if rule is None else Decimal(rule["amount"])
