"""The assessment of districts: the index, the rounds, what a unit reports of itself."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from psycopg.errors import UniqueViolation

from enterprises.queries.computed import Computed, computations
from measures.choices import IndicatorAim, IndicatorSource, ReturnState
from measures.models import (
    AssessmentRound,
    DistrictFigure,
    DistrictIndex,
    DistrictReturn,
    IndexIndicator,
    ReturnEvidence,
)
from measures.rules.assessing import HUNDRED
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted
from wuhan_smes.files.attachments import read_attachment
from wuhan_smes.files.storing import store

MOST_FILES: Final = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of a new edition, as its fields are named."""

    code: str
    label: str
    weight: int
    unit: str
    full: Decimal
    definition: str
    aim: str = IndicatorAim.MORE
    computed_by: str = ""


@transaction.atomic
def set_index(
    *,
    access: Access,
    at: datetime,
    title: str,
    effective_from: date,
    source: str,
    indicators: Sequence[Line],
) -> DistrictIndex:
    """Set the next edition of the index, from a day on; editions before stay as they are.

    Refuses weights that do not add up to 100, and a figure nobody counts.
    """
    _require_city(access, Capability.MEASURE_EDIT, "评估指标体系由市级制定")
    list(DistrictIndex.objects.select_for_update(no_key=True).order_by("pk"))
    last = DistrictIndex.objects.aggregate(no=Max("edition"), day=Max("effective_from"))
    _require_sound(title, source, indicators)
    if last["day"] is not None and effective_from <= last["day"]:
        raise ActionRefused(f"已有自 {last['day']} 起施行的版次，新版须自其后的日期施行")
    with _one_at_a_time("新版刚刚由他人制定，请刷新后重试"):
        made = DistrictIndex.objects.create(
            edition=(last["no"] or 0) + 1,
            title=title.strip()[:120],
            effective_from=effective_from,
            source=source.strip()[:200],
            set_by_name=access.actor_name[:150],
        )
    IndexIndicator.objects.bulk_create(
        IndexIndicator(
            index=made,
            display_order=order,
            source=IndicatorSource.COMPUTED if it.computed_by else IndicatorSource.REPORTED,
            **{name: getattr(it, name) for name in Line.__slots__},
        )
        for order, it in enumerate(indicators, start=1)
    )
    changes = {"edition": made.edition, "from": effective_from}
    weights = {it.code: it.weight for it in indicators}
    trail.record("district_index.set", made, access=access, at=at, changes=changes | weights)
    return made


@transaction.atomic
def open_round(
    *, access: Access, at: datetime, name: str, first_on: date, last_on: date, due_on: date
) -> AssessmentRound:
    """Begin a round of assessment, by the edition in force on its last day."""
    _require_city(access, Capability.PROGRESS_CHECK, "各区评估由市级发起")
    if not name.strip():
        raise InputRefused(Fault("name", "required", "请填写评估期名称"))
    if not first_on < last_on < due_on:
        raise InputRefused(Fault("last_on", "reversed", "起始日、截止日、自评截止应依次在后"))
    before = AssessmentRound.objects.order_by("-last_on").first()
    if before is not None and first_on <= before.last_on:
        raise ActionRefused(f"与“{before.name}”的期间重叠")
    index = DistrictIndex.objects.on(last_on)
    if index is None:
        raise ActionRefused("截止日没有施行中的评估指标体系")
    with _one_at_a_time("该评估期刚刚由他人发起，请刷新查看"):
        made = AssessmentRound.objects.create(
            index=index,
            name=name.strip()[:60],
            first_on=first_on,
            last_on=last_on,
            due_on=due_on,
            opened_by_name=access.actor_name[:150],
            opened_at=at,
        )
    changes = {"index": index.edition, "first": first_on, "last": last_on, "due": due_on}
    trail.record("district_round.open", made, access=access, at=at, changes=changes)
    return made


@transaction.atomic
def report_self(
    round_id: int,
    *,
    access: Access,
    at: datetime,
    jurisdiction_id: int,
    figures: Mapping[str, Decimal | None],
    note: str = "",
) -> DistrictReturn:
    """A unit reports its figures of a round; what a query counts is counted, never told.

    Refuses a round that is not over, and a second return while the first waits or stands.
    """
    reach = access.reach(Capability.PROGRESS_REPORT)
    unit = Jurisdiction.objects.managing().filter(pk=jurisdiction_id).first()
    if unit is None or not reach.covers(unit.pk):
        raise DistrictReturn.DoesNotExist("the unit is not within reach")
    of = AssessmentRound.objects.within(reach).select_related("index").get(pk=round_id)
    if timezone.localdate(at) <= of.last_on:
        raise ActionRefused(f"评估期至 {of.last_on}，结束后再自评")
    lines = list(of.index.indicators.order_by("display_order"))
    _require_figures(lines, figures)
    row = _row(of, unit, reach, access, at, note)
    counted = Computed(Reach(frozenset({unit.pk})))
    known = {it.indicator_id: it for it in row.figures.all()}
    for line in lines:
        value = (
            Decimal(counted.value(line.computed_by, of.last_on))
            if line.computed_by
            else figures.get(line.code)
        )
        it = known.get(line.pk) or DistrictFigure(of=row, jurisdiction=unit, indicator=line)
        it.reported, it.checked, it.reason = value, None, ""
        it.save()
    told = {line.code: figures.get(line.code) for line in lines if not line.computed_by}
    trail.record("district_return.report", row, access=access, at=at, changes=told)
    return row


@transaction.atomic
def attach(
    return_id: int, *, access: Access, at: datetime, indicator: str, name: str, data: bytes
) -> ReturnEvidence:
    """Keep a file that shows a reported figure; refuses one when the return is checked."""
    reach = access.reach(Capability.PROGRESS_REPORT)
    row = DistrictReturn.objects.within(reach).locked(return_id)
    if row.state == ReturnState.CHECKED:
        raise ActionRefused("自评已核定，不能再补充佐证")
    figure = row.figures.filter(indicator__code=indicator).first()
    if figure is None:
        raise InputRefused(Fault("indicator", "unknown", f"没有指标“{indicator}”"))
    read = read_attachment(name, data)
    sha256 = hashlib.sha256(read.data).hexdigest()
    if figure.evidence.filter(sha256=sha256).exists():
        raise ActionRefused("这个文件已经上传")
    if figure.evidence.count() >= MOST_FILES:
        raise InputRefused(Fault("file", "too_many", f"每项指标最多 {MOST_FILES} 个佐证文件"))
    unit = row.jurisdiction_id
    file = store(
        read.name, read.media_type, [read.data], access=access, at=at, jurisdiction_id=unit
    )
    made = ReturnEvidence.objects.create(
        figure=figure,
        jurisdiction_id=unit,
        file=file,
        name=read.name[:150],
        sha256=sha256,
        added_by_name=access.actor_name[:150],
        added_at=at,
    )
    changes = {"indicator": indicator, "file": made.name}
    trail.record("district_return.attach", row, access=access, at=at, changes=changes)
    return made


def _row(
    of: AssessmentRound, unit: Jurisdiction, reach: Reach, access: Access, at: datetime, note: str
) -> DistrictReturn:
    """The unit's return of a round: a new one, or the one that was given back."""
    if access.actor_id is None:
        raise NotPermitted("自评须由人签署", capability=Capability.PROGRESS_REPORT)
    rows = DistrictReturn.objects.within(reach).filter(round=of, jurisdiction=unit)
    row = rows.select_for_update(of=("self",), no_key=True).first()
    if row is None:
        row = DistrictReturn(round=of, jurisdiction=unit)
    elif row.state != ReturnState.RETURNED:
        raise ActionRefused("本期已经自评；如需修改，请市级退回后重报")
    else:
        row.version += 1
    row.state, row.note, row.reason = ReturnState.SUBMITTED, note.strip()[:1000], ""
    row.signed_by_id, row.signed_by_name = access.actor_id, access.actor_name[:150]
    row.judged_by_id, row.judged_by_name, row.judged_at = None, "", None
    row.submitted_at = at
    with _one_at_a_time("本期已经自评，请刷新查看"):
        row.save()
    return row


@contextmanager
def _one_at_a_time(sentence: str) -> Iterator[None]:
    """Of two who write the same at once the second is refused with a sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise ActionRefused(sentence) from error
        raise


def _require_city(access: Access, capability: Capability, sentence: str) -> None:
    if not access.reach(capability).everywhere:
        raise NotPermitted(sentence, capability=capability)


def _require_figures(lines: Sequence[IndexIndicator], figures: Mapping[str, object]) -> None:
    told = {line.code for line in lines if not line.computed_by}
    faults = [
        Fault(code, "counted_or_unknown", f"“{code}”由系统计算或不在指标体系中，不用填报")
        for code in sorted(figures.keys() - told)
    ]
    faults += [
        Fault(code, "negative", "指标数不能为负")
        for code, value in figures.items()
        if isinstance(value, Decimal | int) and value < 0
    ]
    if faults:
        raise InputRefused(*faults)


def _require_sound(title: str, source: str, indicators: Sequence[Line]) -> None:
    faults = []
    if not title.strip():
        faults.append(Fault("title", "required", "请填写名称"))
    if not source.strip():
        faults.append(Fault("source", "required", "请写明依据"))
    if sum(it.weight for it in indicators) != HUNDRED or any(it.weight < 1 for it in indicators):
        faults.append(Fault("indicators", "not_100", "各指标权重应为正整数，合计 100"))
    if len({it.code for it in indicators}) < len(indicators):
        faults.append(Fault("indicators", "twice", "指标代码重复"))
    if any(it.full <= 0 for it in indicators):
        faults.append(Fault("indicators", "full", "满分值应大于 0"))
    known = computations()
    faults += [
        Fault("indicators", "unknown_computation", f"没有计算项“{it.computed_by}”")
        for it in indicators
        if it.computed_by and it.computed_by not in known
    ]
    if faults:
        raise InputRefused(*faults)
