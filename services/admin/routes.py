"""Routes of tickets on screen: to read, to set from a coming day, to end."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.decorators import action

from services.actions import routes
from services.admin.kept_by_city import KeptByCityAdmin
from services.choices.tickets import Category
from services.models import TicketRoute
from services.reports.route_lists import ROUTES
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Agency, Jurisdiction
from wuhan_smes.web.acts import Act, ActForm
from wuhan_smes.web.admin import access_of
from wuhan_smes.web.form_fields import choice, day, one_of, words


class RouteForm(ActForm):
    category = choice("类别", Category.choices)
    jurisdiction_id = one_of(
        "管理单位（空：全市）", Jurisdiction.objects.managing(), required=False
    )
    agency_id = one_of("主办单位", Agency.objects.order_by("display_order", "name"))
    effective_from = day("施行日期", help_text="今天或以后；此前的规则到前一日为止")
    source = words("依据")


class EndForm(ActForm):
    on = day("停用日期", help_text="今天或以后；自该日起不再按本规则建议")
    reason = words("理由")


NEW = Act("新增分办规则", RouteForm, submit="施行", done="分办规则已登记", note="已交办的不变。")
END = Act("停用分办规则", EndForm, submit="停用", done="已停用")


@admin.register(TicketRoute)
class TicketRouteAdmin(KeptByCityAdmin):
    new = NEW
    exports = ROUTES
    list_display = ["category", "where", "agency", "effective_from", "effective_until", "source"]
    list_select_related = ["jurisdiction", "agency"]
    list_filter = ["category"]
    ordering = ["-effective_from", "-id"]
    actions_detail = ["end"]

    def added(self, *, access: Access, at: datetime, **given: Any) -> TicketRoute:
        return routes.set_route(access=access, at=at, **given)

    @action(description="停用", permissions=["act"], icon="event_busy", url_path="end")
    def end(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.reached(request, object_id)

        def do(**given: Any) -> TicketRoute:
            return routes.end_route(row.pk, access=access_of(request), at=timezone.now(), **given)

        return self.act(request, END, do, row=row)

    @admin.display(description="管理单位")
    def where(self, route: TicketRoute) -> str:
        return route.where
