"""The result of a review by list: passed, failed, never came; and taken back."""

from datetime import date
from typing import Any

import pytest

from enterprises.models import Recognition
from tests.enterprises.exchange.staged import apply, context, decide, rows, undo
from tests.enterprises.titles.conftest import Town, build_town, current, entries
from wuhan_smes.exchange.choices import Verdict
from wuhan_smes.exchange.kinds import Decision, Trace, kinds

LIST = {
    "tier": "innovative_sme",
    "document_no": "鄂经信〔2026〕9号",
    "announced_on": "2026-02-01",
}
KIND = kinds.get("reviews")
BEGAN, ENDS = date(2023, 7, 1), date(2026, 7, 1)


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def said(town: Town, *given: dict[str, Any], **also: Any) -> list[Decision]:
    return decide(
        KIND, rows(*({**LIST, **it, **also} for it in given)), context(town.keeper, town.unit.pk)
    )


def take(town: Town, *given: dict[str, Any], **also: Any) -> list[Trace]:
    return apply(
        KIND, rows(*({**LIST, **it, **also} for it in given)), context(town.keeper, town.unit.pk)
    )


def under_review(town: Town, **values: Any) -> Recognition:
    return town.title(valid_from=BEGAN, valid_until=ENDS, **values)


def test_who_passed_holds_on_and_who_did_not_ends_at_its_term(town: Town) -> None:
    passed, failed, absent = (under_review(town) for _ in range(3))
    given = [
        {"of": passed.enterprise, "outcome": "passed"},
        {"of": failed.enterprise, "outcome": "failed"},
        {"of": absent.enterprise, "outcome": "absent"},
    ]

    verdicts = [it.verdict for it in said(town, *given)]
    take(town, *given)

    assert verdicts == [Verdict.NEW, Verdict.CHANGED, Verdict.CHANGED]
    renewed = Recognition.objects.current().get(predecessor_series=passed.series)
    assert (renewed.valid_from, renewed.valid_until) == (ENDS, date(2029, 7, 1))
    for title, cause in ((failed, "review_failed"), (absent, "not_reviewed")):
        last = current(title.series)
        assert (last.withdrawn_on, last.withdrawal_cause) == (ENDS, cause)
        assert last.withdrawal_document == "鄂经信〔2026〕9号"
    assert [it.verdict for it in said(town, *given)] == [Verdict.UNCHANGED] * 3
    assert take(town, *given) == []


def test_a_title_kept_by_its_review_ends_with_the_announcement(town: Town) -> None:
    title = town.title(
        valid_from=date(2022, 7, 1), valid_until=date(2025, 7, 1), review_pending=True
    )

    (decision,) = said(town, {"of": title.enterprise}, outcome="failed")
    take(town, {"of": title.enterprise}, outcome="failed")

    assert decision.changes == {
        "outcome": ["", "复核未通过"],
        "valid_to": [date(2025, 6, 30), date(2026, 1, 31)],
    }
    assert current(title.series).in_force.upper == date(2026, 2, 1)


@pytest.mark.parametrize("outcome", ["passed", "failed", "absent"])
def test_a_review_of_a_title_nobody_registered_is_refused(town: Town, outcome: str) -> None:
    (decision,) = said(town, {"of": town.enterprise()}, outcome=outcome)

    assert decision.verdict == Verdict.REFUSED
    assert decision.faults[0].detail == "没有可复核的“创新型中小企业”称号"


def test_a_result_that_cannot_be_told_from_the_last_is_refused(town: Town) -> None:
    title = under_review(town)

    (decision,) = said(
        town, {"of": title.enterprise}, outcome="passed", document_no="", valid_from=None
    )

    assert "须写明有效期起、批次或文号" in decision.faults[0].detail


def test_a_term_that_begins_before_the_old_one_ends_is_refused(town: Town) -> None:
    title = under_review(town)

    (decision,) = said(town, {"of": title.enterprise}, outcome="passed", valid_from="2026-06-01")

    assert "应自原称号期满之次日（2026-07-01）起" in decision.faults[0].detail


def test_two_results_for_one_review_contradict_each_other(town: Town) -> None:
    title = under_review(town)
    take(town, {"of": title.enterprise}, outcome="passed", announced_on="2026-03-02")

    (decision,) = said(town, {"of": title.enterprise}, outcome="failed", announced_on="2026-03-02")

    assert decision.verdict == Verdict.REFUSED
    assert decision.faults[0].detail == "该称号已登记为本批复核通过，与本行结果矛盾，请核对"


def test_results_taken_back_leave_every_title_as_it_was(town: Town) -> None:
    titles = [
        under_review(town),
        under_review(town, review_pending=True),
        town.title(valid_from=date(2022, 7, 1), valid_until=date(2025, 7, 1), review_pending=True),
    ]
    outcomes = ("passed", "failed", "absent")
    traces = take(
        town,
        *({"of": t.enterprise, "outcome": o} for t, o in zip(titles, outcomes, strict=True)),
    )

    undo(KIND, traces, context(town.keeper, town.unit.pk))

    assert [current(it.series).in_force for it in titles] == [it.in_force for it in titles]
    assert [current(it.series).outcome for it in titles] == ["new"] * 3
    assert len(entries("title.take_back")) == len(traces)
