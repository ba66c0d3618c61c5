"""A planted effect is found, a placebo shows none, and a handful proves nothing."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from enterprises.choices import Tier
from measures.models import Matter, PastPayment
from measures.queries.effect import Asked, PaidYear, days_of, found, year_to_ask
from measures.reports.effect import TOO_FEW, told
from measures.rules.effect import LEAST, Effect, Stratum, effect, wilson
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.enterprises import make_enterprise, make_industry
from tests.factories.titles import make_title
from wuhan_smes.reporting.catalogue import catalogue
from wuhan_smes.scope import bootstrap_scope, scoped

WORLDS = 300
ASKED = {"first": date(2024, 1, 1), "last": date(2024, 12, 31), "until": date(2026, 1, 1)}


def drawn(random: Random, share: float, other: float) -> list[Stratum]:
    """Strata of unlike sizes whose sides rise with these shares."""

    def ups(of: int, chance: float) -> int:
        return sum(random.random() < chance for _ in range(of))

    sizes = [(random.randint(3, 30), random.randint(3, 90)) for _ in range(8)]
    return [Stratum(t, ups(t, share), c, ups(c, other)) for t, c in sizes]


def test_no_effect_is_seldom_called_clear_and_a_planted_one_is_found() -> None:
    random = Random(7)
    none = [effect(drawn(random, 0.2, 0.2)) for _ in range(WORLDS)]
    planted = [effect(drawn(random, 0.5, 0.15)) for _ in range(WORLDS)]

    assert sum(it.is_clear for it in none) <= 0.08 * WORLDS
    assert sum(it.is_clear for it in planted) >= 0.95 * WORLDS
    covered = sum((it.low or 0) <= 0.35 <= (it.high or 0) for it in planted)
    assert covered >= 0.93 * WORLDS


def test_a_handful_and_those_without_a_like_prove_nothing() -> None:
    few = effect([Stratum(LEAST - 1, 19, 400, 0), Stratum(30, 30, 0, 0)])
    enough = effect([Stratum(LEAST, 20, 400, 0)])

    assert (few.paid, few.matched, few.difference, few.is_clear) == (49, 19, None, False)
    assert told(few) == TOO_FEW
    assert enough.difference == 1
    assert enough.is_clear
    assert effect([]) == Effect(0, 0, 0)
    low, high = wilson(0, 10)
    assert (low, round(high, 3)) == (0, 0.278)


def test_the_last_whole_year_is_asked_of_first_and_a_running_one_as_far_as_it_has_come() -> None:
    today = date(2026, 3, 9)

    assert year_to_ask([PaidYear(2026, 4), PaidYear(2023, 9)], today) == 2023
    assert year_to_ask([PaidYear(2026, 4)], today) == 2026
    assert days_of(2026, today) == (date(2026, 1, 1), today)
    assert days_of(2023, today) == (date(2023, 1, 1), date(2023, 12, 31))


class City:
    """Holders of 专精特新 in one unit: some were paid in 2024, of whom many rose."""

    def __init__(self) -> None:
        self.unit, self.section = make_unit("jiangxia"), make_industry()
        with bootstrap_scope():
            self.matter = Matter.objects.create(code="aid", title="示例奖补", once_per="lifetime")
        self.settle(24, 16, paid=True)
        self.settle(36, 3, paid=False)
        self.settle(2, 2, paid=True, unit=make_unit("huangpi"))

    def settle(self, many: int, rise: int, *, paid: bool, unit: Any = None) -> None:
        for n in range(many):
            firm = make_enterprise(unit=unit or self.unit, industry=self.section)
            term = {"valid_from": date(2020, 6, 1), "valid_until": date(2029, 1, 1)}
            make_title(firm, Tier.SRDI_SME, **term)
            if n < rise:
                make_title(firm, Tier.LITTLE_GIANT, valid_from=date(2025, 6, 1),
                           valid_until=date(2029, 1, 1))  # fmt: skip
            if paid:
                with bootstrap_scope():
                    PastPayment.objects.create(
                        enterprise=firm,
                        jurisdiction_id=firm.jurisdiction_id,
                        programme="示例奖补",
                        paid_on=date(2024, 5, 5),
                        amount=Decimal(100),
                        recorded_at=timezone.now(),
                    )


@pytest.mark.django_db
def test_recipients_are_compared_with_their_like_and_the_placebo_is_quiet() -> None:
    city = City()
    bureau = make_access("bureau_staff")
    clerk = make_access("district_staff", unit=make_unit("huangpi"))

    with scoped(bureau):
        answer = found(Asked(**ASKED, matter=city.matter), reach=bureau.total_reach())
        later = {**ASKED, "first": date(2025, 1, 1), "last": date(2025, 12, 31)}
        nobody = found(Asked(**later, matter=city.matter), reach=bureau.total_reach())
    assert (answer.effect.paid, answer.effect.matched, answer.effect.controls) == (26, 24, 36)
    assert round(answer.effect.difference or 0, 3) == round(16 / 24 - 3 / 36, 3)
    assert answer.effect.is_clear
    assert (answer.placebo.difference, answer.placebo.is_clear) == (0, False)
    assert answer.placebo_from == date(2021, 12, 29)
    assert (nobody.effect.paid, nobody.effect.difference) == (0, None)
    with scoped(clerk):
        own = found(Asked(**ASKED), reach=clerk.total_reach())
    assert (own.effect.paid, own.effect.difference) == (2, None)

    user = make_user("bureau_staff")
    page, api = Client(), APIClient()
    page.force_login(user)
    api.force_login(user)
    words = {"matter": "aid", "first": "2024-01-01", "last": "2024-12-31", "until": "2026-01-01"}
    asked_first = page.get("/effect/").context
    assert (asked_first["form"]["first"].value(), bool(asked_first["rows"])) == ("2024-01-01", True)
    nothing = page.get("/effect/", {"first": "2023-01-01", "last": "2023-12-31"}).content.decode()
    assert "2024 年（26 家）" in nothing
    shown = page.get("/effect/", words).content.decode()
    assert "差异明显" in shown
    assert "看不出差异" in shown
    turned = page.get("/effect/", {**words, "until": "2024-02-01"}).content.decode()
    assert "对照日不能早于" in turned
    asked = {"matter": "aid", "from": "2024-01-01", "to": "2024-12-31", "until": "2026-01-01"}
    told_by_api = api.get("/api/v1/effect/", asked)
    assert told_by_api.status_code == 200, told_by_api.content
    assert told_by_api.json()["effect"]["matched"] == 24
    assert api.get("/api/v1/effect/", {**asked, "matter": "none"}).status_code == 400
    report = catalogue.get("measure-effect")
    with scoped(bureau):
        choices = report.read(words, timezone.localdate())
        sheet = report.built(bureau, choices, timezone.now())
    assert [row[-1] for row in sheet.rows] == ["差异明显", "看不出差异"]
