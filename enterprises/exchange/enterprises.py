"""企业名录: enterprises to be taken up, or corrected where they are known."""

from collections.abc import Iterator, Sequence

from django.utils import timezone

from enterprises.actions import amending, moves, registering
from enterprises.actions.amending import Amendment
from enterprises.actions.registering import Entry
from enterprises.actions.title_versions import refuse_together
from enterprises.exchange import enterprise_extras
from enterprises.exchange.enterprise_reading import Reading
from enterprises.exchange.enterprise_undoing import REQUESTS, TABLE, touched, undo
from enterprises.exchange.moves import asked_for, code_of
from enterprises.exchange.subject import PARSERS, enterprise
from enterprises.exchange.title_reading import in_order
from enterprises.exchange.titles import refused
from enterprises.exchange.words import sizes, units
from enterprises.models import Enterprise
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Field, Kind, Row, Trace, kinds


def decide(rows: Sequence[Row], context: Context) -> Iterator[Decision]:
    reading = Reading.of(rows, context)
    said = [_said(reading, row, where) for where, row in in_order(rows)]
    gate = reading.gate([it for it in said if isinstance(it, Entry)])
    pairs = zip(rows, said, strict=True)
    read = [(row, row.subject_id or 0) for row, it in pairs if not isinstance(it, Decision)]
    more = enterprise_extras.more_of(read, context)
    for row, it in zip(rows, said, strict=True):
        if isinstance(it, Decision):
            yield it
            continue
        also = more.get(id(row), {})
        try:
            if isinstance(it, Entry):
                yield Decision(Verdict.NEW, {**reading.shown(gate.checked(it)), **also})
            else:
                changes = reading.changes(it, also)
                yield Decision(Verdict.CHANGED if changes else Verdict.UNCHANGED, changes)
        except ActionRefused as refusal:
            yield refused(refusal, "")


def apply(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    reading = Reading.of(rows, context)
    entries: list[tuple[Row, Entry]] = []
    amendments: list[tuple[Row, Amendment]] = []
    failed: dict[str, ActionRefused] = {}
    for where, row in in_order(rows):
        try:
            if row.subject_id is None:
                entries.append((row, reading.entry(row, where)))
            else:
                amendments.append((row, reading.amendment(row, where)))
        except ActionRefused as refusal:
            failed[where] = refusal
    refuse_together(failed)
    access, at = context.access, context.at
    if entries:
        registering.enter_set([it for _, it in entries], access=access, at=at)
    for row, entry in entries:
        after = {
            "name": entry.name,
            "uscc": entry.uscc,
            "jurisdiction_id": entry.jurisdiction_id,
        }
        fields = list(reading.shown(entry))
        yield Trace(row.id, TABLE, entry.id, Operation.ADDED, entry.id, fields=fields, after=after)
    if amendments:
        done = amending.amend_set([it for _, it in amendments], access=access, at=at)
        for (row, _), amended in zip(amendments, done, strict=True):
            yield from _traces(row, amended)
    known = [(row, it.enterprise_id) for row, it in amendments]
    yield from enterprise_extras.apply([*((row, it.id) for row, it in entries), *known], context)


def transfer(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    """Ask for the enterprises of other units, each once and by its code; those asked for already
    wait.
    """
    units_by_code = {it.code: it.pk for it in Jurisdiction.objects.managing()}
    on, waiting = timezone.localdate(context.at), asked_for()
    known = Enterprise.objects.in_bulk({row.subject_id for row in rows if row.subject_id})
    for where, row in in_order(rows):
        to = units_by_code.get(row.values.get("district") or "", context.jurisdiction_id)
        try:
            code = code_of(row, known)
            if (code, to) in waiting:
                continue
            asked = moves.ask_for(
                access=context.access,
                at=context.at,
                uscc=code,
                to_jurisdiction_id=to,
                on=on,
                reason=context.source_of(row)[:200],
            )
        except ActionRefused as refusal:
            raise InputRefused(Fault("", refusal.code, f"{where}：{refusal.message}")) from refusal
        waiting.add((code, to))
        after = {"uscc": asked.uscc, "to_jurisdiction_id": to}
        yield Trace(row.id, REQUESTS, asked.pk, Operation.ADDED, None, after=after)


def _said(reading: Reading, row: Row, where: str) -> Entry | Amendment | Decision:
    try:
        if row.subject_id is None:
            return reading.entry(row, where)
        return reading.amendment(row, where)
    except ActionRefused as refusal:
        return refused(refusal, "")


def _traces(row: Row, done: amending.Amended) -> Iterator[Trace]:
    pk = done.enterprise_id
    if done.after:
        yield Trace(
            row.id, TABLE, pk, Operation.UPDATED, pk, "", list(done.after), done.before, done.after
        )
    for one in done.facts:
        model = type(one.added[0])
        values = dict(one.change.values or {})
        yield Trace(
            row.id,
            model._meta.db_table,
            one.added[0].pk,
            Operation.UPDATED,
            pk,
            fields=["industry" if "industry_id" in values else "size"],
            before={"superseded": [it.pk for it in one.gone]},
            after={"added": [it.pk for it in one.added], **values},
        )


kinds.add(
    Kind(
        name="enterprises",
        title="企业名录",
        purpose="登记新企业；补充或更正已登记企业的行业、划型、成立日期、标签、地址与联系人",
        capability=Capability.REGISTER_EDIT,
        fields=(
            Field("district", "管理单位", "choice", options=units, example="江夏区"),
            Field("industry", "行业", example="C3976"),
            Field("size", "企业划型", "choice", options=sizes, example="小型"),
            Field("established_on", "成立日期", "date", example="2016-05-12"),
            Field("tags", "标签", example="高新技术企业、民营"),
            *enterprise_extras.FIELDS,
            Field("on", "纳入日期", "date", example="2026-01-01", help_text="不填为导入当天"),
        ),
        decide=decide,
        apply=apply,
        undo=undo,
        touched=touched,
        subject=enterprise,
        creates=True,
        transfer=transfer,
        parsers=PARSERS,
    )
)
