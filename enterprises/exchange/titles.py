"""What lists of titles share: the dry run, the act, and taking it back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from enterprises.actions.title_lists import Done, Listed, judged, take_list
from enterprises.actions.title_rows import holdings
from enterprises.actions.title_undoing import Step, changed_since, columns_of, take_back
from enterprises.actions.title_versions import refuse_together
from enterprises.choices import TierSubclass
from enterprises.exchange.title_reading import Reading, in_order
from enterprises.rules.tier_words import tier_words
from wuhan_smes.access import Reach
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Apply, Context, Decide, Decision, Field, Row, Trace

TABLE: Final = "enterprises_recognition"
OUT_OF_REACH: Final = Decision.refused(
    Fault("", "out_of_reach", "企业不在您的管理范围内，不能登记称号")
)


def tiers(_: Reach) -> Mapping[str, str]:
    """What lists call the titles."""
    return tier_words()


def subclasses(_: Reach) -> Mapping[str, str]:
    return {it.label: it.value for it in TierSubclass}


TITLE_FIELDS: Final = (
    Field("subclass", "子类", "choice", options=subclasses, example="示范企业"),
    Field("batch", "批次", ask=True, example="第八批"),
    Field("year", "年度", "year", example="2026"),
    Field("recogniser", "认定机关", example="湖北省经济和信息化厅"),
    Field("document_no", "文号", "doc_no", ask=True, example="鄂经信〔2026〕9号"),
    Field("announced_on", "公布日期", "date", ask=True, example="2026-02-01"),
    Field("valid", "有效期", "date_span", ask=True, example="2026年2月1日至2029年1月31日"),
    Field("valid_from", "有效期起", "date", example="2026-02-01"),
    Field("valid_to", "有效期止", "date", example="2029-01-31"),
)


def deciding(*, only_known: bool) -> Decide:
    """A dry run; `only_known`: reviews of titles that nobody registered are refused."""

    def decide(rows: Sequence[Row], context: Context) -> Iterator[Decision]:
        reading = Reading.of(context, only_known=only_known)
        listed = [_listed(reading, row, where) for where, row in in_order(rows)]
        read = [it for it in listed if isinstance(it, Listed)]
        holders = holdings(
            [it.enterprise_id for it in read],
            context.access,
            tiers={it.award.tier for it in read},
        )
        sources = reading.sources
        for it in listed:
            if isinstance(it, Decision):
                yield it
            elif (holder := holders.get(it.enterprise_id)) is None:
                yield OUT_OF_REACH
            else:
                thread = it.award.tier + it.award.subclass
                try:
                    found = judged(it, holder, sources, context.at)
                except ActionRefused as refusal:
                    yield refused(refusal, thread)
                else:
                    yield Decision(Verdict(found.effect.value), found.changes, (), thread)

    return decide


def applying(*, only_known: bool) -> Apply:
    """The act: batches that are missing are recorded, then the list is taken over."""

    def apply(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
        reading = Reading.of(context, record=True, only_known=only_known)
        given: list[Listed] = []
        refused: dict[str, ActionRefused] = {}
        for where, row in in_order(rows):
            try:
                given.append(reading.listed(row, where))
            except ActionRefused as refusal:
                refused[where] = refusal
        refuse_together(refused)
        for done in take_list(given, access=context.access, at=context.at):
            yield _trace(rows[done.row], done)

    return apply


def undo(traces: Sequence[Trace], context: Context) -> None:
    """Strike what was given, give back what was changed."""
    steps = [
        Step(it.target_id, None if it.operation is Operation.ADDED else it.before)
        for it in traces
        if it.table == TABLE
    ]
    if steps:
        reason = f"撤回{context.source}"[:200]
        take_back(steps, access=context.access, at=context.at, reason=reason)


def touched(traces: Sequence[Trace]) -> dict[int, str]:
    """Rows whose titles have another last word by now."""
    of_titles = [it for it in traces if it.table == TABLE]
    since = changed_since(it.target_id for it in of_titles)
    return {it.row_id: since[it.target_id] for it in of_titles if it.target_id in since}


def _listed(reading: Reading, row: Row, where: str) -> Listed | Decision:
    try:
        return reading.listed(row, where)
    except ActionRefused as refusal:
        return refused(refusal, "")


def refused(refusal: ActionRefused, thread: str) -> Decision:
    faults = (
        refusal.faults
        if isinstance(refusal, InputRefused)
        else (Fault("", refusal.code, refusal.message),)
    )
    return Decision(Verdict.REFUSED, {}, faults, thread)


def _trace(row: Row, done: Done) -> Trace:
    title, thread = done.after, done.after.tier + done.after.subclass
    before: dict[str, Any] = {}
    if done.before is None:
        operation = Operation.ADDED
        after = {"series": title.series, **{k: v for k, (_, v) in done.changes.items()}}
    else:
        operation = Operation.UPDATED
        before, after = columns_of(done.before, title)
    return Trace(
        row.id, TABLE, title.id, operation, title.enterprise_id, thread,
        list(done.changes), before, after,
    )  # fmt: skip
