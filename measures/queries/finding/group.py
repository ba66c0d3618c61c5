"""Which programmes compete: those of one matter that promise anything on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from measures.choices import DocumentLevel, OncePer, ProgrammeState, Transition
from measures.models import Matter, Programme
from measures.rules.amounts import AmountRule, amount_rule
from measures.rules.deferral import Deferral, deferral
from measures.rules.eligibility import Eligibility, eligibility

# Of equal standards the one of the higher level pays.
RANKS: Final = {level: rank for rank, level in enumerate(DocumentLevel.values)}


@dataclass(frozen=True, slots=True)
class Promise:
    """One programme with its terms read; events count over [since, until)."""

    programme: Programme
    eligibility: Eligibility
    amount: AmountRule | None
    deferral: Deferral | None
    since: date
    until: date | None

    @property
    def rank(self) -> int:
        return RANKS[self.programme.level]


@dataclass(frozen=True, slots=True)
class Group:
    """All promises for one matter; `spellings` are how lists of past payments call it."""

    matter: Matter
    promises: tuple[Promise, ...]
    spellings: tuple[str, ...] = field(default=())

    @property
    def once_per(self) -> OncePer:
        return OncePer(self.matter.once_per)


def group_of(
    matter: Matter, *, on: date, drafts: Iterable[Programme] = (), since: date | None = None
) -> Group:
    """Everything in force for the matter on that day; `drafts` as if they were in force too, in
    place of what they are to replace: those without a day of their own `since` that day, which is
    the first of the year unless said otherwise.
    """
    begins = since or date(on.year, 1, 1)
    settled = list(
        Programme.objects.filter(matter=matter, valid_from__lte=on)
        .exclude(state=ProgrammeState.DRAFT)
        .exclude(eligibility=None)
        .prefetch_related("evidence")
        .order_by("code", "edition")
    )
    every = [*settled, *(one for one in drafts if one.eligibility is not None)]
    at_once = {one.replaces_id for one in every if one.transition == Transition.AT_ONCE}
    by_event = {
        one.replaces_id: one.valid_from or begins
        for one in every
        if one.transition == Transition.BY_EVENT
    }
    known = {one.pk: one for one in every}
    promises = tuple(
        promise(one, known, since_default=begins, cut=by_event.get(one.pk))
        for one in every
        if one.pk not in at_once
    )
    spellings = tuple(matter.spellings.order_by("written").values_list("written", flat=True))
    return Group(matter, promises, (matter.title, *spellings))


def promise(
    programme: Programme,
    known: dict[int, Programme],
    *,
    since_default: date,
    cut: date | None = None,
) -> Promise:
    ends = [day for day in (programme.valid_until, cut) if day is not None]
    return Promise(
        programme,
        eligibility(programme.eligibility),
        amount_rule(programme.amount_rule),
        deferral(programme.deferral),
        _since(programme, known, since_default),
        min(ends, default=None),
    )


def _since(programme: Programme, known: dict[int, Programme], default: date) -> date:
    """What takes another's place at once answers for its facts too."""
    since = programme.valid_from or default
    before = known.get(programme.replaces_id or 0)
    if programme.transition == Transition.AT_ONCE and before is not None:
        return min(since, _since(before, known, default))
    return since


def evidence_of(programme: Programme) -> Sequence[tuple[str, str]]:
    """Code and kind of each thing asked for, in the order of their codes."""
    return sorted((one.code, one.kind) for one in programme.evidence.all())
