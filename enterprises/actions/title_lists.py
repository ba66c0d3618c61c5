"""Taking over a published list of titles: what is new is given, what is known stays, the rest is
told apart. A dry run asks `judged` too, so that it and the act cannot disagree.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import attrgetter
from typing import Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from enterprises.actions.awarding import Award, Sources, again, first_title, renewal
from enterprises.actions.cultivation_steps import arrived_with
from enterprises.actions.title_changes import corrections, ending, require_sound
from enterprises.actions.title_rows import Holding, Title, held_holdings, next_row, writing
from enterprises.actions.title_versions import known_of, refuse_together
from enterprises.choices import ListEffect, ListOutcome, RecognitionOutcome, Tier, WithdrawalCause
from enterprises.rules import awards as rules
from enterprises.rules.batches import ends_on
from enterprises.rules.spans import last_day
from wuhan_smes.access import Access
from wuhan_smes.alongside import slices
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, TransitionRefused

CAUSES: Final = {
    ListOutcome.FAILED: WithdrawalCause.REVIEW_FAILED,
    ListOutcome.ABSENT: WithdrawalCause.NOT_REVIEWED,
}
# What two sources may say differently of one title: the column, and how a list calls it.
COMPARED: Final = {
    "valid_from": "valid_from",
    "valid_until": "valid_to",
    "batch_id": "batch",
    "document_no": "document_no",
    "certificate_no": "cert_no",
    "announced_on": "announced_on",
}
COMPARED_OF: Final = attrgetter(*COMPARED)
LABELS: Final = {tier.value: tier.label for tier in Tier}
NOT_NUMBERED: Final = -1
Pair = tuple[Title | None, Title]


@dataclass(slots=True)
class Listed:
    """What one row of a list says of one enterprise: `said` in its own words, `award` with what
    batch and tier add; both are shared by rows that say the same. `settled`: a person chose the
    list over what is registered; `only_known`: a review is only of a title that is.
    """

    enterprise_id: int
    outcome: ListOutcome
    said: Award
    award: Award
    where: str
    certificate_no: str = ""
    source: str = ""
    despite: str = ""
    settled: bool = False
    only_known: bool = False


class Judged(NamedTuple):
    """What a row would do: the versions to add, and what changes under the names of a list."""

    effect: ListEffect
    act: str = ""
    writes: Sequence[Pair] = ()
    changes: dict[str, list[object]] = {}


class Done(NamedTuple):
    """What was done for the row of that number in the list."""

    row: int
    act: str
    before: Title | None
    after: Title
    changes: dict[str, list[object]]


UNCHANGED: Final = Judged(ListEffect.UNCHANGED)
Judge = Callable[[Listed, Holding, Sources, datetime], Judged]


@transaction.atomic
def take_list(given: Sequence[Listed], *, access: Access, at: datetime) -> list[Done]:
    """Bring rows of a list into the register, all of them or none, in a handful of statements.
    Whoever was on the way to a title that is given has arrived.

    Raises SomeRefused naming the rows that the register does not take (any more).
    """
    tiers = {it.award.tier for it in given}
    holders = held_holdings((it.enterprise_id for it in given), access, tiers=tiers)
    sources = Sources.of(it.said for it in given)
    done: list[Done] = []
    refused: dict[str, ActionRefused] = {}
    with writing(holders, len(given), access, at) as writer:
        for some in slices(enumerate(given)):
            acts: dict[str, list[Done]] = {}
            for row, listed in some:
                try:
                    found = judged(listed, holders[listed.enterprise_id], sources, at)
                    _require_settled(found, listed)
                except ActionRefused as refusal:
                    refused[listed.where] = refusal
                    continue
                for before, after in found.writes:
                    one = Done(row, found.act, before, after, found.changes)
                    acts.setdefault(found.act, []).append(one)
            if refused:
                continue
            writer.close((it.before, it.after) for of_act in acts.values() for it in of_act)
            for act, of_act in acts.items():
                writer.write(act, [(it.before, it.after) for it in of_act], {})
                done += of_act
        refuse_together(refused)
    arrived_with((it.after for it in done if it.before is None), access, at)
    return done


def judged(listed: Listed, holder: Holding, sources: Sources, at: datetime) -> Judged:
    """What the row would do to its enterprise, as known now. Raises the refusal of a rule.

    `holder` learns of what is judged, so that a list may give a title and build on it.
    """
    found = _JUDGES[listed.outcome](listed, holder, sources, at)
    if holder.learns and (found.effect is not ListEffect.CONFLICT or listed.settled):
        for before, after in found.writes:
            _learn(holder, before, after)
    return found


def _learn(holder: Holding, before: Title | None, after: Title) -> None:
    if before is not None:
        holder.titles.remove(before)
        holder.known = [it for it in holder.known if it.series != before.series]
    holder.titles.append(after)
    holder.known.append(known_of(after)._replace(series=after.series or NOT_NUMBERED))


def _given(listed: Listed, holder: Holding, sources: Sources, at: datetime) -> Judged:
    award = listed.award
    mine = [it for it in holder.titles if _same(it, award)]
    twin = _twin(mine, award) if mine else None
    if twin is not None:
        return _compared(twin, listed, holder)
    new = first_title(award, holder, despite=listed.despite, outcomes=rules.LISTED_OUTCOMES)
    new.certificate_no, new.source = listed.certificate_no, listed.source
    return Judged(ListEffect.NEW, "title.recognise", [(None, new)], _told(new))


def _passed(listed: Listed, holder: Holding, sources: Sources, at: datetime) -> Judged:
    said = listed.said
    if not (said.valid_from or said.batch_id or said.document_no):
        detail = "复核通过须写明有效期起、批次或文号，以便与原称号区分"
        raise InputRefused(Fault("valid_from", "required", detail))
    mine = [it for it in holder.titles if _same(it, listed.award)]
    done = [it for it in mine if it.term and _of_this_review(it, said)]
    if done:
        return _compared(done[-1], listed, holder)
    old = _standing(mine, before=said.valid_from)
    if old is None:
        if listed.only_known:
            raise _nothing_to_review(listed.award.tier)
        award = replace(said, outcome=RecognitionOutcome.REVIEW_PASSED)
        unseen = replace(listed, award=sources.completed(award, at))
        return _given(unseen, holder, sources, at)
    if said.valid_from and old.end and said.valid_from < old.end:
        detail = f"复核通过的有效期应自原称号期满之次日（{old.end}）起"
        raise InputRefused(Fault("valid_from", "overlaps_predecessor", detail))
    award = sources.completed(again(said, old), at)
    pairs = list(renewal(old, award, holder))
    new = pairs[-1][1]
    new.certificate_no, new.source = listed.certificate_no, listed.source
    return Judged(ListEffect.NEW, "title.renew", pairs, _told(new))


def _ended(listed: Listed, holder: Holding, sources: Sources, at: datetime) -> Judged:
    cause, award = CAUSES[listed.outcome], listed.award
    mine = [it for it in holder.titles if _same(it, award)]
    passed = [it for it in mine if it.term and it.outcome == RecognitionOutcome.REVIEW_PASSED]
    if any(_of_this_review(it, listed.said) for it in passed):
        raise TransitionRefused("该称号已登记为本批复核通过，与本行结果矛盾，请核对")
    announced = award.announced_on or timezone.localdate(at)
    old = _standing(mine, before=announced)
    if old is None:
        if any(it.withdrawal_cause == cause for it in mine):
            return UNCHANGED
        raise _nothing_to_review(award.tier)
    on = ends_on(old.end, pending=old.review_pending, announced_on=announced)
    new = next_row(
        old, listed.source, withdrawal_document=award.document_no, **ending(old, on, cause)
    )
    told: dict[str, list[object]] = {
        "outcome": ["", cause.label],
        "valid_to": [last_day(old.end), last_day(on)],
    }
    return Judged(ListEffect.CHANGED, "title.withdraw", [(old, new)], told)


_JUDGES: Final[dict[ListOutcome, Judge]] = {
    ListOutcome.GIVEN: _given,
    ListOutcome.PASSED: _passed,
    ListOutcome.FAILED: _ended,
    ListOutcome.ABSENT: _ended,
}


def _compared(title: Title, listed: Listed, holder: Holding) -> Judged:
    """The registered title beside what the list says: the same, filled up, or contradicted."""
    told, values = listed.said, dict[str, object]()
    changes: dict[str, list[object]] = {}
    contradicted = False
    for column, name in COMPARED.items():
        said = listed.certificate_no if column == "certificate_no" else getattr(told, column)
        stands = getattr(title, column)
        if said and said != stands:
            values[column] = said
            changes[name] = [_shown(column, stands), _shown(column, said)]
            contradicted = contradicted or bool(stands)
    if not values:
        return UNCHANGED
    clean = corrections(title, values)
    new = next_row(title, listed.source, **clean)
    effect = ListEffect.CONFLICT if contradicted else ListEffect.CHANGED
    if not contradicted or listed.settled:
        require_sound(new, holder)
    return Judged(effect, "title.correct", [(title, new)], changes)


def _same(title: Title, award: Award) -> bool:
    return title.tier == award.tier and title.subclass == award.subclass


def _twin(titles: Sequence[Title], award: Award) -> Title | None:
    """The title the list speaks of, if it stands in the register: their terms meet."""
    if award.valid_from is None:
        return None
    term = rules.Term(award.valid_from, award.valid_until)
    met = [
        it for it in titles if it.term and rules.Term(it.valid_from, it.valid_until).overlaps(term)
    ]
    return next((it for it in met if it.valid_from == term.start), met[-1] if met else None)


def _standing(titles: Sequence[Title], *, before: date | None) -> Title | None:
    """The latest title a review can be about."""
    found = [
        it
        for it in titles
        if it.withdrawn_on is None and (before is None or it.valid_from < before)
    ]
    return max(found, key=lambda it: it.valid_from, default=None)


def _of_this_review(title: Title, said: Award) -> bool:
    return bool(
        (said.valid_from and title.valid_from == said.valid_from)
        or (said.batch_id and title.batch_id == said.batch_id)
        or (said.document_no and title.document_no == said.document_no)
    )


def _nothing_to_review(tier: str) -> TransitionRefused:
    return TransitionRefused(f"没有可复核的“{Tier(tier).label}”称号")


def _require_settled(found: Judged, listed: Listed) -> None:
    if found.effect is ListEffect.CONFLICT and not listed.settled:
        raise ActionRefused("已登记的称号与文件不一致，请先选择采用哪一方")


def _told(title: Title) -> dict[str, list[object]]:
    told: dict[str, list[object]] = {"tier": ["", LABELS[title.tier]]}
    for (column, name), value in zip(COMPARED.items(), COMPARED_OF(title), strict=True):
        if value:
            told[name] = ["", _shown(column, value)]
    return told


def _shown(column: str, value: object) -> object:
    return last_day(value) if column == "valid_until" and isinstance(value, date) else value
