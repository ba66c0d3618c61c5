"""重点“小巨人”三年推进计划（财建〔2024〕148号）: milestones, evaluation, and what may be paid."""

from django.db import models
from django.db.models import F, Q

from enterprises.choices.holding import ProjectState
from enterprises.models.enterprise import Enterprise
from enterprises.models.evidence import KeptPaper, kept_paper
from enterprises.querysets import (
    KeyMilestoneQuerySet,
    KeyProjectQuerySet,
    MilestonePaperQuerySet,
)
from enterprises.rules.key_projects import LEAST_INVESTED


class KeyProject(models.Model):
    """The plan of one key little giant; an enterprise is supported once. Amounts are in 万元."""

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="key_projects", verbose_name="企业"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    title = models.CharField("项目名称", max_length=120)
    year = models.PositiveSmallIntegerField("入选年度")
    document_no = models.CharField("入选文号", max_length=60, blank=True)
    starts_on = models.DateField("计划开始")
    ends_on = models.DateField("计划结束")
    planned = models.DecimalField("计划投资（万元）", max_digits=14, decimal_places=2)
    state = models.CharField(
        "状态", max_length=10, choices=ProjectState, default=ProjectState.RUNNING
    )
    evaluated_on = models.DateField("评价日期", null=True, blank=True)
    invested = models.DecimalField(
        "实际投资（万元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    evaluation = models.CharField("评价依据与说明", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = KeyProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "重点“小巨人”项目"
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"],
                name="key_project_once_an_enterprise",
                violation_error_message="该企业已登记过重点“小巨人”项目，不能重复支持",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProjectState.values), name="key_project_state_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="key_project_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(planned__gt=LEAST_INVESTED), name="key_project_plans_enough"
            ),
            models.CheckConstraint(
                condition=Q(state=ProjectState.RUNNING, evaluated_on__isnull=True)
                | (
                    ~Q(state=ProjectState.RUNNING)
                    & Q(evaluated_on__isnull=False, invested__gte=0)
                    & ~Q(evaluation="")
                ),
                name="key_project_evaluated_with_its_ground",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProjectState.PASSED) | Q(invested__gte=LEAST_INVESTED),
                name="key_project_passes_with_enough_invested",
            ),
            models.UniqueConstraint(
                fields=["id", "jurisdiction"], name="key_project_is_of_one_unit"
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "-id"], name="key_project_by_unit")]

    def __str__(self) -> str:
        return self.title


class KeyMilestone(models.Model):
    """Something the plan promises by a day, and what shows that it was reached."""

    project = models.ForeignKey(
        KeyProject, models.PROTECT, related_name="milestones", verbose_name="项目"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    ordinal = models.PositiveSmallIntegerField("序号")
    title = models.CharField("节点目标", max_length=120)
    due_on = models.DateField("计划完成")
    reached_on = models.DateField("实际完成", null=True, blank=True)
    evidence = models.CharField("佐证材料", max_length=200, blank=True)
    recorded_by_name = models.CharField("登记人", max_length=150, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = KeyMilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目节点"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "ordinal"], name="key_milestone_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(reached_on__isnull=True, evidence="")
                | (Q(reached_on__isnull=False) & ~Q(evidence="")),
                name="key_milestone_reached_with_evidence",
            ),
            models.UniqueConstraint(
                fields=["id", "jurisdiction"], name="key_milestone_is_of_one_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MilestonePaper(KeptPaper):
    """A file that shows what was reached, or how far it is; fetched by whoever sees the project."""

    milestone = models.ForeignKey(
        KeyMilestone, models.PROTECT, related_name="papers", verbose_name="节点", db_index=False
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )

    objects = MilestonePaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目节点佐证"
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "sha256"],
                condition=Q(removed_at__isnull=True),
                name="milestone_paper_shown_once",
            ),
            *kept_paper("milestone_paper"),
        ]
