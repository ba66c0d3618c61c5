"""措施任务分解 as it is handed round, and the lists of commitments and progress as files."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.db.models import OuterRef
from django.utils import timezone

from enterprises.reports.heading import chinese_day
from measures.choices import AgencyRole, Rhythm
from measures.models import Commitment, CommitmentUnit, ProgressEntry
from measures.queries.duties import Line, lines
from measures.rules import duties as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.catalogue import Choice, Definition, Report, catalogue
from wuhan_smes.reporting.expressions import each
from wuhan_smes.reporting.lists import ListExport, Shown, Viewing, columns_of
from wuhan_smes.reporting.sheet import Column, Sheet

COLUMNS: Final = (
    Column("no", "序号", "text", 6),
    Column("clause", "条款", "text", 8),
    Column("task", "任务", "text", 34),
    Column("target", "目标", "text", 16),
    Column("lead", "牵头单位", "text", 18),
    Column("support", "配合单位", "text", 28),
    Column("due", "时限", "text", 20),
    Column("told", "进展", "text", 38),
    Column("light", "状态", "text", 10),
)
ALL_UNITS: Final = 15


def _units(role: AgencyRole) -> Shown:
    def found(viewing: Viewing) -> object:
        units = CommitmentUnit.objects.filter(commitment=OuterRef("pk"), role=role)
        return each(units.order_by("position", "id").values_list("agency__name"))

    return Shown(f"{role.label}单位", found, width=30)


COMMITMENTS: Final = ListExport(
    "commitments",
    "任务分解",
    columns_of(
        Commitment,
        ("clause__measure__no", "措施序号"),
        ("clause__code", "条款"),
        ("clause__title", "任务"),
        _units(AgencyRole.LEAD),
        _units(AgencyRole.CO),
        "rhythm",
        "due_on",
        "starts_on",
        "gaps",
        "note",
    ),
)
PROGRESS: Final = ListExport(
    "progress",
    "季度进展",
    columns_of(
        ProgressEntry,
        ("commitment__clause__code", "条款"),
        ("commitment__clause__title", "任务"),
        ("agency__name", "责任单位"),
        "quarter_on",
        "figure",
        "text",
        "state",
        "reason",
        "returns",
        "signed_by_name",
        "submitted_at",
        "judged_by_name",
        "judged_at",
    ),
)


def breakdown(found: Sequence[Line], *, quarter: date, today: date, prepared_by: str) -> Sheet:
    """序号 任务 目标 责任单位（牵头／配合） 时限 进展, one row a clause."""
    return Sheet(
        "措施任务分解表",
        COLUMNS,
        [
            (
                str(number),
                line.commitment.clause.code,
                line.commitment.clause.title,
                line.commitment.clause.value_text or "—",
                _named([it.agency.name for it in line.leads]) or "未写明",
                _named([it.agency.name for it in line.helpers]) or "—",
                _due(line.commitment),
                line.told or "未报送",
                line.light.label.partition("：")[0] if line.light else "—",
            )
            for number, line in enumerate(found, start=1)
        ],
        "武汉市经济和信息化局",
        f"{rules.named(quarter)}，截至{chinese_day(today)}",
        unit="项",
        total_label="",
        prepared_by=prepared_by,
        notes=[
            f"{line.commitment.clause.code}：责任单位存疑（{'、'.join(line.commitment.gaps)}）"
            for line in found
            if line.commitment.gaps
        ],
    )


def _named(names: Sequence[str]) -> str:
    """The governments of all units are 各区人民政府 again, as documents write it."""
    governments = [name for name in names if name.endswith(("人民政府", "管委会"))]
    if len(governments) < ALL_UNITS:
        return "、".join(names)
    return "、".join([*(name for name in names if name not in governments), "各区人民政府"])


def _due(row: Commitment) -> str:
    """As papers write it: 2028年底前完成; 每年，至2028年底."""
    if row.due_on is None:
        return f"{row.get_rhythm_display()}，未写明"
    last_of_year = (row.due_on.month, row.due_on.day) == (12, 31)
    day = f"{row.due_on.year}年底" if last_of_year else chinese_day(row.due_on)
    if row.rhythm == Rhythm.BY_DUE:
        return f"{day}前完成"
    return f"{row.get_rhythm_display()}，至{day}"


def _build(access: Access, words: Mapping[str, str]) -> Sheet:
    today = timezone.localdate()
    quarter = rules.quarter_of(date.fromisoformat(words["quarter"]))
    rows = Commitment.objects.within(access.reach(Capability.MEASURE_VIEW)).for_list()
    found = lines(
        rows.order_by("clause__measure", "clause__display_order"),
        quarter=quarter,
        today=today,
        reach=access.reach(Capability.MEASURE_VIEW),
    )
    return breakdown(found, quarter=quarter, today=today, prepared_by=access.actor_name)


catalogue.add(
    Report(
        "breakdown",
        "措施任务分解表",
        "每个条款的目标、责任单位、时限与某一季度的进展",
        Capability.MEASURE_VIEW,
        (
            Choice(
                "quarter",
                "季度",
                default=lambda today: rules.last_ended(today).isoformat(),
                help_text="该季度内任意一天",
            ),
        ),
        _build,
        Definition(
            1,
            "灯色按牵头单位所选季度的报送：已审核为绿，待审核或未到截止日为黄，逾期未报或退回未重报为红；"
            "多个牵头单位取最差；未启动为灰",
        ),
    )
)
