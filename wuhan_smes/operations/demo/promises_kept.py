"""How far the invented city has come with its commitments: a word of each lead every quarter."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from measures.choices import AgencyRole, ProgressState
from measures.models import Commitment, CommitmentUnit, ProgressEntry
from measures.rules import duties as rules
from wuhan_smes.operations.demo.names import MARK
from wuhan_smes.operations.demo.rounds import TODAY
from wuhan_smes.operations.demo.rows import moment

STARTED: Final = date(2025, 4, 1)
BY: Final = f"{MARK}经办人"
JUDGE: Final = f"{MARK}审核人"
# Of so many words of one unit in the last quarter one is missing, one was returned and one waits,
# so that no desk is empty.
EVERY: Final = 9
WORDS: Final = (
    "已印发工作方案，召开调度会 1 次，按计划推进",
    "征集企业需求并逐户对接，完成本季任务",
    "开展政策宣讲 2 场，覆盖各区重点园区",
    "项目遴选已完成，进入评审阶段",
    "会同各区建立清单，按月更新进度",
)
OTHERS: Final = {0: None, 1: ProgressState.RETURNED, 2: ProgressState.SUBMITTED}


def settle() -> None:
    """All commitments have begun; the last quarter has every light."""
    Commitment.objects.filter(starts_on=None).update(starts_on=STARTED)
    leads = list(
        CommitmentUnit.objects.filter(role=AgencyRole.LEAD)
        .select_related("agency")
        .order_by("commitment__clause__measure", "commitment__clause__display_order", "id")
    )
    ProgressEntry.objects.bulk_create(_told(leads), batch_size=1000)


def clear() -> None:
    """Take the invented words away, and the beginning that belonged to them."""
    ProgressEntry.objects.filter(signed_by_name=BY).delete()
    unsaid = Commitment.objects.filter(starts_on=STARTED, progress=None)
    unsaid.update(starts_on=None)


def _told(leads: list[CommitmentUnit]) -> Iterator[ProgressEntry]:
    quarter, last = STARTED, rules.last_ended(TODAY)
    while quarter < last:
        yield from (_entry(unit, quarter, ProgressState.ACCEPTED) for unit in leads)
        quarter = rules.next_quarter(quarter)
    before: Counter[int] = Counter()
    for unit in leads:
        state = OTHERS.get(before[unit.agency_id] % EVERY, ProgressState.ACCEPTED)
        before[unit.agency_id] += 1
        if state is not None:
            yield _entry(unit, last, state)


def _entry(unit: CommitmentUnit, quarter: date, state: ProgressState) -> ProgressEntry:
    told = rules.next_quarter(quarter) + timedelta(4)
    judged = state != ProgressState.SUBMITTED
    returned = state == ProgressState.RETURNED
    return ProgressEntry(
        commitment_id=unit.commitment_id,
        agency_id=unit.agency_id,
        jurisdiction_id=unit.agency.jurisdiction_id,
        quarter_on=quarter,
        text=f"{MARK}：{WORDS[(unit.commitment_id + quarter.month // 3) % len(WORDS)]}",
        state=state,
        signed_by_name=BY,
        submitted_at=moment(told),
        judged_by_name=JUDGE if judged else "",
        judged_at=moment(told + timedelta(3)) if judged else None,
        reason=f"{MARK}：请补充佐证材料" if returned else "",
        returns=1 if returned else 0,
    )
