"""Assessments over HTTP: one enterprise now, what was kept, and questions that save nothing."""

from typing import Any, Final

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.actions import assessments
from enterprises.api import assessment_bodies as bodies
from enterprises.api.days import parameters
from enterprises.api.verbs import EnterpriseVerbs
from enterprises.choices import ApplicationKind, Tier
from enterprises.models import Assessment
from enterprises.queries.assessment import basis_for
from enterprises.queries.explained import explain, explain_facts
from enterprises.reports.assessment_lists import ASSESSMENTS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.rulekit.choices import Result
from wuhan_smes.rulekit.facts import check_facts
from wuhan_smes.rulekit.fields import declared
from wuhan_smes.web.filters import ProductFilterSet


class AssessmentVerbs(EnterpriseVerbs):
    """How one enterprise stands."""

    @extend_schema(parameters=[bodies.AskWords], responses=bodies.OfEnterpriseSerializer)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def assessment(self, request: Request, pk: int) -> Response:
        """按规则逐条评估：数值、门槛、结果、差距，以及所依据的数据。不保存。"""
        self.get_object()
        words = parameters(bodies.AskWords, request.query_params)
        basis = basis_for(words.pop("tier"), words.pop("application_kind"), **words)
        found = explain(pk, basis, reach=self.access.reach(Capability.INDICATOR_VIEW))
        return Response(
            bodies.OfEnterpriseSerializer({**bodies.answer(found), "facts": found.facts}).data
        )


class AssessmentFilters(ProductFilterSet):
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")
    tier = filters.ChoiceFilter(choices=Tier.choices, label="梯度")
    application_kind = filters.ChoiceFilter(choices=ApplicationKind.choices, label="申请类别")
    rule_set = filters.CharFilter(label="规则代码")
    verdict = filters.ChoiceFilter(choices=Result.choices, label="结论")

    class Meta:
        model = Assessment
        fields: list[str] = []


class AssessmentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """评估存档：规则版本、当时的数据、逐条结果。存档后不再改动。"""

    view_capability = Capability.INDICATOR_VIEW
    queryset = Assessment.objects.for_list()
    serializer_class = bodies.AssessmentSerializer
    exports = ASSESSMENTS
    filterset_class = AssessmentFilters
    orderings = {"-id": ("-id",), "id": ("id",)}

    @extend_schema(
        request=bodies.KeepBody,
        responses={201: bodies.AssessmentSerializer},
        examples=[bodies.KEEP_EXAMPLE],
    )
    def create(self, request: Request) -> Response:
        """存档：以现有数据评估并留存。同日同规则、数据未变的不重复存。"""
        words = self._words(request, bodies.KeepBody)
        kept = assessments.keep(
            words.pop("enterprise"), access=self.access, at=timezone.now(), **words
        )
        shown = self.get_queryset().get(pk=kept.pk)
        return Response(bodies.AssessmentSerializer(shown).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        request=bodies.WhatIfBody,
        responses=bodies.AnswerSerializer,
        description="按请求中给出的数据评估，不读企业名录，不保存任何内容。",
    )
    @action(detail=False, methods=["post"], url_path="what-if")
    def what_if(self, request: Request) -> Response:
        words = self._words(request, bodies.WhatIfBody)
        facts = words.pop("facts")
        check_facts(facts, declared())
        basis = basis_for("", words.pop("application_kind"), **words)
        return Response(bodies.AnswerSerializer(bodies.answer(explain_facts(facts, basis))).data)

    def _words(self, request: Request, body: Any) -> dict[str, Any]:
        serializer = body(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


ROUTES: Final = (("assessments", AssessmentViewSet),)
