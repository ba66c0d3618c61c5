"""What belongs to one enterprise: its timeline, titles, contacts and ownership links."""

from datetime import date

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.actions import contacts, ownership
from enterprises.api import bodies
from enterprises.api.verbs import EnterpriseVerbs
from enterprises.models import Contact, OwnershipLink, Recognition
from enterprises.queries.overview import timeline, titles
from enterprises.reports.enterprise_lists import CONTACTS
from enterprises.rules.spans import last_day
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import LookBody, ProductModelSerializer
from wuhan_smes.web.viewsets import ScopedViewSet


class EventSerializer(serializers.Serializer):
    """One line of a life; `valid_to` is null while it holds."""

    on = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # a body may call a field so
    text = serializers.CharField()
    note = serializers.CharField()


class TitleSerializer(ProductModelSerializer):
    """A title of one enterprise, as known now, in force or ended."""

    tier_label = serializers.CharField(source="get_tier_display")
    batch = serializers.CharField(source="batch.name", default=None)
    valid_to = serializers.SerializerMethodField()
    in_force = serializers.SerializerMethodField()

    class Meta:
        model = Recognition
        fields = [
            "series",
            "version",
            "tier",
            "tier_label",
            "subclass",
            "batch",
            "document_no",
            "announced_on",
            "valid_from",
            "valid_to",
            "in_force",
            "review_pending",
            "outcome",
            "withdrawn_on",
            "withdrawal_cause",
        ]

    def get_valid_to(self, title: Recognition) -> date | None:
        """The last day it counts, after extension, pending review and withdrawal."""
        span = title.in_force
        return None if span.isempty else last_day(span.upper)

    def get_in_force(self, title: Recognition) -> bool:
        return timezone.localdate() in title.in_force


class ContactSerializer(ProductModelSerializer):
    """A contact as everybody sees it: number and address masked."""

    phone = serializers.CharField(source="masked_phone")
    email = serializers.CharField(source="masked_email")

    class Meta:
        model = Contact
        fields = ["id", "name", "post", "phone", "email", "is_primary", "ended_at", "version"]


class RevealedSerializer(ContactSerializer):
    """A contact in full, once, for the person who asked."""

    phone = serializers.CharField()
    email = serializers.CharField()


class OwnershipSerializer(ProductModelSerializer):
    kind_label = serializers.CharField(source="get_kind_display")
    valid_to = serializers.SerializerMethodField()

    class Meta:
        model = OwnershipLink
        fields = [
            "id",
            "kind",
            "kind_label",
            "other_name",
            "other_uscc",
            "share_percent",
            "valid_from",
            "valid_to",
            "source",
        ]

    def get_valid_to(self, link: OwnershipLink) -> date | None:
        return last_day(link.valid_until)


class PartsOfEnterprise(EnterpriseVerbs):
    """Lists below one enterprise; short, so they come whole."""

    @extend_schema(responses=EventSerializer(many=True))
    @action(detail=True, pagination_class=None, filterset_class=None)
    def timeline(self, request: Request, pk: int) -> Response:
        enterprise = self.get_object()
        events = timeline(enterprise.pk, reach=self.viewing)
        return Response(EventSerializer(events, many=True).data)

    @extend_schema(responses=TitleSerializer(many=True))
    @action(detail=True, pagination_class=None, filterset_class=None)
    def recognitions(self, request: Request, pk: int) -> Response:
        enterprise = self.get_object()
        rows = titles(enterprise.pk, reach=self.viewing)
        return Response(TitleSerializer(rows, many=True).data)

    @extend_schema(responses=ContactSerializer(many=True))
    @action(detail=True, pagination_class=None, filterset_class=None)
    def contacts(self, request: Request, pk: int) -> Response:
        enterprise = self.get_object()
        rows = Contact.objects.within(self.viewing).filter(enterprise=enterprise).order_by("id")
        return Response(ContactSerializer(rows, many=True).data)

    @extend_schema(request=bodies.ContactBody, responses={201: ContactSerializer})
    @contacts.mapping.post
    def add_contact(self, request: Request, pk: int) -> Response:
        self.get_object()
        words = self.words(request, bodies.ContactBody)
        contact = contacts.add(pk, access=self.access, at=timezone.now(), **words)
        return Response(ContactSerializer(contact).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=OwnershipSerializer(many=True))
    @action(detail=True, pagination_class=None, filterset_class=None)
    def ownership(self, request: Request, pk: int) -> Response:
        enterprise = self.get_object()
        rows = OwnershipLink.objects.within(self.viewing).filter(enterprise=enterprise)
        return Response(OwnershipSerializer(rows.order_by("id"), many=True).data)

    @extend_schema(request=bodies.OwnershipBody, responses={201: OwnershipSerializer})
    @ownership.mapping.post
    def link_ownership(self, request: Request, pk: int) -> Response:
        self.get_object()
        words = self.words(request, bodies.OwnershipBody)
        link = ownership.link(pk, access=self.access, at=timezone.now(), **words)
        return Response(OwnershipSerializer(link).data, status=status.HTTP_201_CREATED)


class ContactFilters(ProductFilterSet):
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")
    is_primary = filters.BooleanFilter(label="主要联系人")
    current = filters.BooleanFilter(
        field_name="ended_at", lookup_expr="isnull", label="在用（未停用）"
    )

    class Meta:
        model = Contact
        fields: list[str] = []


class ContactViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """联系人。完整号码须逐次调阅，每次留痕。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = Contact.objects.order_by()
    serializer_class = ContactSerializer
    exports = CONTACTS
    filterset_class = ContactFilters
    secret_actions = frozenset({"reveal"})

    @extend_schema(request=LookBody, responses=RevealedSerializer)
    @action(detail=True, methods=["post"], serializer_class=LookBody)
    def reveal(self, request: Request, pk: int) -> Response:
        """完整号码与邮箱，写明事由，逐次留痕。"""
        words = self.validated(request)
        contact = contacts.reveal(pk, access=self.access, at=timezone.now(), **words)
        return Response(RevealedSerializer(contact).data)

    @extend_schema(request=None, responses=ContactSerializer)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: int) -> Response:
        contact = contacts.retire(pk, access=self.access, at=timezone.now())
        return Response(ContactSerializer(contact).data)


class OwnershipViewSet(mixins.RetrieveModelMixin, ScopedViewSet):
    """股权与集团关系。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = OwnershipLink.objects.order_by()
    serializer_class = OwnershipSerializer

    @extend_schema(request=bodies.UnlinkBody, responses=OwnershipSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.UnlinkBody)
    def unlink(self, request: Request, pk: int) -> Response:
        words = self.validated(request)
        link = ownership.unlink(pk, access=self.access, at=timezone.now(), **words)
        return Response(OwnershipSerializer(link).data)
