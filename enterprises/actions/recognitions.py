"""Giving titles: one by one, a whole list at once, and again after a passed review."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from enterprises.actions.title_versions import (
    Held,
    held,
    held_title,
    held_titles,
    next_version,
    refuse_together,
    write,
)
from enterprises.choices import RecognitionOutcome
from enterprises.models import Recognition, RecognitionBatch, TierDefinition
from enterprises.rules import awards as rules
from enterprises.rules.document_no import normalise_document_no
from enterprises.rules.spans import months_later
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused, Fault, InputRefused


@dataclass(frozen=True, slots=True)
class Award:
    """What a list says of a title, half-open; what is left out comes from the batch, then from
    the tier (its level, its legal term).
    """

    tier: str = ""
    subclass: str = ""
    batch_id: int | None = None
    recogniser_level: str = ""
    document_no: str = ""
    certificate_no: str = ""
    announced_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    outcome: str = RecognitionOutcome.NEW
    round: str = ""
    rule_set: str = ""
    source: str = ""


@transaction.atomic
def recognise(
    enterprise_id: int, *, access: Access, at: datetime, award: Award, despite: str = ""
) -> Recognition:
    """Award one title. A missing legal prerequisite is refused unless `despite` says why not."""
    (title,) = recognise_set({enterprise_id: award}, access=access, at=at, despite=despite)
    return title


@transaction.atomic
def recognise_set(
    given: Mapping[int, Award], *, access: Access, at: datetime, despite: str = ""
) -> list[Recognition]:
    """Award titles to many enterprises in a handful of statements; all of them or none."""
    holders = held(given, access)
    sources = _Sources.of(given.values())
    new: list[tuple[Recognition | None, Recognition]] = []
    refused: dict[str, ActionRefused] = {}
    for enterprise_id, award in given.items():
        holder = holders[enterprise_id]
        try:
            new.append((None, _first(sources.completed(award, at), holder, despite)))
        except ActionRefused as refusal:
            refused[holder.enterprise.name] = refusal
    refuse_together(refused)
    told = {"despite": despite.strip()} if despite.strip() else {}
    return write("title.recognise", new, access, at=at, others=_titles(holders), told=told)


@transaction.atomic
def renew(
    series: int,
    *,
    access: Access,
    at: datetime,
    award: Award,
    expected_version: int | None = None,
) -> Recognition:
    """The review is passed: a new title follows the old one without a gap, which stays as it was.

    Announced after the old term, the old title is known to have held until the new one began.
    """
    title, _ = held_title(series, access, expected_version)
    end = title.extended_until or title.valid_until
    if award.tier and award.tier != title.tier:
        raise InputRefused(Fault("tier", "other_tier", "复核通过的梯度应与原称号一致"))
    if award.valid_from and end and award.valid_from < end:
        detail = f"复核通过的有效期应自原称号期满之次日（{end}）起"
        raise InputRefused(Fault("valid_from", "overlaps_predecessor", detail))
    (renewed,) = renew_set({series: award}, access=access, at=at)
    return renewed


@transaction.atomic
def renew_set(given: Mapping[int, Award], *, access: Access, at: datetime) -> list[Recognition]:
    """Renew many titles, each from where it ends (or later, where the list says so)."""
    olds = held_titles(given, access)
    sources = _Sources.of(given.values())
    changed: list[tuple[Recognition | None, Recognition]] = []
    refused: dict[str, ActionRefused] = {}
    for series, award in given.items():
        old, holder = olds[series]
        try:
            changed += _renewal(old, sources.completed(_again(award, old), at), holder)
        except ActionRefused as refusal:
            refused[holder.enterprise.name] = refusal
    refuse_together(refused)
    others = _titles({holder.enterprise.pk: holder for _, holder in olds.values()})
    written = write("title.renew", changed, access, at=at, others=others)
    return [title for title in written if title.predecessor_series in given and title.version == 1]


@dataclass(frozen=True, slots=True)
class _Sources:
    """Where an award takes what its list left out."""

    batches: Mapping[int, RecognitionBatch]
    tiers: Mapping[str, TierDefinition]

    @classmethod
    def of(cls, awards: Iterable[Award]) -> "_Sources":
        ids = {award.batch_id for award in awards if award.batch_id is not None}
        return cls(
            {batch.pk: batch for batch in RecognitionBatch.objects.filter(pk__in=ids)},
            {definition.code: definition for definition in TierDefinition.objects.order_by("id")},
        )

    def completed(self, award: Award, at: datetime) -> Award:
        """The award with nothing left open. Refuses what its batch or tier contradicts."""
        batch = self._batch(award)
        tier = award.tier or (batch.tier if batch else "")
        rules.require_awardable(tier, award.subclass)
        start = award.valid_from or (batch.valid_from if batch else None)
        if start is None:
            raise InputRefused(Fault("valid_from", "required", "请填写有效期起"))
        definition = self.tiers.get(tier)
        until = award.valid_until or (batch.valid_until if batch else None)
        if until is None and definition and definition.valid_months:
            until = months_later(start, definition.valid_months)
        rules.require_positive(rules.Term(start, until))
        announced_on = award.announced_on or (batch.announced_on if batch else None)
        if announced_on and announced_on > timezone.localdate(at):
            raise InputRefused(Fault("announced_on", "in_the_future", "公布日期不能晚于今天"))
        level = award.recogniser_level or (batch.recogniser_level if batch else "")
        level = level or (definition.recogniser_level if definition else "")
        rules.require_level(level)
        return replace(
            award,
            tier=tier,
            recogniser_level=level,
            document_no=normalise_document_no(award.document_no)
            or (batch.document_no if batch else ""),
            announced_on=announced_on,
            valid_from=start,
            valid_until=until,
            rule_set=award.rule_set or (batch.rule_set if batch else ""),
        )

    def _batch(self, award: Award) -> RecognitionBatch | None:
        if award.batch_id is None:
            return None
        batch = self.batches.get(award.batch_id)
        if batch is None:
            raise InputRefused(Fault("batch", "unknown", "没有这个批次"))
        if award.tier and award.tier != batch.tier:
            detail = f"批次“{batch.name}”认定的是“{batch.get_tier_display()}”，与所填梯度不符"
            raise InputRefused(Fault("batch", "other_tier", detail))
        return batch


def _first(award: Award, holder: Held, despite: str) -> Recognition:
    """A title nobody had before, allowed by every rule."""
    if award.outcome not in rules.FIRST_OUTCOMES:
        raise InputRefused(Fault("outcome", "unknown", "新登记的称号只能是新认定或迁入"))
    title = _title(award, holder)
    term = rules.Term(title.valid_from, title.valid_until)
    rules.require_may_hold(holder.holder, term.start)
    rules.require_free(title.tier, title.subclass, term, holder.known)
    rules.require_not_barred(term, holder.known)
    rules.require_prerequisite(title.tier, term.start, holder.known, despite=despite)
    return title


def _again(award: Award, old: Recognition) -> Award:
    """What a renewal takes from the title it follows."""
    rules.require_standing(old.withdrawn_on, old.withdrawal_cause)
    end = old.extended_until or old.valid_until
    return replace(
        award,
        valid_from=rules.renewed_from(end, award.valid_from),
        tier=old.tier,
        subclass=award.subclass or old.subclass,
        recogniser_level=award.recogniser_level or old.recogniser_level,
        outcome=RecognitionOutcome.REVIEW_PASSED,
    )


def _renewal(
    old: Recognition, award: Award, holder: Held
) -> Iterator[tuple[Recognition | None, Recognition]]:
    """The old title, its pending review settled, and the one that follows it."""
    new = _title(award, holder)
    new.predecessor_series = old.series
    term, end = rules.Term(new.valid_from, new.valid_until), old.extended_until or old.valid_until
    rules.require_may_hold(holder.holder, term.start)
    rules.require_free(new.tier, new.subclass, term, holder.known, series=old.series)
    rules.require_not_barred(term, holder.known)
    if old.review_pending or term.start != end:
        extended = term.start if term.start != end else old.extended_until
        values = {"review_pending": False, "extended_until": extended}
        yield old, next_version(old, "复核通过", **values)
    yield None, new


def _title(award: Award, holder: Held) -> Recognition:
    given = {column.name: getattr(award, column.name) for column in fields(award)}
    return Recognition(
        enterprise_id=holder.enterprise.pk,
        jurisdiction_id=holder.enterprise.jurisdiction_id,
        **given,
    )


def _titles(holders: Mapping[int, Held]) -> list[Recognition]:
    return [title for holder in holders.values() for title in holder.titles]
