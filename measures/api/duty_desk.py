"""What one responsible unit owes, over HTTP: its desk."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from measures.api.duties import QUARTER, ProgressSerializer, quarter_asked
from measures.choices import AgencyRole, DutyLight
from measures.models import Commitment
from measures.queries.duties import owed_by, own_agency, seen
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Agency
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.web.viewsets import ScopedViewSet

AGENCY = OpenApiParameter("agency", str, description="责任单位代码，缺省为本单位")


class OwedSerializer(serializers.Serializer):
    """One commitment of the unit in a quarter."""

    commitment = serializers.IntegerField(source="commitment.pk", help_text="任务编号")
    clause = serializers.CharField(source="commitment.clause.code")
    title = serializers.CharField(source="commitment.clause.title")
    measure = serializers.IntegerField(source="commitment.clause.measure.no", help_text="措施序号")
    role = serializers.ChoiceField(AgencyRole.choices)
    due = serializers.DateField(source="commitment.due_on", allow_null=True)
    rhythm = serializers.CharField(source="commitment.rhythm")
    starts_on = serializers.DateField(source="commitment.starts_on", allow_null=True)
    light = serializers.ChoiceField(
        DutyLight.choices, allow_null=True, help_text="配合单位没有报送的为空"
    )
    reminded = serializers.IntegerField(help_text="本季度催报次数")
    progress = ProgressSerializer(source="entry", allow_null=True)


class DutyDeskViewSet(ScopedViewSet):
    """责任单位工作台：一个责任单位在一个季度牵头和配合的任务、灯色、催报与进展。"""

    view_capability = Capability.MEASURE_VIEW
    queryset = Commitment.objects.for_list()  # only its scope is asked for
    serializer_class = OwedSerializer
    pagination_class = None
    filter_backends = []
    extra_parameters = frozenset({"agency", "quarter"})

    @extend_schema(parameters=[AGENCY, QUARTER], responses=OwedSerializer(many=True))
    def list(self, request: Request) -> Response:
        """牵头的在前；别的单位报送的内容只有能看到它的人可以查。"""
        reach, today = self.access.reach(Capability.MEASURE_VIEW), timezone.localdate()
        agency = self._agency(request)
        if not seen(agency, reach):
            raise Agency.DoesNotExist("what it reports is out of reach")
        quarter = quarter_asked(request, today)
        owed = owed_by(agency, quarter=quarter, today=today, reach=reach)
        return Response(OwedSerializer(owed, many=True).data)

    def _agency(self, request: Request) -> Any:
        code = request.query_params.get("agency", "")
        if code:
            return Agency.objects.get(code=code)
        found = own_agency(request.user)  # type: ignore[arg-type] # nobody comes here unknown
        if found is None:
            raise InputRefused(Fault("?agency", "required", "您不属于责任单位，请写明责任单位代码"))
        return found
