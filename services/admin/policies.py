"""Time limits on screen: to read, and to set from a coming day."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from unfold.widgets import UnfoldAdminTextInputWidget

from services.actions import policies
from services.admin.kept_by_city import KeptByCityAdmin
from services.choices.clocks import ClockKind, LimitUnit, Urgency
from services.choices.tickets import Category
from services.models import TicketPolicy
from services.reports.policy_lists import POLICIES
from wuhan_smes.access import Access
from wuhan_smes.web.acts import Act, ActForm
from wuhan_smes.web.form_fields import choice, day, number, words, yes_no


class PolicyForm(ActForm):
    category = choice("类别（不选：不分类别）", Category.choices, required=False)
    urgency = choice("紧急程度", Urgency.choices)
    kind = choice("环节", ClockKind.choices)
    amount = number("时限", least=1, most=1000)
    unit = choice("时限单位", LimitUnit.choices)
    extension = number("每次最多延期", least=0, most=1000)
    extensions = number("可延期次数", least=0, most=10)
    warn_percent = number("预警（已用时限的百分比）", least=1, most=100)
    warn_days_left = forms.IntegerField(
        label="另在剩余几个工作日时预警",
        required=False,
        min_value=0,
        max_value=1000,
        help_text="空：不按剩余日数预警",
        widget=UnfoldAdminTextInputWidget,
    )
    warn_days_left_from = number("剩余日数预警适用于不少于几个工作日的时限", least=0, most=1000)
    late_rolls = yes_no("下班后或休息日收到按次一工作日收到计算")
    kept_on_transfer = yes_no("转办时沿用原签收时限（不选：转办后重新起算）")
    effective_from = day("施行日期", help_text="今天或以后；此前的时限到前一日为止")
    source = words("依据")


NEW = Act(
    "新增时限版本",
    PolicyForm,
    submit="施行",
    done="新时限已登记",
    note="正在办理的事项时限不变；如需按新时限重算，请在“问题—时限重算”中预览后执行。",
)
DEFAULTS = {
    "extension": 0,
    "extensions": 0,
    "warn_percent": 70,
    "warn_days_left": 2,
    "warn_days_left_from": 5,
}


@admin.register(TicketPolicy)
class TicketPolicyAdmin(KeptByCityAdmin):
    new = NEW
    first = DEFAULTS
    exports = POLICIES
    list_display = [
        "urgency",
        "kind",
        "category",
        "words",
        "extension",
        "effective_from",
        "effective_until",
        "version",
    ]
    list_filter = ["urgency", "kind", "unit"]
    search_fields = ["source"]
    ordering = ["-effective_from", "id"]

    def added(self, *, access: Access, at: datetime, **given: Any) -> TicketPolicy:
        return policies.add_version(access=access, at=at, **given)

    @admin.display(description="时限")
    def words(self, policy: TicketPolicy) -> str:
        return policy.words
