"""Enterprises within reach, and what can be done to them."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.actions import enterprises, moves, names
from enterprises.api import bodies
from enterprises.api.assessment_bodies import AskWords
from enterprises.api.assessments import AssessmentVerbs
from enterprises.api.classification import ClassificationVerbs
from enterprises.api.filters import EnterpriseFilters
from enterprises.api.identity import IdentityVerbs
from enterprises.api.parts import PartsOfEnterprise
from enterprises.api.shown import COLUMNS, EnterpriseSerializer, page
from enterprises.api.shown_moves import MoveRequestSerializer, shown_request
from enterprises.models import Enterprise
from enterprises.reports.enterprise_lists import ENTERPRISES
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet

ON = OpenApiParameter("on", {"type": "string", "format": "date"}, description="称号按哪一天计算")


class EnterpriseViewSet(
    ClassificationVerbs, PartsOfEnterprise, IdentityVerbs, AssessmentVerbs, ExportedViewSet
):
    """企业名录。名称、行业、位置等变化均按日期留存，以动作办理。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = Enterprise.objects.registered().order_by()
    serializer_class = EnterpriseSerializer
    row_columns = COLUMNS
    exports = ENTERPRISES
    filterset_class = EnterpriseFilters
    orderings = {
        "id": ("id",),
        "-id": ("-id",),
        "-updated_at": ("-updated_at", "-id"),
    }

    @property
    def extra_parameters(self) -> frozenset[str]:  # type: ignore[override] # by action here
        if self.action == "assessment":
            return frozenset(AskWords().fields)
        return frozenset({"on"}) if self.action == "retrieve" else frozenset()

    @extend_schema(responses=EnterpriseSerializer(many=True))
    def list(self, request: Request) -> Response:
        listed = self.paginate_queryset(self.plain_rows()) or []
        return self.get_paginated_response(page(listed, on=self.day(), reach=self.viewing))

    @extend_schema(responses=EnterpriseSerializer, parameters=[ON])
    def retrieve(self, request: Request, pk: int) -> Response:
        return self.shown(pk)

    @extend_schema(request=bodies.CreateBody, responses={201: EnterpriseSerializer})
    def create(self, request: Request) -> Response:
        words = self.words(request, bodies.CreateBody)
        made = enterprises.create(access=self.access, at=timezone.now(), **words)
        return self.shown(made.pk, status.HTTP_201_CREATED)

    @extend_schema(request=bodies.AmendBody, responses=EnterpriseSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        self.get_object()
        expected = self.expected_version(request, pk)
        words = self.words(request, bodies.AmendBody)
        enterprises.amend(
            pk, access=self.access, at=timezone.now(), values=words, expected_version=expected
        )
        return self.shown(pk)

    @extend_schema(
        request=bodies.MoveBody,
        responses={200: EnterpriseSerializer, 202: MoveRequestSerializer},
        description="负责双方单位者当即迁移（200）；否则向对方单位提出申请（202）。",
    )
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: int) -> Response:
        words = self.words(request, bodies.MoveBody)
        words["expected_version"] = self.version_if_sent(request, pk)
        reach = self.access.reach(Capability.REGISTER_EDIT)
        if reach.covers(words["to_jurisdiction_id"]):
            moves.move(pk, access=self.access, at=timezone.now(), **words)
            return self.shown(pk)
        asked = moves.ask(pk, access=self.access, at=timezone.now(), **words)
        shown = shown_request(asked.pk, access=self.access)
        return self.versioned(asked, shown, status.HTTP_202_ACCEPTED)

    @extend_schema(request=bodies.RenameBody, responses=EnterpriseSerializer)
    @action(detail=True, methods=["post"])
    def rename(self, request: Request, pk: int) -> Response:
        return self.do(request, pk, bodies.RenameBody, names.rename)

    @extend_schema(request=bodies.LeaveBody, responses=EnterpriseSerializer)
    @action(detail=True, methods=["post"])
    def deregister(self, request: Request, pk: int) -> Response:
        return self.do(request, pk, bodies.LeaveBody, enterprises.deregister)

    @extend_schema(request=bodies.ReviveBody, responses=EnterpriseSerializer)
    @action(detail=True, methods=["post"])
    def reactivate(self, request: Request, pk: int) -> Response:
        return self.do(request, pk, bodies.ReviveBody, enterprises.reactivate)
