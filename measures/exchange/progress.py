"""Lists of a quarter's words: each row one clause of one unit, signed as on its page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone

from measures.actions.duties import reporting
from measures.actions.duties.reporting import Word
from measures.choices import ProgressState
from measures.models import Commitment, CommitmentUnit, ProgressEntry
from measures.queries.duties import seen
from measures.queries.targets.progress import is_counted
from measures.rules import duties as rules
from wuhan_smes.access import Capability, Reach
from wuhan_smes.accounts.models import Agency
from wuhan_smes.errors import Fault
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Field, Kind, Options, Row, Trace, kinds
from wuhan_smes.many_rows import among

NAME: Final = "progress"
CLAUSE, AGENCY, QUARTER = "duty_clause", "duty_agency", "duty_quarter"
FIGURE, TEXT = "duty_figure", "duty_text"
QUARTERS: Final = 8
STANDS: Final = "本季度已经报送；如需修改，请市级退回后重报"


def agencies(_: Reach) -> Options:
    """Every spelling of a responsible unit, with its code."""
    found: dict[str, str] = {}
    rows = Agency.objects.filter(commitments__isnull=False).distinct()
    for unit in rows.order_by("display_order", "id"):
        for word in (unit.name, *unit.aliases, unit.code):
            found.setdefault(word, unit.code)
    return found


def quarters(_: Reach) -> Options:
    """The quarters of two years as people write them, with their first day."""
    first, found = rules.quarter_of(timezone.localdate()), {}
    for _n in range(QUARTERS):
        number = first.month // 3 + 1
        for word in (rules.named(first), f"{first.year}年{number}季度", f"{first.year}Q{number}"):
            found[word] = first.isoformat()
        found[first.isoformat()] = first.isoformat()
        first = rules.last_ended(first)
    return found


@dataclass(slots=True)
class Ground:
    """What the rows of a portion name, asked for at once."""

    clauses: Mapping[str, Commitment]
    agencies: Mapping[str, Agency]
    units: frozenset[tuple[int, int]]
    entries: Mapping[tuple[int, int, date], ProgressEntry]
    counted: dict[int, bool]

    def is_counted(self, row: Commitment) -> bool:
        if row.pk not in self.counted:
            self.counted[row.pk] = is_counted(row.clause)
        return self.counted[row.pk]


def decide(rows: Sequence[Row], context: Context) -> Iterator[Decision]:
    ground, reach = _ground(rows, context), context.access.reach(Capability.PROGRESS_REPORT)
    today = timezone.localdate(context.at)
    for row in rows:
        word, faults = _word(row, ground, reach, today)
        if word is None or faults:
            yield Decision.refused(*faults)
            continue
        before = ground.entries.get(_key(word))
        thread = f"{row.values[CLAUSE]} {row.values[AGENCY]} {word.quarter_on}"[:60]
        if before is None:
            yield Decision(Verdict.NEW, _changes(word, None), thread=thread)
        elif (before.text, before.figure) == (word.text, word.figure) and _stands(before):
            yield Decision(Verdict.UNCHANGED, thread=thread)
        elif _stands(before):
            yield Decision.refused(Fault(TEXT, "told_already", STANDS))
        else:
            yield Decision(Verdict.CHANGED, _changes(word, before), thread=thread)


def apply(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    ground, reach = _ground(rows, context), context.access.reach(Capability.PROGRESS_REPORT)
    today = timezone.localdate(context.at)
    words = [word for row in rows if (word := _word(row, ground, reach, today)[0])]
    signed = reporting.report_set(words, access=context.access, at=context.at)
    for row, word, entry in zip(rows, words, signed, strict=True):
        before = ground.entries.get(_key(word))
        yield Trace(
            row.id,
            ProgressEntry._meta.db_table,
            entry.pk,
            Operation.ADDED if before is None else Operation.UPDATED,
            None,
            f"{row.values[CLAUSE]} {row.values[AGENCY]} {word.quarter_on}"[:60],
            [FIGURE, TEXT],
            {} if before is None else _plain(before),
            _plain(entry),
        )


def undo(traces: Sequence[Trace], context: Context) -> None:
    """The words go back to their units, which tell them anew."""
    ids = {it.target_id for it in traces}
    reason = f"撤回{context.source}"
    reporting.take_back_set(ids, access=context.access, at=context.at, reason=reason)


def touched(traces: Sequence[Trace]) -> dict[int, str]:
    rows = ProgressEntry.objects.filter(among("pk", {it.target_id for it in traces})).in_bulk()
    found = {}
    for it in traces:
        row = rows.get(it.target_id)
        if row is None or row.state != ProgressState.SUBMITTED:
            found[it.row_id] = "进展已由市级审核或退回"
        elif _plain(row) != dict(it.after):
            found[it.row_id] = "进展已重新报送"
    return found


def _ground(rows: Sequence[Row], context: Context) -> Ground:
    quarters_said = {it for row in rows if (it := row.values.get(QUARTER))}
    days = [date.fromisoformat(day) for day in quarters_said]
    reach = context.access.reach(Capability.PROGRESS_REPORT)
    entries = ProgressEntry.objects.within(reach).filter(quarter_on__in=days)
    commitments = Commitment.objects.select_related("clause")
    return Ground(
        {it.clause.code: it for it in commitments.order_by("pk")},
        {it.code: it for it in Agency.objects.order_by("pk")},
        frozenset(CommitmentUnit.objects.values_list("commitment_id", "agency_id")),
        {(it.commitment_id, it.agency_id, it.quarter_on): it for it in entries.order_by("pk")},
        {},
    )


def _word(
    row: Row, ground: Ground, reach: Reach, today: date
) -> tuple[Word | None, Sequence[Fault]]:
    """What a row says, and what is wrong with it."""
    said = row.values
    commitment = ground.clauses.get(str(said.get(CLAUSE, "")).strip().lower())
    agency = ground.agencies.get(said.get(AGENCY, ""))
    if commitment is None:
        return None, [Fault(CLAUSE, "unknown", f"没有条款“{said.get(CLAUSE, '')}”，如 8a")]
    if agency is None or (commitment.pk, agency.pk) not in ground.units:
        return None, [Fault(AGENCY, "not_responsible", "该单位不是这一条款的责任单位")]
    if not seen(agency, reach):
        return None, [Fault(AGENCY, "out_of_reach", "只能报送本单位的进展")]
    if not said.get(QUARTER):
        return None, [Fault(QUARTER, "required", "请填写季度")]
    quarter, figure = date.fromisoformat(said[QUARTER]), said.get(FIGURE)
    word = Word(
        commitment.pk,
        agency.pk,
        quarter,
        str(said.get(TEXT, "")).strip()[:1000],
        None if figure in (None, "") else Decimal(str(figure)).quantize(Decimal("0.01")),
    )
    return word, list(_faults(commitment, word, ground, today))


def _faults(row: Commitment, word: Word, ground: Ground, today: date) -> Iterator[Fault]:
    if not word.text:
        yield Fault(TEXT, "required", "请填写进展")
    if word.quarter_on > today:
        yield Fault(QUARTER, "in_the_future", "季度尚未开始")
    elif not rules.owed(row.starts_on, word.quarter_on):
        yield Fault(QUARTER, "not_begun", "该任务在这个季度尚未启动")
    if word.figure is not None and ground.is_counted(row):
        yield Fault(FIGURE, "counted", "该任务的完成数由系统计算，请留空")


def _stands(entry: ProgressEntry) -> bool:
    return entry.state != ProgressState.RETURNED


def _key(word: Word) -> tuple[int, int, date]:
    return word.commitment_id, word.agency_id, word.quarter_on


def _changes(word: Word, before: ProgressEntry | None) -> dict[str, list[str]]:
    told = {
        FIGURE: (before.figure if before else None, word.figure),
        TEXT: (before.text if before else "", word.text),
    }
    return {
        name: ["" if old is None else str(old), "" if new is None else str(new)]
        for name, (old, new) in told.items()
        if old != new
    }


def _plain(entry: ProgressEntry) -> dict[str, Any]:
    return {FIGURE: None if entry.figure is None else str(entry.figure), TEXT: entry.text}


PROGRESS: Final = Kind(
    name=NAME,
    title="任务季度进展",
    purpose="各条款一个季度的进展与完成数；已报送待审的不改，退回的重报",
    capability=Capability.PROGRESS_REPORT,
    fields=(
        Field(CLAUSE, "条款", required=True, help_text="条款编号", example="8a"),
        Field(AGENCY, "责任单位", "choice", required=True, ask=True, options=agencies),
        Field(QUARTER, "季度", "choice", required=True, ask=True, options=quarters),
        Field(FIGURE, "完成数", "decimal", help_text="由系统计算的留空"),
        Field(TEXT, "进展", required=True, example="举办对接活动 3 场"),
    ),
    decide=decide,
    apply=apply,
    undo=undo,
    touched=touched,
)
kinds.add(PROGRESS)
