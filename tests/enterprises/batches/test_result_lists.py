"""Lists that come in: experts' results into a batch, and yearly updates that were done."""

from datetime import date
from typing import Any

from enterprises.choices import Tier
from enterprises.choices.holding import DutyKind
from enterprises.models import BatchCandidate, TitleDuty
from tests.enterprises.batches.conftest import Round, states
from tests.enterprises.exchange.staged import apply, context, decide, rows, touched, undo
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_title
from wuhan_smes.exchange.choices import Verdict
from wuhan_smes.exchange.kinds import Decision, Trace, kinds

RESULTS, DUTIES = kinds.get("batch-results"), kinds.get("duties")


def test_results_come_in_by_list_and_are_taken_back_with_it(world: Round) -> None:
    one, two, said = (world.enterprise() for _ in range(3))
    batch = world.batch(one, two, said, stage="reviewing", state="in_review")
    BatchCandidate.objects.filter(batch=batch, enterprise=said).update(expert_outcome="passed")
    ctx = context(world.city, world.here.pk)
    of = {"batch": str(batch.pk)}
    given = rows(
        {**of, "of": one, "outcome": "passed"},
        {**of, "of": two, "outcome": "failed", "remark": "数据不足"},
        {**of, "of": said, "outcome": "failed"},
    )

    unlisted = rows({**of, "of": make_enterprise(unit=world.here), "outcome": "passed"})
    verdicts = [it.verdict for it in decide(RESULTS, [*given, *unlisted], ctx)]
    traces = apply(RESULTS, given, ctx)

    assert verdicts == [Verdict.NEW, Verdict.NEW, Verdict.CHANGED, Verdict.REFUSED]
    assert states(batch) == {one.pk: "in_review", two.pk: "failed", said.pk: "failed"}
    assert {it.verdict for it in decide(RESULTS, given, ctx)} == {Verdict.UNCHANGED}
    undo(RESULTS, traces, ctx)
    assert set(states(batch).values()) == {"in_review"}
    kept = BatchCandidate.objects.filter(batch=batch).values_list("enterprise_id", "expert_outcome")
    assert dict(kept) == {one.pk: "", two.pk: "", said.pk: "passed"}


def test_updates_come_in_by_list_once(world: Round) -> None:
    title = make_title(world.enterprise(), Tier.SRDI_SME)
    duty = TitleDuty.objects.create(
        enterprise=title.enterprise,
        jurisdiction=world.here,
        series=title.series,
        tier=title.tier,
        kind=DutyKind.YEARLY_UPDATE,
        counted_from=date(2026, 1, 1),
        due_on=date(2026, 5, 31),
    )
    ctx = context(world.clerk, world.here.pk)
    row: dict[str, Any] = {
        "of": title.enterprise,
        "tier": "srdi_sme",
        "year": 2026,
        "closed_on": "2026-03-01",
    }

    def verdicts(**words: Any) -> Decision:
        (found,) = decide(DUTIES, rows({**row, **words}), ctx)
        return found

    assert verdicts().verdict == Verdict.CHANGED
    assert verdicts(year=2025).verdict == Verdict.REFUSED
    assert verdicts(closed_on="2026-04-01").verdict == Verdict.REFUSED
    traces: list[Trace] = apply(DUTIES, rows(row), ctx)
    duty.refresh_from_db()
    assert duty.done_on == date(2026, 3, 1)
    assert verdicts().verdict == Verdict.UNCHANGED
    assert DUTIES.touched(traces) == {}
    undo(DUTIES, traces, ctx)
    duty.refresh_from_db()
    assert duty.done_on is None


def test_results_of_a_batch_that_went_on_stay(world: Round) -> None:
    firm = world.enterprise()
    batch = world.batch(firm, stage="reviewing", state="in_review")
    ctx = context(world.city, world.here.pk)
    traces = apply(RESULTS, rows({"batch": str(batch.pk), "of": firm, "outcome": "passed"}), ctx)

    batch.stage = "publicised"
    batch.save()

    assert touched(RESULTS, traces, world.city) == {2: "批次已进入公示"}
