"""The measures of a document and who answers for them."""

from operator import attrgetter
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from measures.choices import AgencyRole, Theme
from measures.models.document import PolicyDocument
from measures.querysets import MeasureAgencyQuerySet, MeasureQuerySet

if TYPE_CHECKING:
    from measures.models.clause import Clause


class Measure(models.Model):
    """One numbered measure. `summary` is our own wording, not the text of the document."""

    document = models.ForeignKey(
        PolicyDocument, models.PROTECT, related_name="measures", verbose_name="文件"
    )
    no = models.PositiveSmallIntegerField("序号")
    title = models.CharField("标题", max_length=60)
    theme = models.CharField("主题", max_length=12, choices=Theme)
    summary = models.TextField("摘要")
    note = models.CharField("说明", max_length=300, blank=True)
    flags = ArrayField(
        models.CharField(max_length=4), verbose_name="存疑", default=list, blank=True
    )
    version = models.PositiveIntegerField("版本", default=1)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政策措施"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "no"], name="measure_numbered_once_a_document"
            ),
            models.CheckConstraint(condition=Q(no__gt=0), name="measure_number_is_positive"),
            models.CheckConstraint(condition=Q(theme__in=Theme.values), name="measure_theme_known"),
        ]

    def __str__(self) -> str:
        return f"第 {self.no} 条 {self.title}"

    @property
    def ordered_clauses(self) -> "list[Clause]":
        return sorted(self.clauses.all(), key=attrgetter("display_order"))

    @property
    def leads(self) -> "list[MeasureAgency]":
        """The unit named first; measure 18 names it in both of its lines, counted once."""
        return self._named(AgencyRole.LEAD)

    @property
    def helpers(self) -> "list[MeasureAgency]":
        return self._named(AgencyRole.CO)

    def _named(self, role: AgencyRole) -> "list[MeasureAgency]":
        duties = sorted(self.duties.all(), key=attrgetter("line", "position", "agency_id"))
        first: dict[int, MeasureAgency] = {}
        for duty in duties:
            if duty.role == role:
                first.setdefault(duty.agency_id, duty)
        return list(first.values())


class MeasureAgency(models.Model):
    """A unit named after a measure, as it was written.

    `line` tells apart the responsibility lines of a measure that has two of them; “各区人民政府”
    gives one row for each of the 15.
    """

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="duties", verbose_name="措施")
    agency = models.ForeignKey(
        "accounts.Agency", models.PROTECT, related_name="duties", verbose_name="责任单位"
    )
    role = models.CharField("角色", max_length=4, choices=AgencyRole)
    line = models.PositiveSmallIntegerField("责任单位行", default=1)
    position = models.PositiveSmallIntegerField("次序")
    written = models.CharField("原文写法", max_length=60)

    objects = MeasureAgencyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "措施责任单位"
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "line", "agency"], name="measure_names_an_agency_once_a_line"
            ),
            models.UniqueConstraint(
                fields=["measure", "line"],
                condition=Q(role=AgencyRole.LEAD),
                name="measure_has_one_lead_a_line",
            ),
            models.CheckConstraint(
                condition=Q(role=AgencyRole.LEAD, position=1)
                | Q(role=AgencyRole.CO, position__gt=1),
                name="measure_lead_is_named_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written}（{self.get_role_display()}）"
