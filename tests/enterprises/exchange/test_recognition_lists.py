"""A published list of titles: what the dry run says, what the act does, how it is taken back."""

import traceback
from datetime import date
from typing import Any

import pytest

from enterprises.actions.title_versions import SomeRefused
from enterprises.choices import CultivationStage, ListEffect, Tier
from enterprises.exchange.title_reading import Reading, in_order
from enterprises.exchange.titles import TABLE
from enterprises.models import Cultivation, Recognition, RecognitionBatch
from tests.enterprises.exchange.staged import apply, context, decide, rows, touched, undo
from tests.enterprises.titles.conftest import NOON, Town, build_town, current, entries, versions
from tests.factories.cultivation import make_way
from tests.factories.titles import make_batch
from wuhan_smes.errors import ActionRefused
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Trace, kinds

LIST = {
    "tier": "innovative_sme",
    "valid_from": "2026-01-01",
    "valid_to": "2028-12-31",
    "document_no": "鄂经信〔2026〕9号",
    "announced_on": "2026-02-01",
}
KIND = kinds.get("recognitions")


@pytest.fixture(autouse=True)
def as_a_long_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """One row is written while the next is thought about, as thousands are."""
    monkeypatch.setattr("wuhan_smes.alongside.AT_ONCE", 1)


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def of(town: Town) -> Context:
    return context(town.keeper, town.unit.pk)


def said(town: Town, *given: dict[str, Any], **also: Any) -> list[Decision]:
    return decide(KIND, rows(*({**LIST, **it, **also} for it in given)), of(town))


def told(decision: Decision) -> str:
    return "；".join(fault.detail for fault in decision.faults)


def take(town: Town, *given: dict[str, Any], **also: Any) -> list[Trace]:
    return apply(KIND, rows(*({**LIST, **it, **also} for it in given)), of(town))


def test_a_new_title_is_announced_by_the_dry_run_and_then_given(town: Town) -> None:
    it = town.enterprise()

    (decision,) = said(town, {"of": it})
    (trace,) = take(town, {"of": it, "cert_no": "A-1"})

    assert decision.verdict == Verdict.NEW
    assert decision.thread == "innovative_sme"
    assert decision.changes["valid_to"] == ["", date(2028, 12, 31)]
    title = Recognition.objects.current().get(enterprise=it)
    assert (title.valid_from, title.valid_until) == (date(2026, 1, 1), date(2029, 1, 1))
    assert (title.document_no, title.certificate_no) == ("鄂经信〔2026〕9号", "A-1")
    assert title.source == "导入〔2026〕00001《名单.xlsx》 第1表第2行"
    assert (trace.table, trace.target_id) == (TABLE, title.pk)
    assert (trace.operation, trace.subject_id) == (Operation.ADDED, it.pk)
    assert len(entries("title.recognise")) == 1


def test_whoever_was_on_the_way_arrives_by_the_list_and_waits_where_he_stood_without_it(
    town: Town,
) -> None:
    stages = (CultivationStage.SEEDLING, CultivationStage.PREPARING, CultivationStage.APPLIED)
    given = [(town.enterprise(), stage) for stage in stages]
    ways = [make_way(it, stage, tier=LIST["tier"]) for it, stage in given]
    other = make_way(given[0][0], tier=Tier.LITTLE_GIANT)

    traces = take(town, *({"of": it} for it, _ in given))

    assert _stages(*ways, other) == ["recognised"] * 3 + ["seedling"]
    assert len(entries("cultivation.recognise")) == 3
    undo(KIND, traces, of(town))
    assert _stages(*ways, other) == ["seedling", "preparing", "applied", "seedling"]
    assert len(entries("cultivation.undo")) == 3


def test_a_title_that_is_over_or_given_beside_an_older_one_moves_nobody(town: Town) -> None:
    way = make_way(town.enterprise(), tier=LIST["tier"])
    take(town, {"of": way.enterprise, "valid_from": "2020-01-01", "valid_to": "2022-12-31"})
    assert _stages(way) == ["seedling"]

    holder = town.enterprise()
    before = make_way(holder, CultivationStage.RECOGNISED, tier=LIST["tier"])
    undo(KIND, take(town, {"of": holder}), of(town))
    assert _stages(before) == ["recognised"]


def test_a_refusal_that_many_rows_share_stays_as_short_as_one(town: Town) -> None:
    reading = Reading.of(of(town))
    given = rows(*({**LIST, "tier": "", "of": town.enterprise()} for _ in range(3)))
    depths = set()
    for _ in range(9):
        for where, row in in_order(given):
            with pytest.raises(ActionRefused) as refused:
                reading.listed(row, where)
            depths.add(len(traceback.extract_tb(refused.value.__traceback__)))

    assert max(depths) <= 4


def _stages(*ways: Cultivation) -> list[str]:
    return [Cultivation.objects.get(pk=way.pk).stage for way in ways]


def test_the_dry_run_writes_nothing(town: Town) -> None:
    said(town, {"of": town.enterprise()})

    assert not Recognition.objects.filter(jurisdiction=town.unit).exists()


def test_the_same_list_again_changes_nothing(town: Town) -> None:
    it = town.enterprise()
    take(town, {"of": it})

    assert [x.verdict for x in said(town, {"of": it})] == [Verdict.UNCHANGED]
    assert take(town, {"of": it}) == []
    assert Recognition.objects.filter(enterprise=it).count() == 1


def test_what_the_register_does_not_know_yet_is_filled_in(town: Town) -> None:
    title = town.title(valid_from=date(2026, 1, 1), valid_until=date(2029, 1, 1))

    (decision,) = said(town, {"of": title.enterprise})
    (trace,) = take(town, {"of": title.enterprise})

    assert decision.verdict == Verdict.CHANGED
    assert decision.changes == {
        "document_no": ["", "鄂经信〔2026〕9号"],
        "announced_on": [None, date(2026, 2, 1)],
    }
    assert current(title.series).document_no == "鄂经信〔2026〕9号"
    assert trace.operation == Operation.UPDATED
    assert trace.before["document_no"] == ""


def test_a_contradiction_is_shown_from_both_sides_and_left_to_a_person(town: Town) -> None:
    title = town.title(valid_from=date(2026, 2, 1), document_no="鄂经信〔2026〕1号")

    (decision,) = said(town, {"of": title.enterprise})

    assert decision.verdict == Verdict.CONFLICT
    assert decision.changes["valid_from"] == [date(2026, 2, 1), date(2026, 1, 1)]
    assert decision.changes["document_no"] == ["鄂经信〔2026〕1号", "鄂经信〔2026〕9号"]
    with pytest.raises(ActionRefused, match="先选择采用哪一方"):
        take(town, {"of": title.enterprise})
    take(town, {"of": title.enterprise, "chosen": "file"})
    assert current(title.series).valid_from == date(2026, 1, 1)
    assert entries("title.correct")[0]["valid_from"] == ["2026-02-01", "2026-01-01"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"tier": ""}, "请写明认定的梯度"),
        ({"valid_from": "2019-01-01", "valid_to": "2021-12-31"}, "不能早于企业成立日期"),
        ({"valid_from": None, "valid_to": None}, "请填写有效期起"),
        ({"announced_on": "2026-03-04"}, "公布日期不能晚于今天"),
        ({"tier": "srdi_sme"}, "没有有效的“科技型中小企业”或“创新型中小企业”称号"),
        ({"subclass": "product"}, "没有这个子类"),
        ({"batch": "春季名单"}, "看不出是第几批"),
        ({"batch": "第八批"}, "批次“第八批”尚未登记，请市经信局先登记"),
    ],
)
def test_what_the_rules_forbid_is_refused_with_their_sentence(
    town: Town, values: dict[str, Any], sentence: str
) -> None:
    (decision,) = said(town, {"of": town.enterprise(), **values})

    assert decision.verdict == Verdict.REFUSED
    assert sentence in told(decision)


def test_a_missing_lower_title_may_be_explained(town: Town) -> None:
    (decision,) = said(town, {"of": town.enterprise(), "tier": "srdi_sme", "despite": "省厅批复"})

    assert decision.verdict == Verdict.NEW


def test_a_list_may_give_a_title_and_build_on_it(town: Town) -> None:
    it = town.enterprise()
    both = ({"of": it}, {"of": it, "tier": "srdi_sme"})

    assert [x.verdict for x in said(town, *both)] == [Verdict.NEW, Verdict.NEW]
    take(town, *both)
    assert Recognition.objects.current().filter(enterprise=it).count() == 2


def test_a_line_twice_counts_once(town: Town) -> None:
    it = town.enterprise()

    verdicts = [x.verdict for x in said(town, {"of": it}, {"of": it})]

    assert verdicts == [Verdict.NEW, Verdict.UNCHANGED]
    assert len(take(town, {"of": it}, {"of": it})) == 1


def test_another_units_enterprise_gets_nothing_from_here(town: Town) -> None:
    it = town.enterprise()
    there = context(town.neighbour, town.unit.pk)

    (decision,) = decide(KIND, rows({**LIST, "of": it}), there)

    assert "不在您的管理范围内" in told(decision)


def test_rows_that_the_register_no_longer_takes_stop_the_whole_list(town: Town) -> None:
    gone = [town.enterprise(status="deregistered") for _ in range(2)]

    with pytest.raises(SomeRefused, match="第1表第3行：企业已注销") as refused:
        take(town, {"of": town.enterprise()}, *({"of": it} for it in gone))

    assert "第1表第4行" in refused.value.message
    assert not Recognition.objects.filter(jurisdiction=town.unit).exists()


def test_the_city_records_a_batch_that_nobody_opened(town: Town) -> None:
    everywhere = context(town.city, town.unit.pk)
    first, second = (town.enterprise() for _ in range(2))
    given = rows(
        {**LIST, "of": first, "batch": "第八批"}, {**LIST, "of": second, "batch": "第八批"}
    )

    (dry, _) = decide(KIND, given, everywhere)
    assert dry.verdict == Verdict.NEW
    assert not RecognitionBatch.objects.filter(ordinal=8, year=2026).exists()
    apply(KIND, given, everywhere)

    batch = RecognitionBatch.objects.get(ordinal=8, year=2026, tier=Tier.INNOVATIVE_SME)
    assert (batch.kind, batch.stage, batch.recogniser_level) == ("new", "announced", "provincial")
    titles = Recognition.objects.filter(batch=batch)
    assert {title.enterprise_id for title in titles} == {first.pk, second.pk}
    assert [x.verdict for x in decide(KIND, given, everywhere)] == [Verdict.UNCHANGED] * 2


def test_a_batch_is_found_by_number_and_year(town: Town) -> None:
    it = town.enterprise()
    make_batch(ordinal=61, year=2025)
    meant = make_batch(ordinal=61, year=2026)

    take(town, {"of": it, "batch": "第六十一批", "year": 2026})

    assert Recognition.objects.get(enterprise=it).batch_id == meant.pk


def test_a_passed_review_in_a_section_renews_the_title(town: Town) -> None:
    old = town.title(valid_from=date(2023, 1, 1), valid_until=date(2026, 1, 1))

    (decision,) = said(town, {"of": old.enterprise}, outcome="passed")
    take(town, {"of": old.enterprise}, outcome="passed")

    assert decision.verdict == Verdict.NEW
    new = Recognition.objects.current().get(predecessor_series=old.series)
    assert (new.outcome, new.valid_from) == ("review_passed", date(2026, 1, 1))
    (again,) = said(town, {"of": old.enterprise}, outcome="passed")
    assert again.verdict == Verdict.UNCHANGED


def test_a_passed_review_of_a_title_nobody_registered_is_given_as_such(town: Town) -> None:
    it = town.enterprise()
    take(town, {"of": it}, outcome="passed")

    assert Recognition.objects.get(enterprise=it).outcome == "review_passed"


def test_what_a_list_gave_is_struck_when_it_is_taken_back(town: Town) -> None:
    it = town.enterprise()
    traces = take(town, {"of": it})

    undo(KIND, traces, of(town))

    (first, last) = versions(Recognition.objects.current().get(enterprise=it).series)
    assert first.superseded_at is not None
    assert last.in_force.isempty
    assert last.withdrawal_cause == "error"
    assert entries("title.take_back")[0]["withdrawal_cause"] == ["", "error"]
    assert [x.verdict for x in said(town, {"of": it})] == [Verdict.NEW]


def test_what_a_list_changed_is_as_before_when_it_is_taken_back(town: Town) -> None:
    title = town.title(valid_from=date(2026, 2, 1), review_pending=True)
    traces = take(town, {"of": title.enterprise, "chosen": "file"})

    undo(KIND, traces, of(town))

    last = current(title.series)
    assert last.version == 3
    assert (last.valid_from, last.valid_until) == (title.valid_from, title.valid_until)
    assert last.in_force == title.in_force


def test_a_renewed_title_pends_again_when_its_renewal_is_taken_back(town: Town) -> None:
    old = town.title(valid_from=date(2023, 1, 1), valid_until=date(2026, 1, 1), review_pending=True)
    traces = take(town, {"of": old.enterprise}, outcome="passed")
    assert [trace.operation for trace in traces] == [Operation.UPDATED, Operation.ADDED]

    undo(KIND, traces, of(town))

    assert current(old.series).in_force == old.in_force
    assert Recognition.objects.current().get(predecessor_series=old.series).in_force.isempty


def test_titles_changed_since_are_named(town: Town) -> None:
    from enterprises.actions import recognitions, title_changes  # noqa: PLC0415 - reads as the story

    first, second, third = (town.enterprise() for _ in range(3))
    traces = take(town, {"of": first}, {"of": second}, {"of": third})
    series = {t.subject_id: t.after["series"] for t in traces}
    title_changes.withdraw(
        series[first.pk], access=town.keeper, at=NOON, on=date(2026, 3, 1), cause="waived",
        reason="自愿",
    )  # fmt: skip
    recognitions.renew(series[second.pk], access=town.keeper, at=NOON, award=recognitions.Award())

    assert touched(KIND, traces, town.keeper) == {
        2: "称号于 2026-03-03 又有变动（自愿）",
        3: "该称号之后已复核续期",
    }
    assert touched(KIND, traces, town.neighbour).keys() == {2, 3, 4}


def test_effects_are_called_as_verdicts_are() -> None:
    assert {effect.value for effect in ListEffect} <= set(Verdict.values)
