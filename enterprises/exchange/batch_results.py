"""评审结果: what the experts said of the lines of a batch that is under review."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from enterprises.actions import batch_results
from enterprises.actions.batch_results import Result
from enterprises.choices import BatchStage
from enterprises.choices.holding import ExpertOutcome
from enterprises.exchange.subject import PARSERS, enterprise
from enterprises.models import BatchCandidate, RecognitionBatch
from enterprises.rules.batches import require_result
from wuhan_smes.access import Capability, Reach
from wuhan_smes.errors import ActionRefused, Fault
from wuhan_smes.exchange.choices import Operation, SourceRank, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Field, Kind, Row, Trace, kinds
from wuhan_smes.many_rows import among

TABLE: Final = BatchCandidate._meta.db_table
WORDS: Final[Mapping[ExpertOutcome, tuple[str, ...]]] = {
    ExpertOutcome.PASSED: ("通过", "评审通过", "合格", "是"),
    ExpertOutcome.FAILED: ("不通过", "未通过", "评审不通过", "不合格", "否"),
}
NOT_LISTED: Final = Decision.refused(Fault("", "not_listed", "企业不在这个批次的名单中"))
Lines = dict[tuple[int, int], BatchCandidate]


def outcomes(_: Reach) -> Mapping[str, str]:
    return {word: outcome.value for outcome, words in WORDS.items() for word in words}


def batches(_: Reach) -> Mapping[str, str]:
    """Batches under review, by name."""
    rows = RecognitionBatch.objects.filter(stage=BatchStage.REVIEWING).order_by("pk")
    return {name: str(pk) for name, pk in rows.values_list("name", "pk")}


def decide(rows: Sequence[Row], context: Context) -> Iterator[Decision]:
    lines = _lines(rows)
    for row in rows:
        line = lines.get(_key(row))
        yield NOT_LISTED if line is None else _decided(line, row)


def apply(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    """Batch by batch, each through the action that the page uses."""
    before = {
        key: {"expert_outcome": line.expert_outcome, "state": line.state, "note": line.note}
        for key, line in _lines(rows).items()
    }
    told: defaultdict[int, dict[int, Result]] = defaultdict(dict)
    for row in rows:
        batch, enterprise_id = _key(row)
        told[batch][enterprise_id] = Result(row.values["outcome"], row.values.get("remark", ""))
    for batch, results in told.items():
        batch_results.take(batch, access=context.access, at=context.at, results=results)
    after = _lines(rows)
    for row in rows:
        key = _key(row)
        line = after[key]
        yield Trace(
            row.id,
            TABLE,
            line.pk,
            Operation.UPDATED,
            line.enterprise_id,
            str(line.batch_id),
            ["outcome"],
            before[key],
            {"expert_outcome": line.expert_outcome, "state": line.state, "note": line.note},
        )


def undo(traces: Sequence[Trace], context: Context) -> None:
    """Lines that had a result before get it again, the others have none."""
    lines = BatchCandidate.objects.filter(among("pk", [it.target_id for it in traces]))
    batch_of = dict(lines.values_list("pk", "batch_id"))
    words: dict[str, Any] = {"access": context.access, "at": context.at}
    none: defaultdict[int, list[int]] = defaultdict(list)
    again: defaultdict[int, dict[int, Result]] = defaultdict(dict)
    for it in traces:
        if it.subject_id is None:
            continue
        if was := it.before["expert_outcome"]:
            again[batch_of[it.target_id]][it.subject_id] = Result(was, it.before["note"])
        else:
            none[batch_of[it.target_id]].append(it.subject_id)
    for batch, ids in none.items():
        reason = f"撤回{context.source}"[:200]
        batch_results.take_back(batch, **words, enterprise_ids=ids, reason=reason)
    for batch, results in again.items():
        batch_results.take(batch, **words, results=results)


def touched(traces: Sequence[Trace]) -> dict[int, str]:
    """Rows whose lines were said something else of since, or went on."""
    rows = BatchCandidate.objects.filter(among("pk", [it.target_id for it in traces]))
    found = {line.pk: line for line in rows.select_related("batch")}
    told = {}
    for it in traces:
        line = found.get(it.target_id)
        if line is None:
            told[it.row_id] = "企业已转由其他单位管理"
        elif line.batch.stage != BatchStage.REVIEWING:
            told[it.row_id] = f"批次已进入{line.batch.get_stage_display()}"
        elif line.expert_outcome != it.after["expert_outcome"]:
            told[it.row_id] = "评审结果之后又有变动"
    return told


def _decided(line: BatchCandidate, row: Row) -> Decision:
    said = row.values["outcome"]
    thread = str(line.batch_id)
    try:
        require_result(line.state, line.expert_outcome, said)
    except ActionRefused as refusal:
        return Decision.refused(Fault("", refusal.code, refusal.message))
    if line.expert_outcome == said:
        return Decision(Verdict.UNCHANGED, thread=thread)
    was = line.get_expert_outcome_display() if line.expert_outcome else ""
    changes = {"outcome": [was, ExpertOutcome(said).label]}
    return Decision(Verdict.CHANGED if was else Verdict.NEW, changes, thread=thread)


def _lines(rows: Collection[Row]) -> Lines:
    keys = {_key(row) for row in rows}
    found = BatchCandidate.objects.filter(
        among("batch_id", {batch for batch, _ in keys}),
        among("enterprise_id", {enterprise_id for _, enterprise_id in keys}),
    )
    return {(line.batch_id, line.enterprise_id): line for line in found}


def _key(row: Row) -> tuple[int, int]:
    return int(row.values["batch"]), row.subject_id or 0


kinds.add(
    Kind(
        name="batch-results",
        title="评审结果",
        purpose="登记评审中批次的专家评审结果：通过的进入公示，不通过的止步",
        capability=Capability.TITLE_EDIT,
        fields=(
            Field("batch", "批次", "choice", True, True, batches, example="第八批"),
            Field("outcome", "评审结果", "choice", True, True, outcomes, example="通过"),
            Field("remark", "备注", example="专家组意见"),
        ),
        decide=decide,
        apply=apply,
        undo=undo,
        touched=touched,
        subject=enterprise,
        rank=SourceRank.BUREAU,
        parsers=PARSERS,
    )
)
