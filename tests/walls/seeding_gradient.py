"""Rows of everything the gradient keeps of one enterprise."""

from datetime import UTC, date, datetime
from typing import Any, Final

from enterprises.choices import (
    ApplicationKind,
    CandidateState,
    CultivationMove,
    CultivationStage,
    RecogniserLevel,
    Tier,
)
from enterprises.choices.holding import DutyKind
from enterprises.models import (
    Assessment,
    BatchCandidate,
    BatchObjection,
    BatchUnit,
    Complaint,
    Cultivation,
    CultivationStep,
    CultivationTask,
    DrawnEnterprise,
    IndicatorEvidence,
    InspectionDraw,
    KeyMilestone,
    KeyProject,
    MilestonePaper,
    MonitoringRound,
    PeriodReport,
    Prospect,
    ProspectRun,
    Recognition,
    RecognitionBatch,
    TitleDuty,
)
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.files.models import StoredFile

NOW: Final = datetime(2026, 3, 3, 4, tzinfo=UTC)


def seed_gradient(of_enterprise: dict[str, Any]) -> None:
    """A title, a candidacy, how it stands, the way it is led, and a check it was drawn for."""
    Recognition.objects.create(
        **of_enterprise,
        tier=Tier.SRDI_SME,
        recogniser_level=RecogniserLevel.values[0],
        valid_from=date(2024, 1, 1),
        valid_until=date(2027, 1, 1),
        recorded_at=NOW,
    )
    candidate = BatchCandidate.objects.create(
        **of_enterprise, batch=_batch(), state=CandidateState.values[0], changed_at=NOW
    )
    _held_to(of_enterprise, candidate)
    _on_its_way(of_enterprise)
    _with_a_paper(of_enterprise)
    PeriodReport.objects.create(**of_enterprise, round=_round())
    DrawnEnterprise.objects.create(
        **of_enterprise,
        draw=_draw(),
        position=of_enterprise["jurisdiction"].pk,
        code=of_enterprise["enterprise"].uscc or "",
        inspectors=["甲"],
    )
    _judged(of_enterprise)


def _held_to(of_enterprise: dict[str, Any], candidate: BatchCandidate) -> None:
    """Its unit's part in the batch, an objection, a duty, a complaint and a project."""
    unit = {"jurisdiction": of_enterprise["jurisdiction"]}
    day = date(2026, 1, 1)
    BatchUnit.objects.create(
        **unit, batch=candidate.batch, submitted_at=NOW, submitted_by_name="甲"
    )
    BatchObjection.objects.create(
        **unit, candidate=candidate, raised_on=day, raised_by="甲", text="乙", recorded_by_name="丙"
    )
    TitleDuty.objects.create(
        **of_enterprise,
        series=1_000_000 + of_enterprise["enterprise"].pk,
        tier=Tier.SRDI_SME,
        kind=DutyKind.YEARLY_UPDATE,
        counted_from=day,
        due_on=date(2026, 5, 31),
        done_on=day,
        done_by_name="甲",
    )
    Complaint.objects.create(
        **of_enterprise,
        number=f"JB2026-{of_enterprise['enterprise'].pk}",
        received_on=day,
        complainant="甲",
        phone="13800000000",
        text="乙",
        recorded_by_name="丙",
    )
    project = KeyProject.objects.create(
        **of_enterprise,
        title="项目",
        year=2025,
        starts_on=day,
        ends_on=date(2028, 12, 31),
        planned=3000,
    )
    milestone = KeyMilestone.objects.create(
        **unit, project=project, ordinal=1, title="甲", due_on=day
    )
    MilestonePaper.objects.create(milestone=milestone, **_paper(unit["jurisdiction"]))


def _judged(of_enterprise: dict[str, Any]) -> None:
    """How it stands: once kept, once for the lists."""
    asked = {"tier": Tier.SRDI_SME, "application_kind": "new", "judged_on": date(2026, 3, 3)}
    Assessment.objects.create(
        **of_enterprise,
        **asked,
        rule_set="SRDI-2026",
        rule_versions="SRDI-2026/1",
        document_no="文件",
        verdict="unmet",
        facts={"note": "乙"},
        criteria=[],
        kept_at=NOW,
        kept_by_name="甲",
    )
    Prospect.objects.create(
        **of_enterprise, **asked, rule_versions="SRDI-2026/1", verdict="unmet", steps=1
    )
    ProspectRun.objects.get_or_create(
        jurisdiction=of_enterprise["jurisdiction"], **asked, defaults={"worked_at": NOW}
    )


def _on_its_way(of_enterprise: dict[str, Any]) -> None:
    """Set on the way to a tier, with its first step and a task."""
    way = Cultivation.objects.create(
        **of_enterprise,
        tier=Tier.LITTLE_GIANT,
        stage=CultivationStage.SEEDLING,
        put_in_on=date(2026, 1, 1),
        stage_since=date(2026, 1, 1),
        owner_name="甲",
    )
    mine = {"cultivation": way, "jurisdiction": of_enterprise["jurisdiction"]}
    CultivationStep.objects.create(
        **mine,
        ordinal=1,
        move=CultivationMove.PUT_IN,
        stage_after=CultivationStage.SEEDLING,
        at=NOW,
        actor_name="甲",
    )
    CultivationTask.objects.create(
        **mine, title="辅导", due_on=date(2026, 4, 1), set_at=NOW, set_by_name="甲"
    )


def _with_a_paper(of_enterprise: dict[str, Any]) -> None:
    paper = _paper(of_enterprise["jurisdiction"])
    IndicatorEvidence.objects.create(**{**of_enterprise, **paper}, year=2025)


def _paper(unit: Jurisdiction) -> dict[str, Any]:
    """What every file kept as proof says of itself."""
    told = {
        "name": "佐证.pdf",
        "media_type": "application/pdf",
        "size": 1,
        "sha256": "0" * 64,
        "jurisdiction": unit,
    }
    file = StoredFile.objects.create(**told, stored_at=NOW)
    return {**told, "file": file, "added_at": NOW, "added_by_name": "甲"}


def _round() -> MonitoringRound:
    found, _ = MonitoringRound.objects.get_or_create(
        kind="month",
        basis="current",
        first=date(2026, 1, 1),
        defaults={
            "due_on": date(2026, 2, 15),
            "tiers": [Tier.SRDI_SME],
            "document": "通知",
            "opened_at": NOW,
            "opened_by_name": "甲",
        },
    )
    return found


def _draw() -> InspectionDraw:
    draw, _ = InspectionDraw.objects.get_or_create(
        tier=Tier.SRDI_SME,
        on=date(2026, 1, 1),
        defaults={
            "title": "抽查",
            "seed": "2026001",
            "population": 99,
            "fingerprint": "0" * 64,
            "count": 15,
            "inspectors": ["甲", "乙"],
            "each": 2,
            "drawn_at": NOW,
            "drawn_by_name": "甲",
        },
    )
    return draw


def _batch() -> RecognitionBatch:
    batch, _ = RecognitionBatch.objects.get_or_create(
        tier=Tier.SRDI_SME,
        kind=ApplicationKind.values[0],
        recogniser="省厅",
        ordinal=1,
        year=2024,
        defaults={"recogniser_level": RecogniserLevel.values[0], "name": "第一批"},
    )
    return batch
