"""Measures over HTTP: read only; they change with the document, not by hand."""

from typing import Any

from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.models import SourceFlag
from measures.api.filters import MeasureFilters
from measures.api.serializers import MeasureDetailSerializer, MeasureSerializer
from measures.models import Measure
from measures.reports import MEASURES
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet


class MeasureViewSet(mixins.ListModelMixin, ExportedViewSet):
    """The 25 measures with who answers for them, their clauses and what is odd about them."""

    view_capability = Capability.MEASURE_VIEW
    queryset = Measure.objects.for_list()
    serializer_class = MeasureSerializer
    exports = MEASURES
    filterset_class = MeasureFilters
    orderings = {"no": ("no", "id"), "-no": ("-no", "-id")}

    def retrieve(self, request: Request, pk: int) -> Response:
        measure = self.get_object()
        return self.versioned(measure, self.get_serializer(measure).data)

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows.for_detail() if self.action == "retrieve" else rows

    def get_serializer_class(self) -> type[MeasureSerializer]:
        return MeasureDetailSerializer if self.action == "retrieve" else MeasureSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        texts = dict(SourceFlag.objects.values_list("code", "text"))
        return {**super().get_serializer_context(), "flag_texts": texts}
