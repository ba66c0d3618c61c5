"""Titles over HTTP: as known now, version by version, and the acts on them."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.actions import recognitions, title_changes
from enterprises.api import title_bodies as bodies
from enterprises.api.shown_titles import RecognitionSerializer, VersionSerializer
from enterprises.api.title_filters import RecognitionFilters
from enterprises.api.title_rows import COLUMNS, title_rows
from enterprises.models import Recognition
from enterprises.reports.title_lists import TITLES
from enterprises.rules.spans import day_after
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.serializers import ProductSerializer


class RecognitionViewSet(ExportedViewSet):
    """梯度称号。编号（id）不变，每次变更增加一个版本；截止日期均为最后一天（含）。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = Recognition.objects.current().for_list().order_by()
    serializer_class = RecognitionSerializer
    row_columns = COLUMNS
    exports = TITLES
    filterset_class = RecognitionFilters
    orderings = {"id": ("series",), "-id": ("-series",)}
    lookup_field = "series"

    @extend_schema(responses=RecognitionSerializer(many=True))
    def list(self, request: Request) -> Response:
        listed = self.paginate_queryset(self.plain_rows())
        return self.get_paginated_response(title_rows(listed or [], on=timezone.localdate()))

    def retrieve(self, request: Request, series: int) -> Response:
        return self.shown(series)

    @extend_schema(request=bodies.RecogniseBody, responses={201: RecognitionSerializer})
    def create(self, request: Request) -> Response:
        body = self.body(request, bodies.RecogniseBody)
        words = dict(body.validated_data)
        enterprise_id, despite = words.pop("enterprise"), words.pop("despite", "")
        award = recognitions.Award(**bodies.stored(words))
        title = recognitions.recognise(
            enterprise_id, access=self.access, at=timezone.now(), award=award, despite=despite
        )
        return self.shown(title.series, status.HTTP_201_CREATED)

    @extend_schema(request=bodies.CorrectBody, responses=RecognitionSerializer)
    def partial_update(self, request: Request, series: int) -> Response:
        """更正登记错误的内容；此前所知仍可在 versions/ 查看。"""
        self.get_object()
        expected = self.expected_version(request, series)
        values = bodies.stored(dict(self.body(request, bodies.CorrectBody).validated_data))
        title_changes.correct(
            series,
            access=self.access,
            at=timezone.now(),
            reason=values.pop("reason"),
            values=values,
            expected_version=expected,
        )
        return self.shown(series)

    @extend_schema(request=bodies.WithdrawBody, responses=RecognitionSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, series: int) -> Response:
        """终止称号。数据造假终止该企业全部称号，并限制三年。"""
        return self.do(request, series, bodies.WithdrawBody, title_changes.withdraw)

    @extend_schema(request=bodies.ExtendBody, responses=RecognitionSerializer)
    @action(detail=True, methods=["post"])
    def extend(self, request: Request, series: int) -> Response:
        """标记复核中（复核期间继续有效），或延长至某日。"""

        def act(pk: int, **words: Any) -> object:
            if "until" in words:
                words["until"] = day_after(words["until"])
            return title_changes.extend(pk, **words)

        return self.do(request, series, bodies.ExtendBody, act)

    @extend_schema(request=bodies.RestoreBody, responses=RecognitionSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, series: int) -> Response:
        """恢复被错误终止的称号；随同一造假决定终止的称号一并恢复。"""
        return self.do(request, series, bodies.RestoreBody, title_changes.restore)

    @extend_schema(request=bodies.RenewBody, responses={201: RecognitionSerializer})
    @action(detail=True, methods=["post"])
    def renew(self, request: Request, series: int) -> Response:
        """复核通过：新称号自原称号期满起接续。"""
        self.get_object()
        body = self.body(request, bodies.RenewBody)
        renewed = recognitions.renew(
            series,
            access=self.access,
            at=timezone.now(),
            award=recognitions.Award(**bodies.stored(dict(body.validated_data))),
            expected_version=self.version_if_sent(request, series),
        )
        return self.shown(renewed.series, status.HTTP_201_CREATED)

    @extend_schema(responses=VersionSerializer(many=True))
    @action(detail=True, pagination_class=None, filterset_class=None)
    def versions(self, request: Request, series: int) -> Response:
        """全部版本，按记录时间先后。"""
        self.get_object()
        reach = self.access.reach(Capability.REGISTER_VIEW)
        rows = Recognition.objects.within(reach).filter(series=series).for_list()
        return Response(VersionSerializer(rows.order_by("version"), many=True).data)

    def body(self, request: Request, kind: type[ProductSerializer]) -> ProductSerializer:
        """The request's body, checked for shape; faults name their fields."""
        body = kind(data=request.data)
        body.is_valid(raise_exception=True)
        return body

    def version_if_sent(self, request: Request, series: int) -> int | None:
        """If-Match is required to PATCH and respected wherever it is sent."""
        return self.expected_version(request, series) if "If-Match" in request.headers else None

    def do(
        self,
        request: Request,
        series: int,
        kind: type[ProductSerializer],
        act: Callable[..., object],
    ) -> Response:
        """Call one action with the words of the body and show the title as it then is."""
        self.get_object()
        words = dict(self.body(request, kind).validated_data)
        words["expected_version"] = self.version_if_sent(request, series)
        act(series, access=self.access, at=timezone.now(), **words)
        return self.shown(series)

    def shown(self, series: int, status_code: int = status.HTTP_200_OK) -> Response:
        """The title as it is now, with its ETag. Raises DoesNotExist out of reach."""
        title = self.get_queryset().get(series=series)
        return self.versioned(title, RecognitionSerializer(title).data, status_code)


ROUTES = (("recognitions", RecognitionViewSet),)
