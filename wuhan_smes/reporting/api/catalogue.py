"""The catalogue of reports over HTTP: what can be made, with which choices, counting what."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.access import Capability
from wuhan_smes.reporting.api.verifying import NumberedBody, VerdictSerializer, answered
from wuhan_smes.reporting.catalogue import Report, catalogue
from wuhan_smes.reporting.models import ReportRun
from wuhan_smes.web.viewsets import ScopedViewSet


class OptionSerializer(serializers.Serializer):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing


class ChoiceSerializer(serializers.Serializer):
    """One parameter; without options it is a day."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    default = serializers.CharField()
    options = OptionSerializer(many=True)


class ReportSerializer(serializers.Serializer):
    """One report. `as_known`: it can be made again as of the moment it was made."""

    name = serializers.CharField()
    title = serializers.CharField()
    purpose = serializers.CharField()
    definition = serializers.CharField(help_text="口径")
    definition_version = serializers.IntegerField(help_text="口径版本")
    as_known = serializers.BooleanField()
    params = ChoiceSerializer(many=True)


class ReportViewSet(ScopedViewSet):
    """报表目录。生成报表见 report-runs/。"""

    view_capability = Capability.REFERENCE_VIEW
    queryset = ReportRun.objects.for_list()
    serializer_class = ReportSerializer
    pagination_class = None
    filter_backends = []
    parser_classes = [JSONParser, MultiPartParser]

    @extend_schema(responses=ReportSerializer(many=True))
    def list(self, request: Request) -> Response:
        """本人可以生成的报表。"""
        return Response([_shown(report) for report in catalogue.open_to(self.access)])

    @extend_schema(
        request={"multipart/form-data": NumberedBody, "application/json": NumberedBody},
        responses=VerdictSerializer,
    )
    @action(detail=False, methods=["post"], serializer_class=NumberedBody)
    def verify(self, request: Request) -> Response:
        """任何登录用户都可以凭编号核验手中的文件，不论是哪个单位的报表。"""
        words = self.validated(request)
        return answered(words.pop("number"), words)


def _shown(report: Report) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "name": report.name,
        "title": report.title,
        "purpose": report.purpose,
        "definition": report.definition.text,
        "definition_version": report.definition.version,
        "as_known": report.is_as_known,
        "params": [
            {
                "name": it.name,
                "label": it.label,
                "default": it.default(today),
                "options": [{"value": v, "label": text} for v, text in it.options.items()],
            }
            for it in report.choices
        ],
    }


ROUTES = (("reports", ReportViewSet),)
