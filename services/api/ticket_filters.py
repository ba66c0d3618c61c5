"""Filters of the list of tickets: every one of them served by an index."""

from django.db.models import Q
from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework.exceptions import ValidationError

from services.choices.clocks import Urgency
from services.choices.tickets import Category, Channel, HolderKind, Nature, TicketState
from services.models import Ticket
from services.querysets.tickets import TicketQuerySet
from wuhan_smes.accounts.models import Agency, Jurisdiction, ServiceStation
from wuhan_smes.web.filters import ProductFilterSet


class TicketFilters(ProductFilterSet):
    state = filters.MultipleChoiceFilter(choices=TicketState.choices, label="状态，可多个")
    category = filters.ChoiceFilter(choices=Category.choices, label="类别")
    channel = filters.ChoiceFilter(choices=Channel.choices, label="来源")
    nature = filters.ChoiceFilter(choices=Nature.choices, label="性质")
    urgency = filters.ChoiceFilter(choices=Urgency.choices, label="紧急程度")
    number = filters.CharFilter(label="编号")
    external_no = filters.CharFilter(label="来源编号")
    jurisdiction = filters.CharFilter(method="of_unit", label="管理单位代码")
    station = filters.CharFilter(method="of_station", label="服务站编号")
    agency = filters.CharFilter(method="led_by", label="主办单位代码")
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")
    holder = filters.ChoiceFilter(
        choices=HolderKind.choices, field_name="holder_kind", label="当前责任方类别"
    )
    overdue = filters.BooleanFilter(method="is_overdue", label="已逾期")
    open = filters.BooleanFilter(method="is_open", label="未销号")
    mine = filters.BooleanFilter(method="is_mine", label="本人收集或承办")
    received_from = filters.IsoDateTimeFilter(
        field_name="received_at", lookup_expr="gte", label="收到时间起"
    )
    received_before = filters.IsoDateTimeFilter(
        field_name="received_at", lookup_expr="lt", label="收到时间止（不含）"
    )

    class Meta:
        model = Ticket
        fields: list[str] = []

    def of_unit(self, rows: TicketQuerySet, name: str, code: str) -> TicketQuerySet:
        unit = Jurisdiction.objects.filter(code=code).first()
        if unit is None:
            raise ValidationError({name: [f"没有管理单位“{code}”"]})
        return rows if unit.parent_id is None else rows.filter(jurisdiction=unit)

    def of_station(self, rows: TicketQuerySet, name: str, code: str) -> TicketQuerySet:
        found = ServiceStation.objects.filter(code=code).values_list("pk", flat=True).first()
        return rows.filter(station_id=found) if found else rows.none()

    def led_by(self, rows: TicketQuerySet, name: str, code: str) -> TicketQuerySet:
        agency = Agency.objects.filter(code=code).first()
        if agency is None:
            raise ValidationError({name: [f"没有责任单位“{code}”"]})
        return rows.filter(lead_agency=agency)

    def is_overdue(self, rows: TicketQuerySet, name: str, value: bool) -> TicketQuerySet:
        at = timezone.now()
        late = rows.overdue(at=at)
        if value:
            return late
        in_time = Q(due_at__isnull=True) | Q(due_at__gte=at) | Q(clocks_paused_at__isnull=False)
        return rows.filter(in_time)

    def is_open(self, rows: TicketQuerySet, name: str, value: bool) -> TicketQuerySet:
        return rows.filter(closed_at__isnull=value)

    def is_mine(self, rows: TicketQuerySet, name: str, value: bool) -> TicketQuerySet:
        me = self.request.parser_context["view"].access.actor_id
        own = Q(collected_by_id=me) | Q(handled_by_id=me)
        return rows.filter(own) if value else rows.exclude(own)
