"""What happens to a title after it was given: longer, ended, given back, corrected."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from enterprises.actions.title_rows import Holding, Title
from enterprises.actions.title_versions import (
    Held,
    held_title,
    held_titles,
    next_version,
    refuse_together,
    write,
)
from enterprises.choices import RecognitionOutcome
from enterprises.models import Recognition, RecognitionBatch
from enterprises.rules import awards as rules
from enterprises.rules import withdrawal
from enterprises.rules.batches import ends_on
from enterprises.rules.document_no import normalise_document_no
from enterprises.rules.spans import last_day
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, TransitionRefused

CORRECTABLE: Final = frozenset(
    {
        "subclass",
        "recogniser_level",
        "batch_id",
        "document_no",
        "certificate_no",
        "announced_on",
        "valid_from",
        "valid_until",
        "withdrawn_on",
        "withdrawal_document",
        "round",
        "rule_set",
        "source",
    }
)


@transaction.atomic
def extend(
    series: int,
    *,
    access: Access,
    at: datetime,
    reason: str,
    review_pending: bool = False,
    until: date | None = None,
    expected_version: int | None = None,
) -> Recognition:
    """The title holds longer: while its review is pending, or until a day the recogniser named."""
    title, holder = held_title(series, access, expected_version)
    rules.require_standing(title.withdrawn_on, title.withdrawal_cause)
    _require_reason(reason)
    values = _extension(title, review_pending=review_pending, until=until)
    new = next_version(title, reason, **values)
    rules.require_free(new.tier, new.subclass, _term(new), holder.known, series=series)
    return write("title.extend", [(title, new)], access, at=at, told={"reason": reason})[0]


@transaction.atomic
def withdraw(
    series: int,
    *,
    access: Access,
    at: datetime,
    on: date,
    cause: str,
    document_no: str = "",
    reason: str = "",
    expected_version: int | None = None,
) -> Recognition:
    """End a title from day `on`. 数据造假 ends every title of the enterprise; it and a serious
    breach bar the enterprise from new titles for three years.
    """
    title, holder = held_title(series, access, expected_version)
    rules.require_standing(title.withdrawn_on, title.withdrawal_cause)
    withdrawal.require_document(cause, document_no)
    span = title.in_force
    withdrawal.require_within(
        on, title.valid_from, span.upper, today=timezone.localdate(at), cause=cause
    )
    ended = [title, *(_falling_with(title, holder, on) if withdrawal.cascades(cause) else ())]
    document = normalise_document_no(document_no)
    changed = [
        (it, next_version(it, reason, withdrawal_document=document, **ending(it, on, cause)))
        for it in ended
    ]
    told = {"reason": reason} if reason else {}
    return write("title.withdraw", changed, access, at=at, told=told)[0]


@transaction.atomic
def restore(
    series: int,
    *,
    access: Access,
    at: datetime,
    reason: str,
    expected_version: int | None = None,
) -> Recognition:
    """Undo a withdrawal that was wrong or fell on appeal. With a finding of 数据造假 falls what it
    took: every title ended by the same decision comes back.
    """
    title, holder = held_title(series, access, expected_version)
    if title.withdrawn_on is None:
        raise TransitionRefused("该称号没有被终止，无需恢复")
    _require_reason(reason)
    back = [title, *(it for it in holder.titles if _by_same_decision(it, title))]
    changed = [(it, next_version(it, reason, **_as_before(it))) for it in back]
    standing = [it for it in holder.known if it.series not in {title.series for title in back}]
    for _, new in changed:
        rules.require_free(new.tier, new.subclass, _term(new), standing)
        rules.require_not_barred(_term(new), standing)
    return write("title.restore", changed, access, at=at, told={"reason": reason})[0]


@transaction.atomic
def correct(
    series: int,
    *,
    access: Access,
    at: datetime,
    values: Mapping[str, Any],
    reason: str,
    expected_version: int | None = None,
) -> Recognition:
    """Put right what was recorded wrongly. What we knew until now stays visible as known then."""
    title, holder = held_title(series, access, expected_version)
    _require_reason(reason)
    clean = corrections(title, values)
    new = next_version(title, reason, **clean)
    if all(getattr(title, name) == value for name, value in clean.items()):
        raise ActionRefused("没有需要更正的内容")
    require_sound(new, holder)
    return write("title.correct", [(title, new)], access, at=at, told={"reason": reason})[0]


def keep_during_review(
    series: Collection[int], access: Access, *, at: datetime, batch: RecognitionBatch
) -> None:
    """Part of taking up a review: 复核期间称号继续有效, however long it takes."""
    changed: list[tuple[Recognition | None, Recognition]] = []
    refused: dict[str, ActionRefused] = {}
    for title, holder in held_titles(series, access).values():
        try:
            rules.require_standing(title.withdrawn_on, title.withdrawal_cause)
            if title.review_pending or title.valid_until is None:
                continue
            new = next_version(title, batch.name, review_pending=True)
            rules.require_free(new.tier, new.subclass, _term(new), holder.known, series=new.series)
        except ActionRefused as refusal:
            refused[holder.enterprise.name] = refusal
        else:
            changed.append((title, new))
    refuse_together(refused)
    write("title.extend", changed, access, at=at, told={"batch": batch.pk})


def end_after_review(
    causes: Mapping[int, str], access: Access, *, at: datetime, batch: RecognitionBatch
) -> list[Recognition]:
    """Part of announcing a review: titles that did not pass end, each for its cause."""
    changed: list[tuple[Recognition | None, Recognition]] = []
    for series, (title, _) in held_titles(causes, access).items():
        if title.withdrawn_on is not None:
            continue
        on = ends_on(
            title.extended_until or title.valid_until,
            pending=title.review_pending,
            announced_on=batch.announced_on or timezone.localdate(at),
        )
        values = ending(title, on, causes[series])
        new = next_version(title, batch.name, withdrawal_document=batch.document_no, **values)
        changed.append((title, new))
    return write("title.withdraw", changed, access, at=at, told={"batch": batch.pk})


def ending(title: Recognition | Title, on: date, cause: str) -> dict[str, Any]:
    """The columns of a title that ends on day `on`, kept in force until then by its review."""
    end = title.extended_until or title.valid_until
    late = title.review_pending and end is not None and on > end
    return {
        "withdrawn_on": max(on, title.valid_from),
        "withdrawal_cause": cause,
        "barred_until": withdrawal.barred_until(cause, on),
        "review_pending": False,
        "extended_until": on if late else title.extended_until,
    }


def _falling_with(title: Recognition, holder: Held, on: date) -> list[Recognition]:
    """The other titles of the enterprise that are in force on `on` or would be later."""
    return [
        it
        for it in holder.titles
        if it.series != title.series
        and it.withdrawn_on is None
        and (it.in_force.upper is None or it.in_force.upper > on)
    ]


def _extension(title: Recognition, *, review_pending: bool, until: date | None) -> dict[str, Any]:
    if review_pending == (until is not None):
        detail = "请选择“复核中”，或填写延长至哪一天，二者只能选一"
        raise InputRefused(Fault("until", "one_of", detail))
    end = title.extended_until or title.valid_until
    if end is None:
        raise TransitionRefused("该称号长期有效，无需延长")
    if until is None:
        if title.review_pending:
            raise TransitionRefused("该称号已在复核中，复核期间继续有效")
        return {"review_pending": True}
    if until <= end:
        detail = f"延长后的截止日期须晚于现截止日期（{last_day(end)}）"
        raise InputRefused(Fault("until", "not_longer", detail))
    return {"review_pending": False, "extended_until": until}


def _by_same_decision(other: Recognition, title: Recognition) -> bool:
    return (
        other.series != title.series
        and withdrawal.cascades(title.withdrawal_cause)
        and other.withdrawal_cause == title.withdrawal_cause
        and other.withdrawal_document == title.withdrawal_document
    )


def _as_before(title: Recognition) -> dict[str, Any]:
    """The columns of a title as if it had not been ended."""
    former = Recognition.objects.filter(series=title.series, withdrawn_on__isnull=True)
    last = former.order_by("-version").first()
    return {
        "withdrawn_on": None,
        "withdrawal_cause": "",
        "withdrawal_document": "",
        "barred_until": None,
        "review_pending": last.review_pending if last else False,
        "extended_until": last.extended_until if last else title.extended_until,
        "outcome": RecognitionOutcome.RESTORED,
    }


def corrections(title: Recognition | Title, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values to store, with what follows from them."""
    if unknown := values.keys() - CORRECTABLE:
        detail = "该项不能更正；认定有误的请终止（认定有误）后重新认定"
        raise InputRefused(*(Fault(name, "not_correctable", detail) for name in sorted(unknown)))
    clean = dict(values)
    for name in {"document_no", "withdrawal_document"} & clean.keys():
        clean[name] = normalise_document_no(clean[name])
    if "withdrawn_on" in clean:
        if title.withdrawn_on is None or clean["withdrawn_on"] is None:
            detail = "终止与恢复请用相应的办理动作，更正只能改终止日期"
            raise InputRefused(Fault("withdrawn_on", "not_correctable", detail))
        clean["barred_until"] = withdrawal.barred_until(
            title.withdrawal_cause, clean["withdrawn_on"]
        )
    until = clean.get("valid_until", title.valid_until)
    if title.extended_until and (until is None or until >= title.extended_until):
        clean["extended_until"] = None
    return clean


def require_sound(new: Recognition | Title, holder: Held | Holding) -> None:
    """The corrected title obeys what a new one would; its prerequisite was judged back then."""
    rules.require_awardable(new.tier, new.subclass)
    rules.require_level(new.recogniser_level)
    if new.batch_id is not None:
        batch = RecognitionBatch.objects.filter(pk=new.batch_id, tier=new.tier).first()
        if batch is None:
            raise InputRefused(Fault("batch", "unknown", "没有这个梯度的这个批次"))
    rules.require_positive(rules.Term(new.valid_from, new.valid_until))
    rules.require_existing(holder.holder, new.valid_from)
    if new.withdrawn_on is not None and new.withdrawn_on < new.valid_from:
        detail = f"终止日期不能早于有效期起（{new.valid_from}）"
        raise InputRefused(Fault("withdrawn_on", "too_early", detail))
    rules.require_free(new.tier, new.subclass, _term(new), holder.known, series=new.series)
    rules.require_not_barred(_term(new), holder.known, series=new.series)


def _term(title: Recognition | Title) -> rules.Term | None:
    return rules.effective_term(
        title.valid_from,
        title.valid_until,
        extended_until=title.extended_until,
        review_pending=title.review_pending,
        withdrawn_on=title.withdrawn_on,
    )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明理由"))
