"""Grants over HTTP: proposed by one, approved by another."""

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.access import Capability
from wuhan_smes.accounts.actions import grants
from wuhan_smes.accounts.anchors import anchor_id
from wuhan_smes.accounts.api.lists import GRANTS
from wuhan_smes.accounts.api.people import NothingBody, ReasonBody
from wuhan_smes.accounts.models import Grant
from wuhan_smes.accounts.roles import ROLE_CHOICES
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.names import vocabulary
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer

HELD = vocabulary("GrantRole", ROLE_CHOICES)


class GrantSerializer(ProductModelSerializer):
    """A role somebody holds, or is to hold, over one place."""

    username = serializers.CharField(source="user.username")
    role_label = serializers.CharField(source="get_role_display")
    anchor = UnitSerializer()
    state = serializers.CharField()
    state_label = serializers.CharField()

    class Meta:
        model = Grant
        fields = [
            "id",
            "user",
            "username",
            "role",
            "role_label",
            "anchor",
            "state",
            "state_label",
            "reason",
            "proposed_at",
            "approved_at",
            "revoked_at",
            "revoked_reason",
            "version",
        ]


class ProposalBody(ProductSerializer):
    """`anchor` is the code of the unit, agency or station the role is held over."""

    user = serializers.IntegerField(min_value=1)
    role = serializers.ChoiceField(HELD)
    anchor = serializers.CharField(max_length=40)
    reason = serializers.CharField(max_length=200)


class GrantFilters(ProductFilterSet):
    user = filters.NumberFilter(field_name="user_id", label="用户编号")
    role = filters.ChoiceFilter(choices=HELD, label="角色")
    waiting = filters.BooleanFilter(method="keep_waiting", label="待批准")

    class Meta:
        model = Grant
        fields: list[str] = []

    def keep_waiting(self, rows: object, name: str, value: bool) -> object:
        return rows.waiting() if value else rows.exclude(pk__in=rows.waiting())  # type: ignore[attr-defined] # a GrantQuerySet


class GrantViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """Grants of people within reach, and the four eyes."""

    view_capability = Capability.USER_VIEW
    queryset = Grant.objects.for_list()
    serializer_class = GrantSerializer
    exports = GRANTS
    filterset_class = GrantFilters

    @extend_schema(request=ProposalBody, responses={201: GrantSerializer})
    def create(self, request: Request) -> Response:
        body = ProposalBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        reach = self.access.reach(Capability.GRANT_PROPOSE)
        grant = grants.propose(
            words["user"],
            access=self.access,
            at=timezone.now(),
            role=words["role"],
            anchor_id=anchor_id(words["role"], words["anchor"], reach),
            reason=words["reason"],
        )
        return self._shown(grant.pk, status.HTTP_201_CREATED)

    @extend_schema(request=NothingBody, responses=GrantSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: int) -> Response:
        NothingBody(data=request.data).is_valid(raise_exception=True)
        grants.approve(pk, access=self.access, at=timezone.now())
        return self._shown(pk)

    @extend_schema(request=ReasonBody, responses=GrantSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: int) -> Response:
        grants.decline(pk, access=self.access, at=timezone.now(), reason=self._reason(request))
        return self._shown(pk)

    @extend_schema(request=ReasonBody, responses=GrantSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: int) -> Response:
        grants.revoke(pk, access=self.access, at=timezone.now(), reason=self._reason(request))
        return self._shown(pk)

    def _reason(self, request: Request) -> str:
        body = ReasonBody(data=request.data)
        body.is_valid(raise_exception=True)
        return str(body.validated_data["reason"])

    def _shown(self, pk: int, status_code: int = status.HTTP_200_OK) -> Response:
        grant = self.get_queryset().get(pk=pk)
        return self.versioned(grant, GrantSerializer(grant).data, status_code)
