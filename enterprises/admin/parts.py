"""Contacts, ownership links, sizes and scales on screen."""

from datetime import date
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.decorators import action

from enterprises.actions import contacts, ownership
from enterprises.admin.enterprise_forms import DayForm
from enterprises.admin.tables import term
from enterprises.models import (
    Contact,
    DatedFact,
    EnterprisePlace,
    OwnershipLink,
    ScaleStatus,
    SizeYear,
)
from enterprises.querysets import FactQuerySet
from enterprises.reports.enterprise_lists import (
    CONTACTS,
    OWNERSHIP,
    SCALES,
    SIZES,
    STANDING_PLACES,
)
from enterprises.rules.spans import last_day
from wuhan_smes.access import Capability
from wuhan_smes.looks import MOST
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.web.acts import Act, ActForm, ActingAdmin
from wuhan_smes.web.admin import ScopedModelAdmin, access_of


class LookForm(ActForm):
    reason = forms.CharField(label="事由", max_length=MOST)


REVEAL = Act(
    "调阅完整联系方式",
    LookForm,
    submit="调阅并留痕",
    done="已调阅，本次调阅已留痕",
    note="每次调阅都会记录调阅人、时间与事由。",
)
RETIRE = Act("停用联系人", ActForm, submit="确认停用", done="联系人已停用")
UNLINK = Act("终止股权或集团关系", DayForm, submit="确认终止", done="关系已终止")


@admin.register(Contact)
class ContactAdmin(ExportedAdmin, ActingAdmin):
    """Numbers and addresses are masked; the whole one is asked for each time."""

    view_capability = Capability.REGISTER_VIEW
    exports = CONTACTS
    list_display = ["name", "enterprise", "post", "masked_phone", "is_primary", "ended_at"]
    list_select_related = ["enterprise"]
    list_filter = ["is_primary"]
    ordering = ["-id"]
    sortable_by = ()
    fields = ["enterprise", "name", "post", "phone_shown", "email_shown", "is_primary", "ended_at"]
    readonly_fields = ["phone_shown", "email_shown"]
    actions_detail = ["reveal", "retire"]

    def may_act(self, request: HttpRequest) -> bool:
        return access_of(request).holds(Capability.REGISTER_EDIT)

    def has_reveal_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return access_of(request).holds(Capability.CONTACT_REVEAL)

    @action(description="调阅", permissions=["reveal"], icon="visibility", url_path="reveal")
    def reveal(self, request: HttpRequest, object_id: str) -> HttpResponse:
        contact = self.reached(request, object_id)

        def look(reason: str, **_: object) -> Contact:
            seen = contacts.reveal(
                contact.pk, access=access_of(request), at=timezone.now(), reason=reason
            )
            messages.info(request, f"电话：{seen.phone or '无'}；邮箱：{seen.email or '无'}")
            return seen

        return self.act(request, REVEAL, look, row=contact)

    @action(description="停用", permissions=["act"], icon="person_off", url_path="retire")
    def retire(self, request: HttpRequest, object_id: str) -> HttpResponse:
        contact = self.reached(request, object_id)
        do = partial(contacts.retire, contact.pk, access=access_of(request), at=timezone.now())
        return self.act(request, RETIRE, do, row=contact)

    @admin.display(description="电话")
    def masked_phone(self, contact: Contact) -> str:
        return contact.masked_phone or "—"

    @admin.display(description="电话")
    def phone_shown(self, contact: Contact) -> str:
        return contact.masked_phone or "—"

    @admin.display(description="邮箱")
    def email_shown(self, contact: Contact) -> str:
        return contact.masked_email or "—"


@admin.register(OwnershipLink)
class OwnershipLinkAdmin(ExportedAdmin, ActingAdmin):
    view_capability = Capability.REGISTER_VIEW
    exports = OWNERSHIP
    list_display = ["enterprise", "kind", "other_name", "share_percent", "valid_from", "valid_to"]
    list_select_related = ["enterprise"]
    list_filter = ["kind"]
    ordering = ["-id"]
    sortable_by = ()
    fields = [
        "enterprise",
        "kind",
        ("other_name", "other_uscc"),
        "share_percent",
        ("valid_from", "valid_to"),
        "source",
    ]
    readonly_fields = ["valid_to"]
    actions_detail = ["unlink"]

    def may_act(self, request: HttpRequest) -> bool:
        return access_of(request).holds(Capability.REGISTER_EDIT)

    @action(description="终止", permissions=["act"], icon="link_off", url_path="unlink")
    def unlink(self, request: HttpRequest, object_id: str) -> HttpResponse:
        link = self.reached(request, object_id)
        do = partial(ownership.unlink, link.pk, access=access_of(request), at=timezone.now())
        return self.act(request, UNLINK, do, row=link)

    @admin.display(description="终止日期（含）")
    def valid_to(self, link: OwnershipLink) -> date | None:
        return last_day(link.valid_until)


class FactAdmin(ScopedModelAdmin):
    """Dated facts as known now; they change from the enterprise's page."""

    view_capability = Capability.REGISTER_VIEW
    list_select_related = ["enterprise"]
    ordering = ["-id"]
    sortable_by = ()
    exclude = ["during", "superseded_at", "jurisdiction"]
    readonly_fields = ["term_shown"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = cast("FactQuerySet[Any]", super().get_queryset(request))
        return rows.current()

    @admin.display(description="期间")
    def term_shown(self, fact: DatedFact) -> str:
        return term(fact.during.lower, last_day(fact.during.upper))


@admin.register(ScaleStatus)
class ScaleStatusAdmin(ExportedAdmin, FactAdmin):
    exports = SCALES
    list_display = ["enterprise", "kind", "stage", "term_shown", "confirmed_by"]
    list_filter = ["kind", "stage"]


@admin.register(EnterprisePlace)
class StandingPlaceAdmin(ExportedAdmin, FactAdmin):
    exports = STANDING_PLACES
    list_display = ["enterprise", "street", "park", "wugu", "address", "term_shown"]
    list_select_related = ["enterprise", "street", "park"]
    list_filter = ["wugu"]


@admin.register(SizeYear)
class SizeYearAdmin(ExportedAdmin, FactAdmin):
    exports = SIZES
    list_display = ["enterprise", "year", "size_class", "term_shown", "source"]
    list_filter = ["size_class"]
