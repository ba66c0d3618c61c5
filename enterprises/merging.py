"""What becomes of each kind of rows of an enterprise when it is merged: the app's allow-list."""

from enterprises.actions.merging.batch_lines import MovedLines
from enterprises.actions.merging.dated import (
    ChainThreads,
    FigureThreads,
    StayThreads,
    figures_said,
)
from enterprises.actions.merging.people import MovedContacts, MovedLinks, SettledRequests
from enterprises.actions.merging.registry import Halves, Stays, register
from enterprises.actions.merging.rows import MovedRows
from enterprises.actions.merging.threads import Threads
from enterprises.actions.merging.titles import MovedTitles
from enterprises.models import (
    AnnualIndicators,
    BatchCandidate,
    Complaint,
    Cultivation,
    DrawnEnterprise,
    EnterpriseChain,
    EnterpriseName,
    EnterprisePlace,
    IndicatorEvidence,
    IndustryStay,
    JurisdictionStay,
    KeyProject,
    PeriodIndicators,
    PeriodReport,
    ScaleStatus,
    SizeYear,
    TitleDuty,
)
from enterprises.rules.cultivation import OPEN


def _place(row: EnterprisePlace) -> str:
    slots = (row.street, row.park, row.building, row.cluster)
    words = [place.name for place in slots if place is not None]
    return " ".join([*words, row.address]).strip() or "未填写"


def _chain(row: EnterpriseChain) -> str:
    return f"{row.chain.name}（主链）" if row.is_primary else row.chain.name


def _candidate(row: BatchCandidate) -> str:
    return f"{row.batch.name}（{row.get_state_display()}）"


class MovedProjects(MovedRows[KeyProject]):
    """A project follows; of two the kept half's own is the one that is supported."""

    def staying(self, halves: Halves, row: KeyProject) -> str:
        taken = KeyProject.objects.filter(enterprise=halves.into)
        return "保留方已有项目" if taken.exists() else ""


class MovedWays(MovedRows[Cultivation]):
    """Ways to a tier follow; one to a tier the kept half is on its way to stays where it was."""

    def staying(self, halves: Halves, row: Cultivation) -> str:
        taken = Cultivation.objects.open().filter(enterprise=halves.into, tier=row.tier)
        return "保留方已在培育" if row.stage in OPEN and taken.exists() else ""


register(
    Threads(EnterpriseName, label="名称", keeps_own=True),
    StayThreads(
        JurisdictionStay, label="管理单位", said=lambda row: row.unit.name, related=["unit"]
    ),
    Threads(IndustryStay, label="行业", said=lambda row: str(row.industry), related=["industry"]),
    ChainThreads(EnterpriseChain, label="产业链", key=["chain_id"], said=_chain, related=["chain"]),
    Threads(
        EnterprisePlace,
        label="所在位置",
        said=_place,
        related=["street", "park", "building", "cluster"],
    ),
    Threads(SizeYear, label="年度划型"),
    FigureThreads(AnnualIndicators, label="年度指标", key=["year"], said=figures_said),
    FigureThreads(
        PeriodIndicators,
        label="运行指标",
        key=["kind", "basis", "during"],  # sums since January lie upon each other
        said=figures_said,
    ),
    Threads(ScaleStatus, label="升规进限", key=["kind"]),
    MovedTitles(),
    MovedLines(
        BatchCandidate, label="批次名单", shown=_candidate, named=_candidate, once_in=["batch_id"]
    ),
    MovedRows(DrawnEnterprise, label="抽查", shown=lambda row: row.draw.title),
    MovedRows(IndicatorEvidence, label="指标佐证"),
    MovedRows(PeriodReport, label="运行监测报送", shown=str, named=str, once_in=["round_id"]),
    MovedWays(Cultivation, label="梯度培育"),
    MovedRows(TitleDuty, label="动态管理事项"),
    MovedRows(Complaint, label="实名举报"),
    MovedProjects(KeyProject, label="重点小巨人项目"),
    MovedContacts(),
    MovedLinks(),
    SettledRequests(),
    Stays(("enterprises.Enterprise.merged_into",), "先前并入的企业", why="旧编号逐级跳转"),
    Stays(("enterprises.Merge.gone", "enterprises.Merge.into"), "合并记录", why="合并的历史"),
    Stays(("enterprises.DuplicatePair.a", "enterprises.DuplicatePair.b"), "疑似重复", why="核对"),
    Stays(("enterprises.Assessment.enterprise",), "评估存档", why="当时的判断"),
    Stays(("enterprises.Prospect.enterprise",), "梯度研判", why="下次计算时重做"),
)
