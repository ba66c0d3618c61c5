"""The clauses that promise a number, each with the number of the day and where it comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from enterprises.models import TierTarget
from enterprises.queries.targets import progress as tier_progress
from measures.choices import AgencyRole, ClauseKind, ProgressState, TargetSource
from measures.models import Clause, CommitmentUnit, ProgressEntry, Record, kinds
from measures.queries.records import name_of, value
from measures.queries.targets.coverage import NAME, basis, coverage
from measures.rules import duties
from measures.rules.records import Count
from wuhan_smes.access import Reach

# What a query of its own counts.
COVERAGE: Final = "6a"
OWN: Final = frozenset({COVERAGE})
# Which target of the gradient a clause of measure 1 or 12 is.
PREFIX: Final = "m"


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One promised number. `value` is None where nothing is known or the viewer does not reach all
    of it; `conclusive` is False where no rate may be drawn from it (F3).
    """

    clause: Clause
    source: TargetSource
    on: date
    value: Decimal | None
    definition: str
    target: TierTarget | None = None
    counted_by: str = ""
    conclusive: bool = True

    @property
    def rate(self) -> Decimal | None:
        """Percent of the promised number, where one may be told."""
        wanted = self.clause.value
        if self.value is None or not self.conclusive or not wanted:
            return None
        return (100 * self.value / wanted).quantize(Decimal("0.1"))


def target_clauses() -> list[Clause]:
    """The clauses that promise a number, in the order of the document."""
    rows = Clause.objects.filter(kind=ClauseKind.TARGET).select_related("measure")
    return list(rows.order_by("measure__no", "display_order"))


def record_count(clause: Clause) -> tuple[type[Record], Count] | None:
    """The count of typed records that answers a clause, if one names it."""
    for model in kinds().values():
        for count in model.told.counts:
            if clause.code in count.clauses:
                return model, count
    return None


def is_counted(clause: Clause) -> bool:
    """Whether a query counts what the clause promises, so that nobody writes it by hand."""
    if TierTarget.objects.filter(code=f"{PREFIX}{clause.code}").exists():
        return True
    return clause.code in OWN or record_count(clause) is not None


def lines(*, on: date, reach: Reach) -> list[TargetLine]:
    """Every promised number on a day: by query, else from records, else as its lead reported it."""
    clauses = target_clauses()
    tiers = _tiers(clauses, on, reach)
    told = _told(clauses, on, reach)
    return [
        tiers.get(clause.code)
        or _covered(clause, on, reach)
        or _recorded(clause, on, reach)
        or told[clause.pk]
        for clause in clauses
    ]


def _tiers(clauses: Iterable[Clause], on: date, reach: Reach) -> Mapping[str, TargetLine]:
    by_code = {f"{PREFIX}{clause.code}": clause for clause in clauses}
    rows = TierTarget.objects.within(reach).filter(code__in=by_code)
    found = {}
    for it in tier_progress(rows.select_related("jurisdiction"), on=on, reach=reach):
        clause = by_code[it.target.code]
        if it.chains is None:
            number = it.computed
            said = f"{it.target.get_basis_display()}；{it.target.definition}"
        else:
            number = None
            said = (
                f"{it.chains} 条产业链中 {it.chains_reached} 条当年已达到；{it.target.definition}"
            )
        found[clause.code] = TargetLine(
            clause,
            TargetSource.COMPUTED,
            on,
            None if number is None else Decimal(number),
            said,
            it.target,
            f"tier_holders:{it.target.tier}",
            it.conclusive,
        )
    return found


def _covered(clause: Clause, on: date, reach: Reach) -> TargetLine | None:
    if clause.code != COVERAGE:
        return None
    if not reach.everywhere:
        return TargetLine(clause, TargetSource.COMPUTED, on, None, basis(), counted_by=NAME)
    found = coverage(on=on, reach=reach)
    said = (
        f"持有专精特新称号 {found.holders} 家中 {found.covered} 家建有研发机构，"
        f"{found.unknown} 家情况不明；{basis()}"
    )
    return TargetLine(clause, TargetSource.COMPUTED, on, found.percent, said, counted_by=NAME)


def _recorded(clause: Clause, on: date, reach: Reach) -> TargetLine | None:
    found = record_count(clause)
    if found is None:
        return None
    model, count = found
    number = value(model, count, on=on, reach=reach) if reach.everywhere else None
    return TargetLine(
        clause,
        TargetSource.RECORDED,
        on,
        None if number is None else Decimal(number),
        f"台账“{model._meta.verbose_name}”：{count.label}，{count.definition}",
        counted_by=name_of(model, count),
    )


def _told(clauses: Iterable[Clause], on: date, reach: Reach) -> Mapping[int, TargetLine]:
    """The last figure a lead reported that was accepted, as far as it may be seen."""
    leads = set(
        CommitmentUnit.objects.filter(role=AgencyRole.LEAD).values_list(
            "commitment_id", "agency_id"
        )
    )
    rows = ProgressEntry.objects.within(reach).filter(
        commitment__clause__in=list(clauses),
        state=ProgressState.ACCEPTED,
        figure__isnull=False,
        quarter_on__lte=on,
    )
    found = {
        row.commitment.clause_id: row
        for row in rows.select_related("commitment", "agency").order_by("quarter_on", "pk")
        if (row.commitment_id, row.agency_id) in leads
    }
    return {clause.pk: _reported(clause, on, found.get(clause.pk)) for clause in clauses}


def _reported(clause: Clause, on: date, entry: ProgressEntry | None) -> TargetLine:
    if entry is None:
        return TargetLine(clause, TargetSource.NONE, on, None, "没有计算口径，责任单位尚未报送")
    said = f"{entry.agency.name}报送的{duties.named(entry.quarter_on)}完成数"
    return TargetLine(clause, TargetSource.REPORTED, on, entry.figure, said)
