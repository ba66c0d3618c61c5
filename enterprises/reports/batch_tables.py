"""批次与年度名单: who was recognised by which batch, and how each batch came out."""

from collections.abc import Mapping
from typing import Final

from django.db.models import Count, Q

from enterprises.choices import CandidateState, Tier
from enterprises.models import BatchCandidate, Recognition, RecognitionBatch
from enterprises.querysets import BatchCandidateQuerySet
from enterprises.reports.completeness import YEARS
from enterprises.reports.heading import reporting_unit
from enterprises.reports.row_by_row import row_by_row
from enterprises.reports.title_lists import CANDIDATES, TITLES
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.behind import Behind
from wuhan_smes.reporting.catalogue import Choice, Definition, Report
from wuhan_smes.reporting.long_list import LongList
from wuhan_smes.reporting.sheet import Column, Sheet

EVERY: Final = "all"
YEAR: Final = Choice("year", "认定年度", YEARS, lambda today: str(today.year))
TIER: Final = Choice("tier", "梯度", {EVERY: "全部"} | dict(Tier.choices), lambda today: EVERY)
# What a column counts: everybody put forward, and those who stand at one of these places.
COUNTED: Final[Mapping[str, tuple[str, tuple[CandidateState, ...]]]] = {
    "all": ("名单合计", tuple(CandidateState)),
    "put_forward": (
        "其中：已推荐及以后",
        tuple(
            it
            for it in CandidateState
            if it
            not in {
                CandidateState.DUE,
                CandidateState.APPLIED,
                CandidateState.DECLINED,
                CandidateState.NOT_SUBMITTED,
            }
        ),
    ),
    "passed": ("通过", (CandidateState.PASSED,)),
    "failed": ("不通过", (CandidateState.FAILED,)),
    "objected": ("异议待查", (CandidateState.OBJECTED,)),
    "left": ("放弃或未提交", (CandidateState.WAIVED, CandidateState.NOT_SUBMITTED)),
}


def batch_list(access: Access, choices: Mapping[str, str]) -> LongList:
    """Titles a batch of the year gave, batch by batch and unit by unit, as they stand now."""
    reach = access.reach(Capability.REGISTER_EXPORT)
    titles = Recognition.objects.within(reach).current().filter(batch__year=int(choices["year"]))
    if choices["tier"] != EVERY:
        titles = titles.filter(tier=choices["tier"])
    ordered = titles.order_by(
        "batch__ordinal", "batch_id", "jurisdiction__display_order", "enterprise__name", "series"
    )
    return row_by_row(
        TITLES, ordered, access, choices, title="批次认定名单", as_of=f"{choices['year']} 年度"
    )


def batch_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """A row for every batch of the year; who stands in two batches stands in two rows."""
    reach = access.reach(Capability.REGISTER_EXPORT)
    counted = (
        _listed(access, choices)
        .values_list("batch_id")
        .annotate(**{f"n_{name}": Count("pk", filter=_at(name)) for name in COUNTED})
        .order_by()
    )
    found = {pk: numbers for pk, *numbers in counted}
    batches = RecognitionBatch.objects.filter(pk__in=found).order_by("tier", "ordinal", "pk")
    return Sheet(
        "批次情况汇总表",
        [
            Column("label", "批次", width=34),
            Column("kind", "类别", "word", 10),
            Column("document", "公告文号", width=24),
            *(Column(name, label, "count", 14) for name, (label, _) in COUNTED.items()),
        ],
        [[it.name, it.get_kind_display(), it.document_no or None, *found[it.pk]] for it in batches],
        reporting_unit=reporting_unit(reach),
        as_of=f"{choices['year']} 年度",
        total_label="",
        prepared_by=access.actor_name,
        notes=["注：各批次梯度与类别不同，不相加。"],
        keys=[str(it.pk) for it in batches],
    )


def _listed(access: Access, choices: Mapping[str, str]) -> BatchCandidateQuerySet:
    rows = BatchCandidate.objects.within(access.reach(Capability.REGISTER_EXPORT))
    rows = rows.filter(batch__year=int(choices["year"]))
    return rows if choices["tier"] == EVERY else rows.filter(batch__tier=choices["tier"])


def _at(name: str) -> Q:
    return Q(state__in=COUNTED[name][1])


def _behind(name: str) -> Behind:
    def rows(access: Access, choices: Mapping[str, str], key: str) -> BatchCandidateQuerySet:
        return _listed(access, choices).filter(_at(name), batch_id=int(key))

    return Behind(CANDIDATES, rows)


BATCH_LIST: Final = Report(
    "batch-list",
    "批次认定名单",
    "一个年度内各批次认定（含复核通过）的企业名单，按批次、单位排列，附文号与有效期。",
    Capability.REGISTER_EXPORT,
    (YEAR, TIER),
    batch_list,
    Definition(1, "该年度批次所认定的称号的现行记录，一个称号一行；单位为企业现管理单位。"),
)
BATCH_TABLE: Final = Report(
    "batch-table",
    "批次情况汇总表",
    "一个年度内各批次名单中推荐、通过、不通过、异议和放弃的企业数。",
    Capability.REGISTER_EXPORT,
    (YEAR, TIER),
    batch_table,
    Definition(1, "批次名单中的企业按现在所处步骤各计一次；单位为企业现管理单位。"),
    behind={name: _behind(name) for name in COUNTED},
)
