"""What a title says when it is given, and which of them the rules let through.

A dry run asks the same functions as the action, so that the two cannot disagree.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from operator import attrgetter

from django.utils import timezone

from enterprises.actions.title_rows import Holding, Title, next_row
from enterprises.choices import RecognitionOutcome
from enterprises.models import RecognitionBatch, TierDefinition
from enterprises.rules import awards as rules
from enterprises.rules.document_no import normalise_document_no
from enterprises.rules.spans import months_later
from wuhan_smes.errors import Fault, InputRefused


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


@dataclass(frozen=True, slots=True)
class Sources:
    """Where an award takes what its list left out."""

    batches: Mapping[int, RecognitionBatch]
    tiers: Mapping[str, TierDefinition]

    @classmethod
    def of(cls, awards: Iterable[Award]) -> "Sources":
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

    def tiers_of(self, awards: Iterable[Award]) -> set[str]:
        """Which titles these are about, by their own word or that of their batches."""
        batched = {pk: batch.tier for pk, batch in self.batches.items()}
        return {it.tier or batched.get(it.batch_id or 0, "") for it in awards}

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


def first_title(
    award: Award,
    holder: Holding,
    *,
    despite: str = "",
    outcomes: Collection[str] = rules.FIRST_OUTCOMES,
) -> Title:
    """A title nobody had before, allowed by every rule. `award` is complete."""
    if award.outcome not in outcomes:
        raise InputRefused(Fault("outcome", "unknown", "新登记的称号只能是新认定或迁入"))
    title = _title(award, holder)
    term = rules.Term(title.valid_from, title.valid_until)
    rules.require_may_hold(holder.holder, term.start)
    rules.require_free(title.tier, title.subclass, term, holder.known)
    rules.require_not_barred(term, holder.known)
    rules.require_prerequisite(title.tier, term.start, holder.known, despite=despite)
    return title


def again(award: Award, old: Title) -> Award:
    """What a renewal takes from the title it follows."""
    rules.require_standing(old.withdrawn_on, old.withdrawal_cause)
    return replace(
        award,
        valid_from=rules.renewed_from(old.end, award.valid_from),
        tier=old.tier,
        subclass=award.subclass or old.subclass,
        recogniser_level=award.recogniser_level or old.recogniser_level,
        outcome=RecognitionOutcome.REVIEW_PASSED,
    )


def renewal(old: Title, award: Award, holder: Holding) -> Iterator[tuple[Title | None, Title]]:
    """The old title, its pending review settled, and the one that follows it."""
    new = _title(award, holder)
    new.predecessor_series = old.series
    term = rules.Term(new.valid_from, new.valid_until)
    rules.require_may_hold(holder.holder, term.start)
    rules.require_free(new.tier, new.subclass, term, holder.known, series=old.series)
    rules.require_not_barred(term, holder.known)
    if old.review_pending or term.start != old.end:
        extended = term.start if term.start != old.end else old.extended_until
        values = {"review_pending": False, "extended_until": extended}
        yield old, next_row(old, "复核通过", **values)
    yield None, new


GIVEN = tuple(column.name for column in fields(Award))
GIVEN_OF = attrgetter(*GIVEN)


def _title(award: Award, holder: Holding) -> Title:
    given = dict(zip(GIVEN, GIVEN_OF(award), strict=True))
    return Title(enterprise_id=holder.id, jurisdiction_id=holder.jurisdiction_id, **given)
