"""Oneself and the accounts one keeps, over HTTP."""

from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.access import Capability
from wuhan_smes.accounts.actions import second_factor, users
from wuhan_smes.accounts.api.lists import USERS
from wuhan_smes.accounts.models import Agency, Jurisdiction, ServiceStation, User
from wuhan_smes.accounts.queries import abilities
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer
from wuhan_smes.web.viewsets import ScopedViewSet


class UserSerializer(ProductModelSerializer):
    """One account. What it may do is said by its grants."""

    jurisdiction = UnitSerializer()
    agency = UnitSerializer(allow_null=True)
    station = UnitSerializer(allow_null=True)

    class Meta:
        model = User
        fields = [
            "id",
            "username",
            "display_name",
            "jurisdiction",
            "agency",
            "station",
            "is_active",
            "last_login",
            "joined_at",
            "version",
        ]


class AbilitySerializer(serializers.Serializer):
    """One capability; `places` is empty where it holds everywhere."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # a field of the answer, not of DRF
    everywhere = serializers.BooleanField()
    places = serializers.ListField(child=serializers.CharField())


class MeSerializer(UserSerializer):
    """Oneself, with everything one may do here and where."""

    abilities = AbilitySerializer(many=True)

    class Meta(UserSerializer.Meta):
        fields = [*UserSerializer.Meta.fields, "abilities"]


class WorkplaceBody(ProductSerializer):
    """Where somebody works: codes in."""

    display_name = serializers.CharField(max_length=60)
    jurisdiction = serializers.CharField(max_length=40)
    agency = serializers.CharField(max_length=40, required=False, allow_null=True)
    station = serializers.CharField(max_length=40, required=False, allow_null=True)

    def to_internal_value(self, data: Any) -> Any:
        """Ids for the action: 0 stands for a code that nobody has."""
        values = super().to_internal_value(data)
        for name, model in (
            ("jurisdiction", Jurisdiction),
            ("agency", Agency),
            ("station", ServiceStation),
        ):
            if name in values:
                code = values.pop(name)
                pk = model.objects.filter(code=code).values_list("pk", flat=True).first()
                values[f"{name}_id"] = None if code is None else pk or 0
        return values


class UserBody(WorkplaceBody):
    """A new account."""

    username = serializers.CharField(max_length=60)
    password = serializers.CharField(max_length=128, write_only=True)


class ReasonBody(ProductSerializer):
    reason = serializers.CharField(max_length=200)


class PasswordBody(ProductSerializer):
    password = serializers.CharField(max_length=128, write_only=True)


class NothingBody(ProductSerializer):
    """No field: the address says it all."""


class UserFilters(ProductFilterSet):
    username = filters.CharFilter(label="用户名")
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")
    active = filters.BooleanFilter(field_name="is_active", label="启用")

    class Meta:
        model = User
        fields: list[str] = []


class MeViewSet(ScopedViewSet):
    """The caller himself."""

    view_capability = None
    queryset = User.objects.with_workplace()
    serializer_class = MeSerializer
    pagination_class = None

    @extend_schema(responses=MeSerializer)
    def list(self, request: Request) -> Response:
        user = User.objects.with_workplace().get(pk=self.access.actor_id)
        user.abilities = abilities(self.access)
        return Response(MeSerializer(user).data)


class UserViewSet(mixins.ListModelMixin, ExportedViewSet):
    """Accounts within reach, and what may be done with them."""

    view_capability = Capability.USER_VIEW
    queryset = User.objects.with_workplace()
    serializer_class = UserSerializer
    exports = USERS
    filterset_class = UserFilters
    orderings = {"id": ("id",), "-id": ("-id",), "username": ("username", "id")}

    def retrieve(self, request: Request, pk: int) -> Response:
        return self._shown(pk)

    @extend_schema(request=UserBody, responses={201: UserSerializer})
    def create(self, request: Request) -> Response:
        words = self._words(request, UserBody)
        user = users.create(access=self.access, at=timezone.now(), **words)
        return self._shown(user.pk, status.HTTP_201_CREATED)

    @extend_schema(request=WorkplaceBody, responses=UserSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        self.get_object()
        version = self.expected_version(request, pk)
        changes = self._words(request, WorkplaceBody, partial=True)
        users.amend(pk, access=self.access, at=timezone.now(), version=version, changes=changes)
        return self._shown(pk)

    @extend_schema(request=ReasonBody, responses=UserSerializer)
    @action(detail=True, methods=["post"])
    def disable(self, request: Request, pk: int) -> Response:
        words = self._words(request, ReasonBody)
        users.disable(pk, access=self.access, at=timezone.now(), **words)
        return self._shown(pk)

    @extend_schema(request=NothingBody, responses=UserSerializer)
    @action(detail=True, methods=["post"])
    def enable(self, request: Request, pk: int) -> Response:
        self._words(request, NothingBody)
        users.enable(pk, access=self.access, at=timezone.now())
        return self._shown(pk)

    @extend_schema(request=PasswordBody, responses=UserSerializer)
    @action(detail=True, methods=["post"], url_path="set-password")
    def set_password(self, request: Request, pk: int) -> Response:
        words = self._words(request, PasswordBody)
        version = self.get_object().version
        users.set_password(pk, access=self.access, at=timezone.now(), version=version, **words)
        return self._shown(pk)

    @extend_schema(request=ReasonBody, responses=UserSerializer)
    @action(detail=True, methods=["post"], url_path="take-factor-away")
    def take_factor_away(self, request: Request, pk: int) -> Response:
        """解除遗失的两步验证：由授权审批人办理，该用户的登录全部结束。"""
        words = self._words(request, ReasonBody)
        second_factor.take_away(pk, access=self.access, at=timezone.now(), **words)
        return self._shown(pk)

    def _words(
        self, request: Request, body: type[ProductSerializer], *, partial: bool = False
    ) -> dict[str, Any]:
        given = body(data=request.data, partial=partial)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)

    def _shown(self, pk: int, status_code: int = status.HTTP_200_OK) -> Response:
        user = self.get_queryset().get(pk=pk)
        return self.versioned(user, UserSerializer(user).data, status_code)
