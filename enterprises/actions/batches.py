"""A numbered round from its first recommendation to its announcement. Batches are the city's."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Count, F
from django.utils import timezone
from psycopg.errors import UniqueViolation

from enterprises.actions.batch_titles import titled
from enterprises.actions.cultivation_steps import put_in_for
from enterprises.actions.title_changes import keep_during_review
from enterprises.choices import ApplicationKind, BatchStage, CandidateState
from enterprises.models import BatchCandidate, BatchUnit, RecognitionBatch, TierDefinition
from enterprises.querysets import BatchCandidateQuerySet
from enterprises.rules import batches as rules
from enterprises.rules.document_no import normalise_document_no
from enterprises.rules.recommending import require_all_in
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted, StaleVersion
from wuhan_smes.worktime.calendar import next_workday, notice_span
from wuhan_smes.worktime.queries import work_calendar

STALE: Final = "该批次已被他人修改，请刷新后重新提交"
AMENDABLE: Final = frozenset(
    {
        "recogniser",
        "recogniser_level",
        "ordinal",
        "year",
        "name",
        "document_no",
        "announced_on",
        "valid_from",
        "valid_until",
        "rule_set",
        "source",
    }
)
# Once announced, document and days stand on the titles themselves and are corrected there.
AMENDABLE_LATER: Final = frozenset({"name", "rule_set", "source"})


@transaction.atomic
def create(
    *,
    access: Access,
    at: datetime,
    tier: str,
    kind: str,
    recogniser: str,
    recogniser_level: str,
    ordinal: int,
    year: int,
    name: str,
    document_no: str = "",
    announced_on: date | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
    rule_set: str = "",
    source: str = "",
) -> RecognitionBatch:
    """Open a batch; it begins with recommendations."""
    require_city(access)
    batch = RecognitionBatch(
        tier=tier,
        kind=kind,
        recogniser=recogniser.strip(),
        recogniser_level=recogniser_level,
        ordinal=ordinal,
        year=year,
        name=name.strip(),
        document_no=normalise_document_no(document_no),
        announced_on=announced_on,
        valid_from=valid_from,
        valid_until=valid_until,
        rule_set=rule_set,
        source=source,
    )
    _require_sound(batch)
    with _number_is_free(batch):
        batch.save(force_insert=True)
    changes = {"tier": tier, "kind": kind, "year": year, "ordinal": ordinal, "name": batch.name}
    trail.record("batch.create", batch, access=access, at=at, changes=changes)
    return batch


@transaction.atomic
def record_published(
    *,
    access: Access,
    at: datetime,
    tier: str,
    kind: str,
    recogniser: str,
    recogniser_level: str,
    ordinal: int,
    year: int,
    name: str,
    announced_on: date,
    valid_from: date,
    valid_until: date | None = None,
    document_no: str = "",
    source: str = "",
) -> RecognitionBatch:
    """Register a batch that was announced before anybody opened it here; its list follows."""
    batch = create(
        access=access,
        at=at,
        tier=tier,
        kind=kind,
        recogniser=recogniser,
        recogniser_level=recogniser_level,
        ordinal=ordinal,
        year=year,
        name=name,
        document_no=document_no,
        announced_on=announced_on,
        valid_from=valid_from,
        valid_until=valid_until,
        source=source,
    )
    if announced_on > timezone.localdate(at):
        raise InputRefused(Fault("announced_on", "in_the_future", "公布日期不能晚于今天"))
    changes = _set(batch, {"stage": BatchStage.ANNOUNCED})
    _save(batch, changes)
    trail.record("batch.record_published", batch, access=access, at=at, changes=changes)
    return batch


@transaction.atomic
def amend(
    batch_id: int,
    *,
    access: Access,
    at: datetime,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> RecognitionBatch:
    """Change what is known of a batch; tier and kind are fixed, the stage has its own moves."""
    batch = held_batch(batch_id, access, expected_version)
    later = batch.stage == BatchStage.ANNOUNCED
    if fixed := values.keys() - (AMENDABLE_LATER if later else AMENDABLE):
        detail = "批次已公布，文号与日期请在各称号上更正" if later else "该项不能修改"
        raise InputRefused(*(Fault(name, "not_amendable", detail) for name in sorted(fixed)))
    clean = dict(values)
    if "document_no" in clean:
        clean["document_no"] = normalise_document_no(clean["document_no"])
    changes = _set(batch, clean)
    _require_sound(batch)
    with _number_is_free(batch):
        _save(batch, changes)
    trail.record("batch.amend", batch, access=access, at=at, changes=changes)
    return batch


@transaction.atomic
def advance(
    batch_id: int,
    *,
    access: Access,
    at: datetime,
    to: str,
    notice_from: date | None = None,
    workdays: int | None = None,
    expected_version: int | None = None,
) -> RecognitionBatch:
    """To the next stage, its candidates with it: 推荐 → 评审 → 公示. Nobody is left undecided.

    A notice is shown from `notice_from` (today, or the next working day) for the working days of
    the tier, the first day included; who puts the list on notice is not who announces it.
    """
    batch = held_batch(batch_id, access, expected_version)
    rules.require_next(batch.stage, to)
    rules.require_settled(_states(batch))
    values: dict[str, Any] = {"stage": to}
    if to == BatchStage.REVIEWING:
        _require_reported(batch)
    else:
        rules.require_results(_unsaid(batch))
        values |= _notice(batch, notice_from, workdays, at) | {"closed_by": access.actor_id}
    carried = _carry(batch, to, at)
    if to == BatchStage.REVIEWING:
        _under_review(batch, access, at)
    return saved(batch, values, "batch.advance", access, at, candidates=carried)


@transaction.atomic
def announce(
    batch_id: int,
    *,
    access: Access,
    at: datetime,
    document_no: str,
    announced_on: date,
    valid_from: date,
    valid_until: date | None = None,
    despite: str = "",
    expected_version: int | None = None,
) -> RecognitionBatch:
    """Publish the list: whoever is on the public notice has the title, or has it renewed; a line
    with an open objection waits.

    In a review the titles of those who failed, waived or submitted nothing end at their term.
    """
    batch = held_batch(batch_id, access, expected_version)
    today = timezone.localdate(at)
    rules.require_publicised(batch.stage)
    rules.require_settled(_states(batch))
    rules.require_another(batch.closed_by, access.actor_id)
    rules.require_notice_over(batch.notice_until, today=today)
    if not document_no.strip():
        raise InputRefused(Fault("document_no", "required", "公布须写明文号"))
    if announced_on > today:
        raise InputRefused(Fault("announced_on", "in_the_future", "公布日期不能晚于今天"))
    rules.require_term(valid_from, valid_until)
    values = {
        "stage": BatchStage.ANNOUNCED,
        "document_no": normalise_document_no(document_no),
        "announced_on": announced_on,
        "announced_by": access.actor_id,
        "valid_from": valid_from,
        "valid_until": valid_until,
    }
    changes = _set(batch, values)
    _save(batch, changes)
    _carry(batch, BatchStage.ANNOUNCED, at)
    rows = BatchCandidate.objects.within(access.reach(Capability.TITLE_EDIT)).filter(batch=batch)
    lines = list(rows.exclude(state=CandidateState.OBJECTED).order_by("enterprise_id"))
    count = titled(batch, lines, access, at, despite=despite)
    told = {**changes, "titles": count, "candidates": _states(batch)}
    trail.record("batch.announce", batch, access=access, at=at, changes=told)
    return batch


def require_city(access: Access) -> None:
    """Batches are published for the whole city; a unit keeps only its own titles."""
    if not access.reach(Capability.TITLE_EDIT).everywhere:
        raise NotPermitted("批次由市级统一维护，如需办理请联系市经信局")


def held_batch(
    batch_id: int, access: Access, expected_version: int | None = None
) -> RecognitionBatch:
    """The batch, its row locked: one act on a batch and its list at a time."""
    require_city(access)
    rows = RecognitionBatch.objects.within(access.reach(Capability.TITLE_EDIT))
    batch = rows.locked(batch_id)
    if expected_version is not None and batch.version != expected_version:
        raise StaleVersion(STALE)
    return batch


def saved(
    batch: RecognitionBatch,
    values: Mapping[str, Any],
    kind: str,
    access: Access,
    at: datetime,
    **told: object,
) -> RecognitionBatch:
    """The batch with these values, and an entry that says what became of it."""
    changes = _set(batch, values)
    _save(batch, changes)
    trail.record(kind, batch, access=access, at=at, changes={**changes, **told})
    return batch


def _require_reported(batch: RecognitionBatch) -> None:
    """Every unit with somebody on a frozen list has reported; the units wait while we look."""
    parts = list(BatchUnit.objects.filter(batch=batch).held().select_related("jurisdiction"))
    listed = set(
        BatchCandidate.objects.filter(batch=batch).values_list("jurisdiction_id", flat=True)
    )
    require_all_in(
        [
            part.jurisdiction.name
            for part in parts
            if part.submitted_at is None and part.jurisdiction_id in listed
        ]
    )


def _under_review(batch: RecognitionBatch, access: Access, at: datetime) -> None:
    """Titles whose review begins stay valid; ways to new ones have come to 申报."""
    under = BatchCandidate.objects.filter(batch=batch, state=CandidateState.IN_REVIEW)
    if batch.kind == ApplicationKind.REVIEW:
        keep_during_review(_reviewed(under), access, at=at, batch=batch)
    else:
        put_in_for(list(under.values_list("enterprise_id", flat=True)), batch, access, at)


def _unsaid(batch: RecognitionBatch) -> int:
    """Of whom the experts have said nothing; a list that was never frozen comes with its result."""
    if batch.frozen_on is None:
        return 0
    waiting = BatchCandidate.objects.filter(batch=batch, state=CandidateState.IN_REVIEW)
    return waiting.filter(expert_outcome="").count()


def _notice(
    batch: RecognitionBatch, first: date | None, workdays: int | None, at: datetime
) -> dict[str, date]:
    """The first and last day of the notice, by the tier unless said otherwise."""
    rules.require_notice(workdays)
    usual = TierDefinition.objects.filter(code=batch.tier).values_list("notice_workdays", flat=True)
    days = workdays or usual.first() or rules.NOTICE_WORKDAYS
    calendar = work_calendar()
    start = first or next_workday(timezone.localdate(at), calendar)
    return {"notice_from": start, "notice_until": notice_span(start, days, calendar).last}


def _reviewed(rows: BatchCandidateQuerySet) -> dict[int, str]:
    """The titles candidates came to have reviewed, with how far each got."""
    found = rows.values_list("reviewed_series", "state").order_by("enterprise_id")
    return {series: state for series, state in found if series is not None}


def _carry(batch: RecognitionBatch, to: str, at: datetime) -> int:
    """The candidates that go along into the stage, in one statement."""
    before, after = rules.CARRIED[to]
    rows = BatchCandidate.objects.filter(batch=batch, state=before)
    return rows.update(state=after, changed_at=at, version=F("version") + 1)


def _states(batch: RecognitionBatch) -> dict[str, int]:
    rows = BatchCandidate.objects.filter(batch=batch).values_list("state")
    return dict(rows.annotate(count=Count("pk")).order_by("state"))


def _set(batch: RecognitionBatch, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    changes = {
        name: [before, after]
        for name, after in values.items()
        if (before := getattr(batch, name)) != after
    }
    for name, (_, after) in changes.items():
        setattr(batch, name, after)
    return changes


def _save(batch: RecognitionBatch, changes: Mapping[str, object]) -> None:
    batch.version += 1
    batch.save(update_fields=[*changes, "version"])


def _require_sound(batch: RecognitionBatch) -> None:
    rules.checked({name: getattr(batch, name) for name in rules.CHECKED})
    rules.require_term(batch.valid_from, batch.valid_until)


@contextmanager
def _number_is_free(batch: RecognitionBatch) -> Iterator[None]:
    """Turns the unique key of batch numbers into a sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise ActionRefused(
            f"{batch.recogniser} {batch.year} 年第 {batch.ordinal} 批"
            f"“{batch.get_tier_display()}”（{batch.get_kind_display()}）已经登记"
        ) from error
